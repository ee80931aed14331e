"""The figures: what people ask and how it ends, in charts, each with its numbers in a table beneath."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.refusal import Refusal
from bot.desk.figures_form import BYS, FiguresForm, pilot_choices, presets, read_form
from bot.desk.frame import HEADERS, page, require
from bot.desk.log_words import CHANNELS
from bot.desk.standard import pilots_of
from bot.desk.surroundings import desk_of
from bot.figures.chart import Panel
from bot.figures.days import last_week
from bot.figures.names import names_of
from bot.figures.panels import panels, percent, questions, shares
from bot.figures.workshop import WorkshopError
from bot.memory.figures import Counts, first_day

# A picture runs nothing, loads nothing, and may only colour itself.
DRAWN = HEADERS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}

router = APIRouter(prefix="/desk")


@router.get("/figures")
async def figures_page(request: Request) -> Response:
    officer = await require(request, "lookup")
    desk = desk_of(request)
    form, pilots = _form(request)
    counts = await desk.recent.anew(form.scope, desk.now())
    known_from = await first_day(desk.engine)
    return page(
        request,
        officer,
        "figures.html",
        422 if form.problems else 200,
        form=form,
        presets=presets(desk.today()),
        bys=BYS,
        channels=CHANNELS,
        pilots=pilots,
        panels=_panels(request, counts, form),
        heads=_heads(counts),
        only_counted=counts.only_counted,
        known_from=known_from if known_from is not None and known_from > form.days.first else None,
        last_week=last_week(desk.today()),
    )


@router.get("/figures/{key}.svg")
async def chart(request: Request, key: str) -> Response:
    """One chart of the page with the same query, drawn."""
    await require(request, "lookup")
    desk = desk_of(request)
    form, _ = _form(request)
    if form.problems:
        raise HTTPException(404)
    counts = await desk.recent.lately(form.scope, desk.now())
    drawn = next((panel.chart for panel in _panels(request, counts, form) if panel.key == key), None)
    if drawn is None:
        raise HTTPException(404)
    try:
        svg = await desk.workshop.make("svg", drawn)
    except WorkshopError as why:
        raise Refusal(503, "not_drawn", str(why)) from None
    return Response(svg, media_type="image/svg+xml", headers=DRAWN)


def _form(request: Request) -> tuple[FiguresForm, dict[str, str]]:
    desk = desk_of(request)
    pilots = pilot_choices(pilots_of(next(iter(desk.notices().values()))))
    return read_form(request.query_params, pilots, desk.today()), pilots


def _panels(request: Request, counts: Counts, form: FiguresForm) -> tuple[Panel, ...]:
    names = names_of(next(iter(desk_of(request).notices().values())))
    return panels(counts, form.days, form.by, names)


def _heads(counts: Counts) -> list[tuple[str, str]]:
    """The numbers that stand above all charts."""
    useful = sum(number for (_, up), number in counts.thumbs.items() if up)
    heads = [("问答", f"{counts.turns.total():,} 条"), ("其中提问", f"{questions(counts):,} 条")]
    heads += [(name, percent(share)) for name, share in shares(counts).items()]
    heads.append(("评价有用", percent(useful / counts.thumbs.total() if counts.thumbs else None)))
    heads.append(("预检结论", f"{counts.verdicts.total():,} 次"))
    return heads
