"""The workshop's own process: a job in JSON on each line that comes in, what was made in base64 on each that goes out.

A job it cannot do ends it; the workshop tells whoever asked, and starts another for the next.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import Any

GIVES_WAY = 10  # to whoever answers people on the same machine


def main() -> None:
    """Until there is nothing more to read."""
    os.nice(GIVES_WAY)
    for line in sys.stdin.buffer:
        made = _made(**json.loads(line))
        sys.stdout.buffer.write(base64.b64encode(made) + b"\n")
        sys.stdout.buffer.flush()


def _made(kind: str, of: dict[str, Any]) -> bytes:
    """Each kind imports what it needs: whoever only wants charts need not wait for the rest."""
    match kind:
        case "svg":
            from bot.figures.chart import Chart  # noqa: PLC0415
            from bot.figures.drawing import svg  # noqa: PLC0415

            return svg(Chart.model_validate(of)).encode()
        case "docx":
            from bot.report.content import Report  # noqa: PLC0415
            from bot.report.word import word  # noqa: PLC0415

            return word(Report.model_validate(of))
        case "html":
            from bot.report.content import Report  # noqa: PLC0415
            from bot.report.page import page  # noqa: PLC0415

            return page(Report.model_validate(of)).encode()
        case _:
            raise ValueError(kind)


if __name__ == "__main__":
    main()
