"""What an answer to the pending question says: a value, a rough date, or why it cannot be taken.

Phrases come from the notice's folder, the grammar around them (negation, hedges, numbers, dates) is here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dialogs.choice_answers import bare_denial, either_way, read_choice
from dialogs.day_answers import read_day
from dialogs.numerals import CHINESE_DIGITS, tidy, whole
from dialogs.phrases import hits, menu, named
from dialogs.readings import Answered, Problem, ProblemKind, Reading, Roughly, Unclear, unclear
from dialogs.spans import Vagueness
from dialogs.wording import asks, asks_for_oneself, parts, plain, supposes, unknown, without_protest
from eligibility.facts import UNKNOWN, FactSpec

_KEYCAPS = re.compile("[\ufe0f\u20e3]")
_NUMBER = re.compile(
    rf"\(?(?:第|选项?|我?选择?第?|答案是?第?)?(?P<number>\d{{1,3}}|[{CHINESE_DIGITS}]{{1,3}})(?P<counter>个|项|种|号|条|类)?[).、:]*"
)
_TWO_NUMBERS = re.compile(r"\d{1,2}(?:和|或者?|、|/|,|还是)\d{1,2}(?:都是?|都有)?")
_NUMBERED = re.compile(r"\(?\d{1,2}[).、:](?P<rest>\D.*)")
_SELF = re.compile(r"我|咱|本单位|本公司|本校|本村|本社区")

_ONE_DAY = re.compile(r"\d{2,4}年|去年|前年|今年|上个?月|\d月")


def read_answer(spec: FactSpec, text: str, today: date) -> Reading | None:
    """Read ``text`` as the answer to ``spec``'s question, None when it is none (a question, say). Never raises.

    Who does not know and only guesses at a season (不知道，大概前年夏天) is asked once more.
    """
    exact = exact_answer(spec, text)
    if exact is not None:
        return exact
    said = without_protest([part for part in parts(text) if not supposes(part)])
    doubts = [part for part in said if unknown(part) and not _names_doubt(spec, part)]
    said = told([part for part in said if part not in doubts])
    reading = read_day(spec, said, today) if spec.dated else read_choice(spec, said)
    if doubts and (reading is None or _says_little(reading)):
        return Answered(UNKNOWN)
    if doubts and isinstance(reading, Roughly) and reading.hedged and not any("月" in part for part in said):
        return Unclear(Problem(ProblemKind.vague, vagueness=Vagueness.loose))
    if doubts and isinstance(reading, Answered):
        return Answered(reading.value, hedged=True)
    return reading


def told(said: Sequence[str]) -> list[str]:
    """The parts that tell something. Beside a question only what the person says of themselves counts as told.

    Where the question is whether they may apply, all that leads up to it is told of themselves: 「我们在北京注册，
    没受过处罚，能报吗」.
    """
    telling = [part for part in said if not asks(part)]
    if len(telling) == len(said):
        return telling
    if _one_own_case(said, telling):
        return telling
    return [part for part in telling if _SELF.search(part)]


def _one_own_case(said: Sequence[str], telling: Sequence[str]) -> bool:
    """Whether the only question is whether one may apply, and enough before it is about somebody in particular."""
    asking = [part for part in said if part not in telling]
    about_us = len(telling) > 1 or any(_SELF.search(part) for part in said) or any(map(_ONE_DAY.search, telling))
    return bool(telling) and about_us and all(map(asks_for_oneself, asking))


def exact_answer(spec: FactSpec, text: str) -> Reading | None:
    """A label, a phrase, or a number of the menu, and nothing else."""
    line = _KEYCAPS.sub("", tidy(text))
    if (yes_or_no := either_way(spec)) and bare_denial(line):
        return unclear(ProblemKind.which, *yes_or_no)
    numbered = _NUMBERED.fullmatch(line)
    for words in (line, numbered["rest"] if numbered else "", line.rstrip("。.!~")):
        value = named(menu(spec), words)
        if value is not None:
            return Answered(value)
    text = plain(line)
    if _TWO_NUMBERS.fullmatch(text):
        return unclear(ProblemKind.several)
    match = _NUMBER.fullmatch(text)
    number = whole(match["number"]) if match else None
    if match is None or not number or not _counts(spec, match["counter"]):
        return None
    choices = menu(spec)
    if 1 <= number <= len(choices):
        return Answered(choices[number - 1].value)
    return unclear(ProblemKind.out_of_range)


def _counts(spec: FactSpec, counter: str | None) -> bool:
    """Whether a number with this word behind it counts the choices: 5号 may be a day, 第1类 is one of some classes."""
    if counter == "类":
        return spec.kind == "number" or "类" in spec.question
    return not (spec.dated and counter == "号")


def _names_doubt(spec: FactSpec, part: str) -> bool:
    """还没确定, where one of the choices is just that."""
    return any(unknown(hit.spoken.phrase) for hit in hits(spec.choices, part))


def _says_little(reading: Reading) -> bool:
    return isinstance(reading, Unclear) and reading.problem.kind in (ProblemKind.which, ProblemKind.when)
