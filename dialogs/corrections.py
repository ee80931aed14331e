"""Going back and changing an answer; whatever follows from an answer is computed again anyway."""

from __future__ import annotations

import re

from dialogs.answers import Noted, current, note
from dialogs.commands import Change, misspoke
from dialogs.course import proceed, put_again, reopen, wanted, which_answers
from dialogs.dates import parse_date
from dialogs.ground import Ground
from dialogs.moves import Changed, Heard, NothingToUndo, Undone, WhichToChange
from dialogs.numerals import NUMERAL, tidy, whole
from dialogs.phrases import NO, YES
from dialogs.reading import exact_answer, read_answer
from dialogs.readings import Answered, Roughly
from dialogs.state import DialogState, Given
from dialogs.telling import tell
from dialogs.topics import named_facts, without_twins
from dialogs.volunteered import Volunteered, listen
from dialogs.wording import asks, parts, plain, unknown
from eligibility.facts import UNKNOWN, FactSpec, Value

_OUTRIGHT = re.compile(
    r"(?:那|等等)?,?(?:[我咱]们?)?(?:要|想|得|需要)?再?(?:修改|更改|更正|纠正|改)(?:一?下|个|回答|答案|成|为|,|:)"
)

# 那如果是2020年9月呢, 应该是去年: what a value may be wrapped in.
_IF = re.compile(
    r"^(?:那|哦|噢|呃|,)*(?:如果|要是|假如|万一|应该|其实)?(?:说|改)?[成为是]?(?P<value>.+?)(?:的话)?[呢吧]?[?。]*$"
)
_ONLY_A_DAY = re.compile(r"[\d年月日号上中下旬初底末去今前春夏秋冬天季度第./-]+(?:左右|前后|的)?")


def back(state: DialogState, ground: Ground) -> Heard:
    """上一步: forget the last turn and put its question again; out of a change, forget only the change."""
    if state.changing or state.stage == "choosing":
        return Heard(*proceed(state, ground))
    last = max((given.turn for given in state.log), default=0)
    if last == 0:
        return nothing_to_undo(state, ground)
    dropped = [given for given in state.log if given.turn == last]
    state = state.but(log=tuple(given for given in state.log if given.turn < last), refining=False)
    undone = Undone(tuple(dict.fromkeys(given.fact for given in dropped)))
    known = current(state, ground)
    for given in dropped:
        if given.manner in ("answer", "skipped", "imprecise") and given.fact not in known:
            state, question = reopen(state, ground, given.fact)
            return Heard(state, (undone, question))
    state, moves = proceed(state, ground)
    return Heard(state, (undone, *moves))


def nothing_to_undo(state: DialogState, ground: Ground) -> Heard:
    return Heard(state, (NothingToUndo(), *put_again(state, ground)))


def change(state: DialogState, ground: Ground, wish: Change, text: str) -> Heard | None:
    """改第N题, 我改一下，…: None when ``text`` only looked like a change and names nothing that could be changed."""
    if wish.number is not None:
        return _by_number(state, ground, wish.number, wish.words)
    if not wish.words:
        # 不对 alone means the answer just given; 改 alone leaves open which.
        return back(state, ground) if misspoke(text) else which(state, ground)
    changed = _by_words(state, ground, wish.words)
    if changed is not None:
        return changed
    # Whoever says 我改一下 means an answer: better to show them all than to take the words for something else.
    asking = any(map(asks, parts(text)))
    meant = not asking and (state.stage != "finished" or parse_date(wish.words, ground.today) is not None)
    return which(state, ground) if meant or _OUTRIGHT.match(tidy(text)) else None


def _by_words(state: DialogState, ground: Ground, words: str) -> Heard | None:
    told = listen(ground.sheet, words, ground.today, None, wanted(state, ground)).others
    replaced = replace(state, ground, told) or _unchanged(state, ground, told)
    if replaced is not None:
        return replaced
    fact = _named(state, ground, words)
    if fact is not None:
        return _to(state, ground, fact, words)
    return _by_value(state, ground, words)


