"""The finder of the notice in force: built once, again when content is swapped, shared by all who look up."""

from __future__ import annotations

from threading import Lock

from bot.desk.lookup import Finder
from bot.notices import Notice


class Finders:
    """Keeps the last finder built. ``of`` may be called from any thread; whoever comes second waits for the first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Finder | None = None

    def of(self, notice: Notice) -> Finder:
        with self._lock:
            if self._last is None or self._last.notice is not notice:
                self._last = Finder(notice)
            return self._last
