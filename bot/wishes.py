"""What a part of a message wishes: to apply (想报领跑者, 村委会报气候友好乡村), or to be prechecked (直接给我测)."""

from __future__ import annotations

import re

from dialogs.wording import asks, asks_for_oneself
from knowledge.answerer import Answerer

_APPLY = r"(?:申报|申请|上报|报名|参评|参加|申|报|评|试试|试|冲)"
_WISH = re.compile(
    rf"(?<!不)(?:想要?|要|拟|打算|准备|计划|希望|考虑|有意向?|争取)(?:再|去|来|也|一起|以.{{1,6}}名义)?{_APPLY}(?!告|送)"
    r"|(?:请|可以|那就)?开始吧?$"
)
_AIM = re.compile(
    r"(?<![不没未])(?:申报|申请|报名|参加|参评|竞选|评|报|当|弄|搞|争)(?!过|了|的)"
    r"(?:北京市?的?|本市的?|一?个)?(?P<what>.{2,})$"
)
_PLEASE = r"(?:想|要|先|来|请|麻烦|可以|自己|直接|快)*(?:(?:请|麻烦)?(?:给|帮)(?:我们?|咱们?|忙)?)?"
_CHECK = re.compile(
    rf"{_PLEASE}(?:预审|预检|自查|自测|[走过][一个]?遍|[测查看验]一?下|测一?测|查一?查|验一?验|检查(?!组|站|过)(?:一?下)?"
    r"|(?:判断|评估|对照|看看)(?:一?下)?|把把关|(?<=[给帮我们忙请烦])[测查看审验]|(?<=直接|自己)[测查])(?:吧|呗|哈)?"
)
_PRECHECK = re.compile("(?:预检|预审|自查|自测)(?!是|结果|准|吗|有|的|怎)")
_THIS_ONE = re.compile(r"(?:这|那)个|该试点|此试点|本试点")
_POINTING = re.compile(
    r"(?:的|吧|一下|一次|看看|请|帮|情况|条件|资格|资质|是否符合|试点|这个|那个|项目|单位|公司|工厂|学校|社区|小区|村里?|了|我们?|今年|申报|呢|啊)*$"
)
_MEANT = re.compile(
    r"^(?:不对|不是|错了|说错了|弄错了|哎|等等|[,，。!！\s])*我们?(?:要|想)?(?:做)?(?:查|测|看|问|报|申报|预检|预审|说)的(?:是|其实是)(?P<what>.{2,12}?)(?:项目|试点|那个)?$"
)


def meant(text: str) -> str:
    """What is meant instead, where a text says so: 领跑者, of 不对不对，我要查的是领跑者; empty elsewhere."""
    found = [match["what"] for part in re.split("[,，。!！]", text) if (match := _MEANT.match(part))]
    return found[0] if len(found) == 1 else ""


def wishes(part: str) -> bool:
    """想报, 准备申请, 开始吧."""
    return _WISH.search(part) is not None


def aims(part: str, answerer: Answerer) -> bool:
    """Whether a part says that one applies for a pilot, by its name: 这个我来报低碳技术, 也想当领跑者."""
    match = _AIM.search(part)
    return match is not None and answerer.pilot_said(match["what"]) is not None


def checks(part: str, answerer: Answerer) -> bool:
    """Whether a part asks for the precheck: 领跑者走一遍, 帮看. 帮我查一下截止时间 asks for something else."""
    if not _CHECK.search(part):
        return False
    rest = _CHECK.sub("", part)
    return _POINTING.match(rest) is not None or asks_for_oneself(part) or answerer.pilot_said(rest) is not None


def prechecks(part: str) -> bool:
    """Whether the precheck itself is wished for by its name: 想预检小区能不能报. What it is, is another question."""
    return _PRECHECK.search(part) is not None and (not asks(part) or asks_for_oneself(part))


def without_wish(part: str) -> str:
    """What a part names beside its wish: 社区那个, of 想报社区那个."""
    return _CHECK.sub("", _WISH.sub("", part))


def points(part: str) -> bool:
    """Whether it points at what was talked of (想报这个), or names nothing at all beside its wish."""
    return _THIS_ONE.search(part) is not None or _POINTING.match(without_wish(part)) is not None
