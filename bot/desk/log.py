"""The question log: what people asked and how it ended, page by page, and the same as a file to take along."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.channels.web.refusal import Refusal
from bot.clock import SHANGHAI
from bot.desk.export import Row, csv_file, xlsx_file
from bot.desk.frame import HEADERS, audit, page, require
from bot.desk.log_form import LogForm, read_form, read_place, write_place
from bot.desk.log_words import CHANNELS, OUTCOME_NAMES, STEP_NAMES, THUMBS, Line, line_of
from bot.desk.surroundings import desk_of
from bot.memory.question_log import COUNTED, PAGE, LoggedTurn, QuestionLog, Sought
from knowledge.clauses import Clauses

HEADING = ("时间", "渠道", "问题", "结果", "步骤", "把握", "条款", "耗时（毫秒）", "评价", "对话", "第几句")
WIDTHS = (19, 6, 60, 12, 12, 6, 50, 12, 6, 38, 6)

router = APIRouter(prefix="/desk")


@router.get("/log")
async def log_page(request: Request) -> Response:
    """One page of it; ``after`` in the address is where the last page ended."""
    officer = await require(request, "lookup")
    form = read_form(request.query_params)
    after = read_place(request.query_params.get("after", ""))
    found = await QuestionLog(desk_of(request).engine).page(form.sought, after)
    clauses = _clauses(request)
    return page(
        request,
        officer,
        "log.html",
        422 if form.problems else 200,
        form=form,
        lines=[line_of(turn, clauses) for turn in found.turns],
        found=found.found,
        counted=COUNTED,
        size=PAGE,
        older=write_place(found.turns[-1].place) if found.more else "",
        newest=after is None,
        clause_names={clause.id: clause.path for clause in clauses.values()},
        channels=CHANNELS,
        outcomes=OUTCOME_NAMES,
        steps=STEP_NAMES,
        thumbs=THUMBS,
    )


@router.get("/log/export.{kind}")
async def export_log(request: Request, kind: str) -> Response:
    """All that is found, newest first. Who took what along is in the trail, but not the words that were sought."""
    officer = await require(request, "curate")
    if kind not in ("csv", "xlsx"):
        raise HTTPException(404)
    form = read_form(request.query_params)
    if form.problems:
        raise Refusal(422, "bad_search", "；".join(form.problems) + "。")
    await audit(request, officer, "export_log", kind, sought=_told(form))
    rows = table_of(QuestionLog(desk_of(request).engine), form.sought, _clauses(request))
    name = f"question-log-{desk_of(request).today().isoformat()}.{kind}"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        return StreamingResponse(csv_file(HEADING, rows), media_type="text/csv; charset=utf-8", headers=headers)
    workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return StreamingResponse(xlsx_file("问答记录", HEADING, WIDTHS, rows), media_type=workbook, headers=headers)


def _told(form: LogForm) -> str:
    # Every field but the words has been checked to hold nothing of anybody's own.
    fields = [f"{name}={form.values[name]}" for name in form.fields if name != "q"]
    return " ".join([*fields, f"词数={len(form.sought.words)}"] if form.sought.words else fields) or "全部"


async def table_of(log: QuestionLog, sought: Sought, clauses: Clauses) -> AsyncIterator[Sequence[Row]]:
    """What is found as the rows of a file, in batches."""
    async for turns in log.all(sought):
        # In a thread: the bot's turns go on meanwhile.
        yield await run_in_threadpool(_batch, turns, clauses)


def _batch(turns: Sequence[LoggedTurn], clauses: Clauses) -> list[Row]:
    return [_row(line_of(turn, clauses)) for turn in turns]


def _row(line: Line) -> Row:
    turn = line.turn
    return (
        turn.created.astimezone(SHANGHAI),
        line.channel,
        line.text,
        line.outcome,
        line.step,
        turn.confidence if turn.confidence is None else round(turn.confidence, 3),
        "；".join(clause.path for clause in line.clauses),
        round(turn.latency_ms, 1),
        line.thumb,
        turn.conversation_id,
        turn.number,
    )


def _clauses(request: Request) -> Clauses:
    return next(iter(desk_of(request).notices().values())).clauses
