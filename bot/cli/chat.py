"""``shenbao chat``: the same talk in a terminal, for people and (``--jsonl``) for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import Today, settings_from, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.door import Door
    from bot.settings import Settings


def chat(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每行读一个 JSON 对象，每行答一个。")] = False,
    user: Annotated[str, typer.Option(help="以谁的身份对话（只用于接着上次的话）。")] = "me",
    today: Today = None,
) -> None:
    """在终端里对话；中断后再来，接着上次的话。"""
    settings = settings_from(today=today)
    if jsonl:
        _with_door(settings, _talk_in_lines)
    else:
        from bot.cli.terminal import talk

        _with_door(settings, lambda door, run: talk(door, run, user))


def _with_door(settings: Settings, talk: Callable[[Door, Callable[[Coroutine[Any, Any, Any]], Any]], None]) -> None:
    import asyncio

    from bot.opening import OpeningError, open_door

    # Reading a line blocks; so the loop runs only while a turn is taken, and stands still between them.
    with asyncio.Runner() as runner:
        opening = open_door(settings)
        try:
            door = runner.run(opening.__aenter__())
        except OpeningError as fault:
            stop(str(fault))
        try:
            talk(door, runner.run)
        finally:
            runner.run(opening.__aexit__(None, None, None))


def _talk_in_lines(door: Door, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
    from bot.cli.lines import BadLine, answer_lines, out_line, read_object, to_json

    def answer(raw: bytes) -> str:
        user: str | None = None
        try:
            said = read_object(raw)
            user = said["user"] if isinstance(said.get("user"), str) else None
            return out_line(user, run(door.take("jsonl", *_checked(said))))
        except BadLine as fault:
            return to_json({"user": user, "outcome": "error", "replies": [], "error": str(fault)})

    answer_lines(answer)


def _checked(said: dict[str, Any]) -> tuple[str, str, str | None]:
    from bot.cli.lines import BadLine

    for name in ("user", "text"):
        if not isinstance(said.get(name), str):
            raise BadLine(f"缺少 {name}，或它不是文字")
    if not said["user"]:
        raise BadLine("user 不能为空")
    message_id = said.get("message_id")
    if message_id is not None and not isinstance(message_id, str):
        raise BadLine("message_id 应是文字")
    return said["user"], said["text"], message_id
