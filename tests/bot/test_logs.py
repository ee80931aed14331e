"""The log tells what happened to which turn, and never about whom."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot import logs

TURN = "0b9f2c1e-3a54-4c7d-9e10-13800138000a"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
OPENID = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"

phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
mails = st.from_regex(r"[a-z][a-z0-9]{2,9}@[a-z]{2,8}\.(com|cn|gov\.cn)", fullmatch=True)
openids = st.text(LETTERS, min_size=27, max_size=27).map(lambda rest: "o" + rest)
cards = st.from_regex(r"11010[1-9]19[5-9][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9])[0-9]{3}[0-9X]", fullmatch=True)
around = st.sampled_from(["", " ", "：", "「", "用户", "=", "'", "\n", "（", "/", ","])


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("shenbao")
    before = (root.handlers[:], root.level, own.level)
    yield
    root.handlers, level, own_level = before
    root.setLevel(level)
    own.setLevel(own_level)


def stream_for(form: Literal["text", "json"]) -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(form, stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_time_level_and_message() -> None:
    stream = stream_for("json")
    logging.getLogger("shenbao.door").warning("the queue is full: %d", 500, extra={"channel": "wechat"})
    (line,) = lines(stream)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    assert line == {
        "level": "WARNING",
        "logger": "shenbao.door",
        "message": "the queue is full: 500",
        "channel": "wechat",
    }


async def test_every_line_of_a_turn_names_it_and_no_other() -> None:
    stream = stream_for("json")

    async def turn(name: str) -> None:
        with logs.about_turn(name):
            await asyncio.sleep(0)
            logging.getLogger("some.library").warning("said within %s", name)

    await asyncio.gather(turn("one"), turn("two"))
    logging.getLogger("shenbao").info("outside")
    *within, outside = lines(stream)
    assert len(within) == 2
    assert all(line["message"].endswith(line["turn"]) for line in within)
    assert "turn" not in outside


def test_a_turns_id_can_be_found_again_whatever_digits_it_has() -> None:
    stream = stream_for("json")
    logging.getLogger("shenbao.door").error("turn %s failed", TURN)
    assert lines(stream)[0]["message"] == f"turn {TURN} failed"


@given(person=st.one_of(phones, mails, openids, cards), before=around, after=around)
def test_whoever_it_is_about_is_not_in_the_line(person: str, before: str, after: str) -> None:
    for form in ("text", "json"):
        stream = stream_for(form)  # type: ignore[arg-type]
        log = logging.getLogger("shenbao.door")
        log.error("refused %s%s%s", before, person, after)
        log.error("refused", extra={"code": f"{before}{person}{after}"})
        try:
            raise ValueError(f"{before}{person}{after}") from KeyError(person)
        except ValueError:
            log.exception("turn %s", TURN)
        assert person not in stream.getvalue()
        assert len(stream.getvalue().splitlines()) == 3


def test_a_fault_is_told_by_kind_and_place_with_its_cause_and_never_in_its_words() -> None:
    stream = stream_for("json")
    try:
        try:
            raise KeyError("我叫王小明")
        except KeyError as cause:
            raise RuntimeError("王小明 said no") from cause
    except RuntimeError:
        # A library's logger; not the server's own, which a server in another test of this process may have set up.
        logging.getLogger("somebody.else").exception("Exception in ASGI application\n")
    (line,) = lines(stream)
    assert re.fullmatch(
        r"RuntimeError at test_logs\.py:\d+; from KeyError at test_logs\.py:\d+",
        line["fault"],
    )
    assert "王小明" not in stream.getvalue()


def test_a_statement_that_failed_shows_its_code_and_not_its_values() -> None:
    stream = stream_for("text")
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            connection.execute(text("CREATE TABLE t (a TEXT UNIQUE)"))
            for _ in range(2):
                connection.execute(text("INSERT INTO t VALUES (:a)"), {"a": OPENID})
    except SQLAlchemyError:
        logging.getLogger("shenbao.memory").exception("not kept")
    engine.dispose()
    assert "SQLITE_CONSTRAINT_UNIQUE" in stream.getvalue()
    assert OPENID not in stream.getvalue()
    assert "INSERT" not in stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        f"https://api.weixin.qq.com/cgi-bin/message?access_token=68_{'kQ3' * 40}",
        "/verdict/Zk3jX9aQ0mB7vT1rLw8nYd2HsUe5cF6g",
        f"/wechat?signature=1c2f&openid={OPENID}",
    ],
)
def test_what_opens_a_door_is_not_shown(secret: str) -> None:
    stream = stream_for("text")
    logging.getLogger("httpx").warning("GET %s", secret)
    assert logs.SECRET in stream.getvalue()
    assert secret.rpartition("=")[2].rpartition("/")[2] not in stream.getvalue()


def test_a_message_of_several_lines_stays_one() -> None:
    stream = stream_for("text")
    logging.getLogger("shenbao").info("one\n2026-01-01 ERROR forged")
    assert len(stream.getvalue().splitlines()) == 1


def test_what_libraries_chatter_is_left_out() -> None:
    stream = stream_for("json")
    logging.getLogger("httpx").info("GET https://api.weixin.qq.com/")
    logging.getLogger("shenbao.courier").info("sent")
    assert [line["message"] for line in lines(stream)] == ["sent"]