def instead(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """「正在筹建」, 「那如果是2020年9月呢」, said to a first 不符合: another value of the answer given last.

    None for anything but the bare value: what is more may be a question.
    """
    said = [part for part in parts(text) if not unknown(part)]  # 是2021年6月吧，具体哪天得问问
    words = _IF.sub(r"\g<value>", said[0] if len(said) == 1 else tidy(text))
    last = next(iter(_latest_first(state, ground)), None)
    if last is None or _bare(words) or any(map(asks, parts(words))):
        return None
    spec = ground.sheet[last.fact]
    if spec.dated and _ONLY_A_DAY.fullmatch(words) and parse_date(words, ground.today) is not None:
        return _to(state, ground, last.fact, words)
    reading = exact_answer(spec, words)
    return replace(state, ground, {last.fact: reading}) if isinstance(reading, Answered | Roughly) else None


def which(state: DialogState, ground: Ground, unknown: int | None = None) -> Heard:
    """Ask which answer is meant, with all of them listed."""
    if not current(state, ground):
        return Heard(state, (WhichToChange(()), *put_again(state, ground)))
    return Heard(state.but(stage="choosing", pending=None, changing=False), (which_answers(state, ground, unknown),))


def chosen(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """The answer to ``which``: a number, or the name of what is to be changed."""
    number = _number(tidy(text))
    if number is not None:
        return change(state, ground, Change(number), text)
    return _by_words(state, ground, tidy(text))


def replace(state: DialogState, ground: Ground, told: Volunteered) -> Heard | None:
    """Put told values in place of the answers so far and go on; None when they change nothing.

    An open question stays open, unless it was put again for this change.
    """
    useful = wanted(state, ground)
    notes = [note(state, ground, fact, reading, "change") for fact, reading in told.items() if fact in useful]
    after, changed, heard = tell(state, ground, [one for one in notes if isinstance(one, Noted)])
    if not changed and not heard:
        return None
    after, moves = proceed(after, ground, heard, None if state.changing else state.pending)
    return Heard(after, (*changed, *moves))


def _unchanged(state: DialogState, ground: Ground, told: Volunteered) -> Heard | None:
    """What was to be changed is so already."""
    known = current(state, ground)
    for fact, reading in told.items():
        result = note(state, ground, fact, reading, "change")
        if isinstance(result, Noted) and fact in known and known[fact].value == result.given.value:
            going, moves = proceed(state, ground, prefer=None if state.changing else state.pending)
            return Heard(going, (Changed(fact, known[fact].value, result.taken), *moves))
    return None


def _by_number(state: DialogState, ground: Ground, number: int, words: str) -> Heard:
    facts = list(current(state, ground))
    if not 1 <= number <= len(facts):
        return which(state, ground, number)
    return _to(state, ground, facts[number - 1], words)


def _to(state: DialogState, ground: Ground, fact: str, words: str) -> Heard:
    """Change ``fact`` to what ``words`` say, or ask its question again where they do not say."""
    reading = read_answer(ground.sheet[fact], words, ground.today) if words else None
    if isinstance(reading, Answered | Roughly):
        told = {fact: reading}
        replaced = replace(state, ground, told) or _unchanged(state, ground, told)
        if replaced is not None:
            return replaced
    state, question = reopen(state, ground, fact, changing=True)
    return Heard(state, (question,))


def _named(state: DialogState, ground: Ground, words: str) -> str | None:
    """The one fact that ``words`` name by a cue, or by some of the words of its short name; answered ones first."""
    line = tidy(words)
    topic = re.split(r"[是为,:成]", line, maxsplit=1)[0].removesuffix("的回答").removesuffix("的")
    answered, useful = list(current(state, ground)), wanted(state, ground)
    cued = named_facts(ground.sheet, line, useful)
    for among in (answered, [fact for fact in ground.sheet if fact in useful]):
        for found in (
            [fact for fact in among if tidy(ground.sheet[fact].short) in line],
            [fact for fact in among if fact in cued],
            [fact for fact in among if len(topic) >= 2 and topic in tidy(ground.sheet[fact].short)],
        ):
            meant = without_twins(ground.sheet, found, useful)
            if len(meant) == 1:
                return meant[0]
    return None


def _by_value(state: DialogState, ground: Ground, words: str) -> Heard | None:
    """「不对，在河北」: the fact of which only the new value is said, the latest answer first."""
    day_of = _one_day(state, ground)
    for given in _latest_first(state, ground):
        fact = given.fact
        if ground.sheet[fact].dated and fact != day_of and parse_date(words, ground.today) is not None:
            continue
        reading = read_answer(ground.sheet[fact], words, ground.today)
        told = reading is not None and not _bare(words)
        if told and isinstance(reading, Answered | Roughly) and reading != Answered(given.value, given.hedged):
            replaced = replace(state, ground, {fact: reading})
            if replaced is not None:
                return replaced
    return None


def _latest_first(state: DialogState, ground: Ground) -> list[Given]:
    """The answers, the one told or changed last before the others."""
    return sorted(current(state, ground).values(), key=lambda given: given.turn)[::-1]


def _one_day(state: DialogState, ground: Ground) -> str | None:
    """The fact a bare date is meant for: the last answer, or the only one that is a day; None: nobody can tell.

    A 没有 or 不清楚 is never turned into a day without being named.
    """
    answers = _latest_first(state, ground)
    days = [given for given in answers if _is_day(ground.sheet[given.fact], given.value)]
    return days[0].fact if len(days) == 1 or days[:1] == answers[:1] != [] else None


def _is_day(spec: FactSpec, value: Value) -> bool:
    return spec.dated and value not in (UNKNOWN, *(choice.value for choice in spec.choices))


def _bare(words: str) -> bool:
    """A number, 是 or 没有 answers any question, so it does not say which one it is meant for."""
    line = plain(tidy(words))
    return whole(line) is not None or YES.fullmatch(line) is not None or NO.fullmatch(line) is not None or unknown(line)


def _number(line: str) -> int | None:
    match = re.fullmatch(rf"第?({NUMERAL})(?:题|个|项)?[.。、]?", line)
    return whole(match[1]) if match else None
