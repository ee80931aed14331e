"""Putting the log's questions into groups, in small steps, so that talks go on meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.question_intake import Intake, Kept, Logged, New, Question, ungrouped_lookups, ungrouped_turns
from bot.memory.question_regrouping import rearrange
from bot.notices import Notice, Notices
from bot.questions.asking import STEPS, ending_of, sure_matter, wording_of
from knowledge.grouping import COMPARED, Grouping, Wording, in_order

T = TypeVar("T")
R = TypeVar("R")

Breath = Callable[[int], Awaitable[None]]
"""Called after each step with the questions grouped so far; what it raises ends the work, to be gone on with later."""

# Seconds of work in one go, and how many times as long it then rests. The work is done between two turns of the loop,
# and not in a thread beside it: two threads that only compute keep the interpreter from each other for 5 ms at every
# change, several times in each answer (at 150 messages a second their median rose from 20 to 120 ms).
STEP = 0.003
REST = 9
_READ = 500  # wordings read from the database in one go


async def no_breath(_so_far: int) -> None:
    """Nobody is told."""


class Grouper:
    """Groups what is not grouped yet. Holds in memory what wordings are compared with; for one task at a time.

    ``notices`` are asked for anew at each step. ``gentle``: rests after each step, REST times as long as it took.
    """

    def __init__(self, engine: AsyncEngine, notices: Callable[[], Notices], *, gentle: bool = True) -> None:
        self._engine = engine
        self._notices = notices
        self._gentle = gentle
        self._intake = Intake(engine)
        self._grouping = Grouping()
        self._up_to_date = False
        self._breath: Breath = no_breath
        self._done = 0

    async def go_on(self, now: datetime, breath: Breath = no_breath) -> int:
        """Group all that has been logged since; how many questions there were.

        Raises SQLAlchemyError or OSError when the database is at fault; what was grouped until then stays grouped.
        """
        self._up_to_date, self._breath, self._done = False, breath, 0
        async for turns, turns_to in ungrouped_turns(self._engine, STEPS):
            await self._group(turns, now, turns_to=turns_to)
        async for looked_up, lookups_to in ungrouped_lookups(self._engine, STEPS, now):
            await self._group(looked_up, now, lookups_to=lookups_to)
        await self._intake.looked(now)
        return self._done

    async def wanted_anew(self) -> bool:
        """Whether somebody asked for ``regroup``."""
        return await self._intake.wanted_anew()

    async def regroup(self, now: datetime, breath: Breath = no_breath) -> int:
        """Group anew all that nobody decided by hand, the most asked first; how many wordings there were.

        Raises SQLAlchemyError or OSError when the database is at fault; then everything is as it was.
        """
        self._breath, self._done = breath, 0
        notice = next(iter(self._notices().values()))
        places, decided = await self._intake.places(), await self._intake.decided()
        asked = await self._intake.times_asked()
        wordings: list[Wording] = []
        async for kept in self._words(sorted(places)):
            wordings += await self._each(kept, lambda one: _known(one, asked.get(one.key, 0), notice))
            self._done = len(wordings)
        grouping = Grouping()
        ranked = in_order(wordings)
        for wording in ranked:
            if places[wording.key] in decided:
                grouping.put(wording, places[wording.key])
        free = [wording for wording in ranked if places[wording.key] not in decided]
        await rearrange(self._engine, await self._each(free, lambda wording: _put(grouping, wording)), now)
        self._grouping = Grouping()
        return len(wordings)

    async def _group(
        self,
        logged: Sequence[Logged],
        now: datetime,
        *,
        turns_to: datetime | None = None,
        lookups_to: int | None = None,
    ) -> None:
        notice = next(iter(self._notices().values()))
        texts = await self._each(logged, lambda one: wording_of(one.text, one.matter, notice))
        asked = [(one, text) for one, text in zip(logged, texts, strict=True) if text]
        known = await self._intake.known({text for _, text in asked})
        unknown: dict[str, Logged] = {}
        for one, text in asked:
            if text not in known:
                unknown.setdefault(text, one)
        # What was put there and is not kept after all must not stay there: until it is kept, there is nothing.
        grouping, self._grouping = self._grouping, Grouping()
        new = await self._placed(unknown, grouping, notice) if unknown else []
        known |= {wording.text: wording.key for wording in new}
        told = [
            Question(one, known[text], text, one.outcome and ending_of(one.outcome, one.matter, notice))
            for one, text in asked
        ]
        groups = await self._intake.keep(new, told, now, turns_to=turns_to, lookups_to=lookups_to)
        for wording in new:
            grouping.put(Wording(wording.key, wording.text, None), groups[wording.key])
        self._grouping = grouping
        self._done += len(asked)

    async def _placed(self, texts: Mapping[str, Logged], grouping: Grouping, notice: Notice) -> list[New]:
        """New wordings, each beside the one it is most like."""
        if not self._up_to_date:
            await self._bring_up_to_date(grouping, notice)
            self._up_to_date = True
        first = await self._intake.next_key()

        def place(new: tuple[int, tuple[str, Logged]]) -> New:
            key, (text, one) = new
            matter = sure_matter(one.matter, one.confidence, notice)
            return _put(grouping, Wording(key, text, notice.answerer.traits(text), matter))

        return await self._each(enumerate(texts.items(), first), place)

    async def _bring_up_to_date(self, grouping: Grouping, notice: Notice) -> None:
        """Somebody may have split or merged groups; words may be gone; another process may have gone on."""
        places = await self._intake.places()
        for key in set(grouping) - places.keys():
            grouping.drop(key)
        changed = sorted(key for key, group in places.items() if key not in grouping or grouping[key] != group)
        async for kept in self._words(changed):
            await self._each(kept, lambda one: _take(grouping, one, notice))

    async def _words(self, keys: Sequence[int]) -> AsyncIterator[list[Kept]]:
        for start in range(0, len(keys), _READ):
            yield await self._intake.words(keys[start : start + _READ])

    async def _each(self, things: Iterable[T], does: Callable[[T], R]) -> list[R]:
        """``does`` for each, a little at a time: talks go on meanwhile."""
        results: list[R] = []
        began = time.monotonic()
        for thing in things:
            results.append(does(thing))
            if (took := time.monotonic() - began) < STEP:
                continue
            await self._breath(self._done)
            await asyncio.sleep(REST * took if self._gentle else 0)
            began = time.monotonic()
        await self._breath(self._done)
        return results


def _put(grouping: Grouping, wording: Wording) -> New:
    place = grouping.place(wording)
    grouping.put(wording, place.group if place else -wording.key)
    if place is None:
        return New(wording.key, wording.text, wording.matter, None, None, None)
    return New(wording.key, wording.text, wording.matter, place.near, place.score, place.reason.value)


def _known(kept: Kept, asked: int, notice: Notice) -> Wording:
    return Wording(kept.key, kept.text, notice.answerer.traits(kept.text), sure_matter(kept.matter, 1.0, notice), asked)


def _take(grouping: Grouping, kept: Kept, notice: Notice) -> None:
    """Only the first ones of a group are ever compared with, so only these need their traits."""
    traits = notice.answerer.traits(kept.text) if grouping.size(kept.group) < COMPARED else None
    grouping.put(Wording(kept.key, kept.text, traits, kept.matter), kept.group)
