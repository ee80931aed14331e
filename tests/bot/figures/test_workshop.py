"""The workshop: charts are drawn in another process, one after another, and a fault of one is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import psutil
import pytest
from pydantic import BaseModel

from bot.figures import workshop as module
from bot.figures.workshop import Workshop, WorkshopError
from tests.bot.figures.test_drawing import BARS, STACKED


class NoChart(BaseModel):
    kind: str = "pie"


def drawing() -> set[psutil.Process]:
    """The processes of this program's workshops; one that ends while it is looked at is no longer at work."""
    found = set()
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # which a process not yet reaped is, too (ZombieProcess)
            if "bot.figures.at_work" in child.cmdline():
                found.add(child)
    return found


class Watch:
    """Sees this test's workshop alone: a desk that stays open for a whole run of tests keeps one of its own."""

    def __init__(self) -> None:
        self._others = drawing()

    def at_work(self) -> list[psutil.Process]:
        return list(drawing() - self._others)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def workshop(watch: Watch) -> AsyncIterator[Workshop]:
    async with Workshop() as it:
        yield it
    assert watch.at_work() == []


async def test_what_is_asked_for_at_once_is_made_by_one_process(workshop: Workshop, watch: Watch) -> None:
    assert watch.at_work() == [], "nobody has asked for anything yet"
    made = await asyncio.gather(workshop.make("svg", STACKED), workshop.make("svg", BARS))
    assert [b"8/19" in svg for svg in made] == [True, False]
    assert len(watch.at_work()) == 1


async def test_a_fault_is_told_and_the_next_is_made(workshop: Workshop) -> None:
    with pytest.raises(WorkshopError, match="图没有画成"):
        await workshop.make("svg", NoChart())
    assert (await workshop.make("svg", STACKED)).startswith(b"<svg")


async def test_a_process_that_is_killed_is_followed_by_another(workshop: Workshop, watch: Watch) -> None:
    await workshop.make("svg", STACKED)
    (process,) = watch.at_work()
    process.kill()
    assert (await workshop.make("svg", STACKED)).startswith(b"<svg")


async def test_what_takes_too_long_is_given_up(watch: Watch) -> None:
    async with Workshop(longest=0.001) as workshop:
        with pytest.raises(WorkshopError):
            await workshop.make("svg", STACKED)
    assert watch.at_work() == []


async def test_too_many_at_once_are_turned_away(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING", 1)
    first = asyncio.ensure_future(workshop.make("svg", STACKED))
    await asyncio.sleep(0)
    with pytest.raises(WorkshopError, match="太多"):
        await workshop.make("svg", STACKED)
    await first


async def test_with_nothing_to_do_it_goes_home(watch: Watch) -> None:
    async with Workshop(idle=0.01) as workshop:
        await workshop.make("svg", STACKED)
        async with asyncio.timeout(30):
            while watch.at_work():
                await asyncio.sleep(0.02)
        assert (await workshop.make("svg", STACKED)).startswith(b"<svg")


async def test_another_workshop_of_the_same_program_is_not_this_ones(watch: Watch) -> None:
    async with Workshop() as other:
        await other.make("svg", STACKED)
        assert len(watch.at_work()) == 1
        assert Watch().at_work() == []
