"""Charts drawn by Matplotlib, for a page (SVG) or for a document (PNG). Import it only where something is drawn.

On a page the texts stay texts, in the reader's own fonts and in the colours of light or dark; in a document they are
drawn in the font that comes with ``pylopdf-fonts-zh-cn``. So no font of the server is needed in either. A meaning is
told by a colour and, for whoever does not see it, by a pattern, a marker and a kind of line.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

from bot.figures.chart import Chart, Series, Tone

FONT = "Noto Sans SC"
READERS_FONTS = "system-ui, 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
WIDTH = 7.4  # inches of 72 points, as high as the chart needs
DPI = 200  # of a PNG
_LABELS = 16  # on a time axis


class Look(NamedTuple):
    """How a tone is drawn; ``dark`` is its colour where the page is dark."""

    light: str
    dark: str
    hatch: str
    marker: str
    line: str


LOOKS: dict[Tone, Look] = {
    "good": Look("#12795a", "#3fbf8f", "", "o", "-"),
    "asked": Look("#2667b0", "#74a9f2", "///", "s", "--"),
    "warn": Look("#c2590f", "#f09a56", "\\\\\\", "^", "-."),
    "passed": Look("#82409c", "#c791e3", "xxx", "D", ":"),
    "quiet": Look("#8b94a1", "#7f8996", "||", "v", "-"),
    "other": Look("#63513f", "#b7a089", "--", "P", "--"),
}
_TEXT, _TEXT_DARK = "#1a1d22", "#e6e8eb"
_LINE, _LINE_DARK = "#d9dde4", "#3a4048"
_PAPER, _PAPER_DARK = "#fefefe", "#1e2227"
_DARK = {look.light: look.dark for look in LOOKS.values()} | {
    _TEXT: _TEXT_DARK,
    _LINE: _LINE_DARK,
    _PAPER: _PAPER_DARK,
}

font_manager.fontManager.addfont(sans_path())
_STYLE: Any = {
    "font.family": FONT,
    "font.size": 10,
    "text.color": _TEXT,
    "axes.labelcolor": _TEXT,
    "axes.edgecolor": _LINE,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": _LINE,
    "ytick.color": _LINE,
    "xtick.labelcolor": _TEXT,
    "ytick.labelcolor": _TEXT,
    "grid.color": _LINE,
    "grid.linewidth": 0.8,
    "hatch.color": _PAPER,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "shenbao",  # the same chart gives the same bytes
}


def svg(chart: Chart) -> str:
    """The chart for a page: texts as texts, light and dark in one, title and description for who hears it read."""
    with mpl.rc_context(_STYLE):
        figure = _drawn(chart)
        FigureCanvasSVG(figure)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _for_page(out.getvalue(), chart)


def png(chart: Chart) -> bytes:
    """The chart for a document, on white, ``WIDTH`` inches wide."""
    with mpl.rc_context(_STYLE | {"figure.facecolor": "white"}):
        figure = _drawn(chart)
        FigureCanvasAgg(figure)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI)
    return out.getvalue()


def _drawn(chart: Chart) -> Figure:
    height = 3.0 if chart.kind != "bars" else 0.9 + 0.42 * max(len(chart.labels), 2)
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    match chart.kind:
        case "stacked":
            _stacked(axes, chart)
        case "lines":
            _lines(axes, chart)
        case "bars":
            _bars(axes, chart)
    if len(chart.series) > 1:
        handles, names = axes.get_legend_handles_labels()
        figure.legend(handles, names, loc="outside upper left", ncols=6, handlelength=1.6, columnspacing=1.2)
    return figure


def _stacked(axes: Axes, chart: Chart) -> None:
    floor = [0.0] * len(chart.labels)
    for series in chart.series:
        values = _numbers(series)
        axes.bar(range(len(floor)), values, bottom=floor, label=series.name, width=0.8, **_fill(series))
        floor = [below + value for below, value in zip(floor, values, strict=True)]
    _time_axis(axes, chart)


def _lines(axes: Axes, chart: Chart) -> None:
    many = len(chart.labels) > _LABELS
    for series in chart.series:
        look = LOOKS[series.tone]
        values = [float("nan") if value is None else value for value in series.values]
        axes.plot(
            values,
            label=series.name,
            color=look.light,
            linestyle=look.line,
            linewidth=1.8,
            marker=look.marker,
            markersize=3.5 if many else 5,
            clip_on=False,
        )
    _time_axis(axes, chart)
    axes.set_ylim(0, 100)


def _bars(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.labels))
    ends = [0.0] * len(chart.labels)
    for series in chart.series:
        values = _numbers(series)
        axes.barh(places, values, left=ends, label=series.name, height=0.66, **_fill(series))
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    for place, end in zip(places, ends, strict=True):
        axes.annotate(f"{end:,.0f}", (end, place), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(places, [_wrapped(label) for label in chart.labels])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, max(ends, default=0) * 1.1 or 1)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(axis="x")
    axes.set_xlabel(chart.unit, loc="right")


def _time_axis(axes: Axes, chart: Chart) -> None:
    step = -(-len(chart.labels) // _LABELS) if len(chart.labels) > 24 else 1
    places = range(0, len(chart.labels), step)
    axes.set_xticks(places, [chart.labels[place] for place in places])
    axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel(chart.unit, rotation=0, loc="top", labelpad=8)


def _numbers(series: Series) -> list[float]:
    return [value or 0.0 for value in series.values]


def _fill(series: Series) -> dict[str, Any]:
    look = LOOKS[series.tone]
    return {"color": look.light, "hatch": look.hatch, "edgecolor": _PAPER, "linewidth": 0.6}


def _wrapped(label: str) -> str:
    """A clause's path in two lines: its document, and where in it."""
    first, dot, rest = label.partition(" · ")
    return f"{first}\n{rest}" if dot and len(label) > 16 else label


def _for_page(drawn: str, chart: Chart) -> str:
    """Matplotlib's SVG with the reader's fonts, colours that follow the page, and words for who does not see it."""
    body = drawn[drawn.index("<svg") :]
    for light in _DARK:
        body = body.replace(light, f"var(--c{light[1:]})")
    body = body.replace(f"'{FONT}'", READERS_FONTS).replace(f'"{FONT}"', READERS_FONTS)
    head, _, rest = body.partition(">")
    head = re.sub(r'\s(width|height)="[^"]*"', "", head, count=2)
    words = f'<title id="title">{escape(chart.title)}</title><desc id="desc">{escape(chart.told)}</desc>'
    return f'{head} role="img" aria-labelledby="title desc">{words}<style>{_COLOURS}</style>{rest}'


def _colours(dark: bool) -> str:
    return "".join(f"--c{light[1:]}:{other if dark else light};" for light, other in _DARK.items())


_COLOURS = f":root{{{_colours(False)}}}@media (prefers-color-scheme:dark){{:root{{{_colours(True)}}}}}"
