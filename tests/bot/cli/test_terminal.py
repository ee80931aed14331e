"""``shenbao chat``: the talk for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable

from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]


def talk(shenbao: Shenbao, *said: str) -> str:
    run = shenbao("chat", "--today", "2023-08-20", feed=list(said))
    assert (run.code, run.err) == (0, "")
    return run.out


def test_an_answer_comes_with_its_clause(shenbao: Shenbao) -> None:
    out = talk(shenbao, "截止时间是哪天")
    assert "8月31日" in out
    assert "依据 《" in out
    assert "/q" in out, "how to leave is said at the start"
    assert out.rstrip().endswith("再见。")


def test_choices_are_numbered_and_the_number_is_understood(shenbao: Shenbao) -> None:
    out = talk(shenbao, "哪类试点适合我", "1", "/q", "这一句不再回答")
    assert out.count("\n  1 ") >= 2, "the question and the next one, each with its choices"
    assert "这一句" not in out


def test_the_next_evening_the_dialog_is_still_open(shenbao: Shenbao) -> None:
    before = talk(shenbao, "哪类试点适合我", "1", "/q")
    after = talk(shenbao, "为什么问")
    question = before.rsplit("申报 ", 1)[1].splitlines()[0]
    assert question.split()[-1] in after


def test_what_looks_like_markup_is_shown_as_typed(shenbao: Shenbao) -> None:
    out = talk(shenbao, "[bold]截止时间[/bold]", "[/]")
    assert "再见。" in out


def test_nothing_said_is_nothing_answered(shenbao: Shenbao) -> None:
    assert "申报 " not in talk(shenbao, "", "   ").split("下次接着谈。")[1]
