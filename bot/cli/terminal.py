"""The talk for a person at a terminal: colours where there are any, choices with their numbers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from bot.replies import Reply

if TYPE_CHECKING:
    from bot.door import Door

LEAVE = ("/q", "/quit", "/exit")
_GREETING = (
    "[bold]申报助手[/]　问什么都行，如「截止时间」「哪类试点适合我」「交哪些材料」。\n"
    "[dim]有编号的选项可以直接输入编号；输入 /q 或按 Ctrl+D 离开，下次接着谈。[/]"
)


def talk(door: Door, run: Callable[[Coroutine[Any, Any, Any]], Any], user: str) -> None:
    """Talk until the person leaves or the input ends. ``run`` takes a turn to its end."""
    console = Console(highlight=False)
    console.print(_GREETING, soft_wrap=True)
    while (said := _next_line(console)) is not None:
        if said:
            taken = run(door.take("terminal", user, said))
            for reply in taken.replies:
                show(console, reply)
    console.print("再见。")


def show(console: Console, reply: Reply) -> None:
    """One reply: its text, where each sentence stands in the notice, and what can be answered."""
    colour = {"answer": "green", "clarify": "yellow", "decline": "magenta", "dialog": "cyan"}[reply.kind]
    lines = [f"[bold {colour}]申报[/] {escape(reply.text)}"]
    lines += [
        f"  [dim]依据 {escape(f'《{cited.document}》{cited.clause}：「{cited.quote}」')}[/]"
        for cited in reply.citations
    ]
    lines += [f"  [bold]{number}[/] {escape(choice)}" for number, choice in enumerate(reply.choices, 1)]
    # The terminal breaks the lines: Chinese may break anywhere, which word wrapping does not know.
    console.print("\n".join(lines), soft_wrap=True)


def _next_line(console: Console) -> str | None:
    """What the person typed next; None when they leave."""
    try:
        if sys.stdin.isatty():
            import readline  # noqa: F401 - line editing that knows how wide Chinese characters are

        said = console.input("\n[bold]您[/] ").strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None
    return None if said in LEAVE else said
