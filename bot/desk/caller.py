"""The precheck made with a caller, as one form: every question beside what it is to the result, and the verdicts.

Pure: what is written and a day in, a frozen value out. The reading is the dialog's, the rules and the words the bot's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.notices import Notice
from bot.speaking.problems import problem_line
from bot.speaking.verdicts import checklist_text, verdict_text
from dialogs.flow import useful
from dialogs.form import Field, Form, Standing, fill
from dialogs.phrases import menu
from eligibility.facts import FactSpec
from eligibility.verdict import Result, Verdict
from knowledge.normalise import normalise

LONGEST = 100
"""Characters of one answer that count."""
MOST_PICKED = 9
"""Choices one picks from by a digit; a longer list is written."""


@dataclass(frozen=True)
class Question:
    """A question of the form: its ``number`` among those asked now, the ``pilots`` asking it, what is ``written``.

    ``standing`` is one of ``dialogs.form.Standing``, or elsewhere where nothing checked now asks for it; ``note`` is
    what stands beside it; ``following``: the dialog would ask it next.
    """

    spec: FactSpec
    number: int
    pilots: tuple[str, ...]
    written: str
    standing: str
    note: str
    following: bool

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice.label for choice in menu(self.spec))

    @property
    def picked(self) -> bool:
        """Whether its choices are buttons; else it is written."""
        return not self.spec.dated and len(self.spec.choices) <= MOST_PICKED

    @property
    def chosen(self) -> str:
        """The choice whose words are written; empty where none's are."""
        return self.written if self.written in self.choices else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict and its text to be read out or copied, as the bot says it; empty while it is open."""

    verdict: Verdict
    plain: str


@dataclass(frozen=True)
class Sheet:
    """The whole form. ``checked`` are the programmes' keys; ``told`` the verdicts, best first."""

    checked: tuple[str, ...]
    questions: tuple[Question, ...]
    form: Form
    told: tuple[Told, ...]


def sheet(notice: Notice, checked: tuple[str, ...], written: Mapping[str, str], today: date) -> Sheet:
    """The form of the programmes ``checked``, with what is ``written`` by fact."""
    plain = {name: normalise(text[:LONGEST]) for name, text in written.items()}
    form = fill(notice.rulebook, checked, plain, today)
    fields = {one.spec.name: one for one in form.fields}
    pilots = _pilots(notice, today)
    asked = [name for name in notice.rulebook.facts if pilots[name]]
    numbers = {name: number for number, name in enumerate((name for name in asked if name in fields), 1)}
    questions = [
        Question(
            spec=notice.rulebook.facts[name],
            number=numbers.get(name, 0),
            pilots=pilots[name],
            written=written.get(name, "")[:LONGEST],
            standing=fields[name].standing.value if name in fields else "elsewhere",
            note=_note(fields[name], notice) if name in fields else "",
            following=name == form.following,
        )
        for name in asked
    ]
    return Sheet(checked, tuple(questions), form, tuple(Told(one, _plain(one, notice)) for one in form.verdicts))


def _pilots(notice: Notice, today: date) -> dict[str, tuple[str, ...]]:
    """For each fact the names of the programmes that ask for it."""
    book = notice.rulebook
    asked = {programme.short: useful("precheck", (key,), book, today) for key, programme in book.programmes.items()}
    return {name: tuple(short for short, facts in asked.items() if name in facts) for name in book.facts}


def _note(field: Field, notice: Notice) -> str:
    spec = field.spec
    source = notice.rulebook.facts[field.source].short if field.source else ""
    match field.standing:
        case Standing.wrong:
            return f"{problem_line(field.problem, spec)}\n{_allowed(spec)}"
        case Standing.told if field.value is not None:
            return _taken(field, spec)
        case Standing.derived if field.value is not None:
            return f"不用问：由「{source}」得出，{spec.label(field.value)}。"
        case Standing.unasked:
            first = f"先看「{source}」的回答，需要时再问。" if field.waits else f"按「{source}」的回答，不用问。"
            return first + ("写的这句没有算进去。" if field.written else "")
        case Standing.shaping:
            return "只影响材料清单，不影响结论。"
        case Standing.idle:
            return "按现在的回答，这一项不影响结论。"
        case _:
            return ""


def _taken(field: Field, spec: FactSpec) -> str:
    """What was read, where that is not what is written."""
    label = spec.label(field.value) if field.value is not None else ""
    if field.taken is not None and field.taken.span is not None:
        return f"记为 {label}：没说到日，按这一天记不影响结论。"
    return "" if normalise(label) == field.written else f"记为 {label}"


def _allowed(spec: FactSpec) -> str:
    labels = "、".join(choice.label for choice in menu(spec))
    return f"可答：{labels}" + (f"，或日期（如 {spec.example}、去年3月）。" if spec.dated else "。")


def _plain(verdict: Verdict, notice: Notice) -> str:
    """As the bot tells it: the checklist only to those who may apply. Empty while there is no verdict to tell."""
    match verdict.result:
        case Result.incomplete:
            return ""
        case Result.ineligible:
            return verdict_text(verdict, notice)
        case _:
            return f"{verdict_text(verdict, notice)}\n\n{checklist_text(verdict, notice)}"
