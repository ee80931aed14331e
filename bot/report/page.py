"""The report as one page to read and to print: nothing beside it is needed, and nothing in it runs."""

from __future__ import annotations

import base64
from pathlib import Path

from bot.figures.drawing import svg
from bot.report.content import Report
from bot.report.policy import STYLE
from bot.templates import templates_in

_templates = templates_in(Path(__file__).parent / "templates")


def page(report: Report) -> str:
    """The page, its charts in it."""
    charts = {panel.key: _in_place(svg(panel.chart)) for panel in report.panels if panel.chart is not None}
    return _templates.get_template("report.html").render(report=report, charts=charts, style=STYLE)


def _in_place(drawn: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
