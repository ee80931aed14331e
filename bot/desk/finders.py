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
            last = self._last
            if last is None or last.notice is not notice:
                # An answer withdrawn or published leaves the clauses as they are, and their index takes a second.
                same = last.clauses if last is not None and last.clauses.source is notice.clauses else None
                self._last = last = Finder(notice, same)
            return last
