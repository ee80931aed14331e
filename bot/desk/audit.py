"""The page of the trail: who did what when. There is no route that changes a line of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import SHANGHAI, parse_day
from bot.desk.frame import page, require
from bot.desk.surroundings import desk_of
from bot.memory import trail

ROWS = 100
ACTIONS = {
    "login": "登录",
    "login_failed": "登录失败",
    "login_unknown": "登录名不存在",
    "logout": "退出",
    "staff_add": "增加账号",
    "staff_disable": "停用账号",
    "staff_enable": "启用账号",
    "staff_roles": "改权限",
    "staff_reset": "重设密码",
    "banner_on": "发布公告",
    "banner_off": "撤下公告",
    "bot_off": "停用机器人",
    "bot_on": "恢复机器人",
    "answer_withdrawn": "停用回答",
    "answer_restored": "恢复回答",
    "draft_saved": "起草问答",
    "draft_tried": "试答草稿",
    "draft_submitted": "提交草稿",
    "draft_returned": "退回草稿",
    "draft_dropped": "放弃草稿",
    "entry_published": "发布问答",
    "entry_restored": "恢复问答旧版",
    "entry_withdrawn": "撤下问答",
    "entries_exported": "导出问答补丁",
    "mark": "标记来电",
    "lookup": "记下查询",
    "precheck_saved": "保存来电预检",
    "open_code": "凭接续码打开",
    "wrong_code": "接续码不对",
    "open_talk": "打开对话",
    "export_log": "导出问答记录",
    "make_report": "生成报告",
    "group_split": "拆分问题组",
    "group_merged": "合并问题组",
    "questions_regroup": "重新归组",
}
SUBJECTS = {"banner": "公告", "off": "机器人", "questions": "所有问题"}
_DETAILS = {
    "why": "原因",
    "roles": "权限",
    "before": "原来",
    "text": "内容",
    "matter": "事项",
    "mark": "标记",
    "pilot": "试点",
    "format": "格式",
    "rows": "条数",
    "sought": "条件",
    "turns": "句数",
    "group": "到第几组",
    "wordings": "问法数",
    "results": "结论",
    "taken_over": "接到",
    "turn": "第几句",
    "since": "从",
    "until": "到",
    "entry": "问答",
    "draft": "草稿",
    "version": "版本",
    "made_by": "起草",
    "reason": "理由",
}
_VALUES = {
    "wrong": "密码不对",
    "locked": "已锁定",
    "disabled": "已停用",
    "answered": "已答",
    "not_answered": "未答",
    "passed_on": "转办",
    "lookup": "查询",
    "curate": "编辑",
    "publish": "发布",
    "admin": "管理",
}

router = APIRouter(prefix="/desk")


@router.get("/audit")
async def audit_page(request: Request) -> Response:
    officer = await require(request, "admin")
    desk = desk_of(request)
    given = {name: request.query_params.get(name, "").strip() for name in ("login", "action", "since", "until")}
    since, until = _day(given["since"]), _day(given["until"])
    before = request.query_params.get("before", "")
    wanted = trail.Wanted(
        given["login"],
        given["action"],
        _start(since) if since else None,
        _start(until + timedelta(days=1)) if until else None,
        int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None,
    )
    rows = await trail.read(desk.engine, wanted, ROWS + 1)
    logins, actions = await trail.names(desk.engine)
    asked = {name: value for name, value in given.items() if value}
    return page(
        request,
        officer,
        "audit.html",
        given=given | {"since": since or "", "until": until or ""},
        logins=logins,
        actions={action: ACTIONS.get(action, action) for action in actions},
        rows=[(row, ACTIONS.get(row.action, row.action), _told(row.details)) for row in rows[:ROWS]],
        subjects=SUBJECTS,
        older=f"/desk/audit?{urlencode(asked | {'before': rows[ROWS - 1].id})}" if len(rows) > ROWS else "",
        newest=f"/desk/audit?{urlencode(asked)}" if wanted.before is not None else "",
    )


def _day(written: str) -> date | None:
    """A day of the filter; one that is none filters nothing, and its field is shown empty."""
    try:
        return parse_day(written)
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _told(details: Mapping[str, Any]) -> str:
    return "；".join(f"{_DETAILS.get(name, name)}：{_value(value)}" for name, value in details.items() if value != "")


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(part) for part in value)
    return _VALUES.get(str(value), str(value))
