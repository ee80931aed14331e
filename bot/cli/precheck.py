"""``shenbao precheck --jsonl``: facts in, verdict out, one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import USAGE, Today, settings_from, stop

if TYPE_CHECKING:
    from datetime import date

    from bot.notices import Notices


def precheck(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每行读一个 JSON 对象，每行答一个。")] = False,
    today: Today = None,
) -> None:
    """资格预检：读入情况，给出结论、依据条款和材料清单。"""
    if not jsonl:
        stop("请加上 --jsonl；想一问一答地预检，请用 shenbao chat。", USAGE)
    settings = settings_from(today=today)

    from bot.cli.lines import answer_lines, to_json
    from bot.clock import clock_for
    from bot.opening import OpeningError, open_notices

    try:
        notices = open_notices(settings)
    except OpeningError as fault:
        stop(str(fault))
    clock = clock_for(settings.today)
    answer_lines(lambda raw: to_json(_answer(raw, notices, clock())))


def _answer(raw: bytes, notices: Notices, today: date) -> dict[str, Any]:
    from bot.cli.lines import BadLine, read_object
    from bot.verdict_json import verdict_json
    from eligibility.facts import FactError
    from eligibility.precheck import precheck

    try:
        asked = read_object(raw)
    except BadLine as fault:
        shown = raw.decode("utf-8", "replace").strip()[:200]
        return {"id": None, "error": {"field": "line", "value": shown, "allowed": [str(fault)]}}
    books = {key: notice for notice in notices.values() for key in notice.rulebook.programmes}
    try:
        programme = asked.get("programme")
        if not isinstance(programme, str) or programme not in books:
            raise FactError("programme", programme, tuple(books))
        facts = asked.get("facts", {})
        if not isinstance(facts, dict):
            raise FactError("facts", facts, ("{…}",))
        notice = books[programme]
        checked = notice.rulebook.facts.validate(facts, today)
        verdict = precheck(notice.rulebook, programme, checked, today)
    except FactError as fault:
        error = {"field": fault.field, "value": fault.value, "allowed": list(fault.allowed)}
        return {"id": asked.get("id"), "error": error}
    return {"id": asked.get("id"), **verdict_json(verdict, notice)}
