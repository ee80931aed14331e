"""Other business: what people ask this bot although another office, scheme or trade answers it.

Its words are rare in a notice's entries, so that the rest of the question (怎么报, 什么时候) would find an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.faq import FaqEntry, FaqKind
from knowledge.matching import Ranking
from knowledge.normalise import normalise
from knowledge.phrases import any_of

_DECLINES = frozenset({FaqKind.silent, FaqKind.off_subject})


class Elsewhere:
    """Knows words of other business and the entry that declines each."""

    def __init__(self, words: Mapping[str, Sequence[str]], entries: Sequence[FaqEntry]) -> None:
        """``words`` by the id of the entry that declines them; ids that no entry has are passed over."""
        by_id = {entry.id: entry for entry in entries}
        self._declined_by = {
            normalise(word): by_id[name] for name, group in words.items() if name in by_id for word in group
        }
        self._words = any_of(self._declined_by)

    def instead_of(self, ranking: Ranking, text: str) -> FaqEntry | None:
        """The entry that declines what ``text`` asks, where the ranking's first never speaks of it; else None."""
        words = self._words.findall(text)
        if not words or not ranking.matches or ranking.sure == 1.0:
            return None
        best = ranking.matches[0].entry
        if best.kind in _DECLINES:
            return None
        said = normalise("。".join(best.wordings))
        return next((self._declined_by[word] for word in words if word not in said), None)
