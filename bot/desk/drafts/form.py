"""The form of a draft: its fields into a ``Drafted``, and what is wrong beside the field it is wrong with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.desk.forms import Fields
from bot.entries.checking import FieldProblem, Place
from bot.entries.drafted import COMMON, Drafted
from knowledge.faq import Cite

MOST_WORDINGS = 300
LONGEST_LINE = 200
LONGEST_TEXT = 2000


def read_form(sent: Fields, pilots: Iterable[str], base: str) -> Drafted:
    """What the form holds, tidied: a wording a line, no line twice, no control characters.

    Each ``cite.KEY`` is a clause's id, a stroke, and the quote.
    """
    keys = (COMMON, *pilots)
    texts = {key: _tidy(sent.get(f"text.{key}", ""))[:LONGEST_TEXT] for key in keys}
    cites = {key: tuple(dict.fromkeys(map(_cite, sent.all(f"cite.{key}")))) for key in keys}
    lines = (_line(line) for line in sent.get("wordings", "").split("\n"))
    return Drafted(
        id=_line(sent.get("id", "")),
        matter=_line(sent.get("matter", "")),
        kind="silent" if sent.get("kind") == "silent" else "answer",
        wordings=tuple(dict.fromkeys(line for line in lines if line))[:MOST_WORDINGS],
        texts={key: text for key, text in texts.items() if text},
        cites={key: quoted for key, quoted in cites.items() if quoted},
        base=base,
    )


def by_field(problems: Iterable[FieldProblem]) -> Mapping[str, list[str]]:
    """The messages by the field they stand beside: id, matter, wordings, text.KEY, cite.KEY; "" for the whole."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(_field(problem.place), []).append(problem.message)
    return found


def _field(place: Place) -> str:
    match place:
        case ("answer", *rest):
            return _of_answer(COMMON, rest)
        case ("answers", str(pilot), *rest):
            return _of_answer(pilot, rest)
        case (str(name), *_):
            return name
        case _:
            return ""


def _of_answer(key: str, rest: list[str | int]) -> str:
    return f"cite.{key}" if rest[:1] == ["cites"] else f"text.{key}"


def _cite(raw: str) -> Cite:
    clause, _, quote = raw.partition("|")
    return Cite(clause=clause.strip(), quote="".join(quote.split()))


def _tidy(text: str) -> str:
    kept = "".join(char for char in text if char == "\n" or char >= " ")
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def _line(text: str) -> str:
    return " ".join(_tidy(text).split())[:LONGEST_LINE]
