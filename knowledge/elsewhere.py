"""Other business: what people ask this bot although another office, scheme or trade answers it.

Its words are rare in a notice's entries, so that the rest of the question (怎么报, 什么时候) would find an answer.
A near subject is harder: 充电桩 is the notice's own word and so is 补贴, yet 充电桩补贴怎么领 is none of its business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.faq import FaqEntry, FaqKind
from knowledge.matching import Ranking
from knowledge.normalise import normalise
from knowledge.phrases import any_of
from knowledge.words import Beside

_DECLINES = frozenset({FaqKind.silent, FaqKind.off_subject})
# A longer text tells a case of the asker's own, in which words meet by chance.
SHORT = 30


class Elsewhere:
    """Knows words of other business, what is asked beside the notice, and the entry that declines each."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        entries: Sequence[FaqEntry],
        beside: Sequence[Beside] = (),
        ours: Sequence[str] = (),
    ) -> None:
        """``words`` by the id of the entry that declines them; ids that no entry has are passed over.

        ``ours``: words by which a question is about the notice after all, whatever ``beside`` says.
        """
        by_id = {entry.id: entry for entry in entries}
        self._declined_by = {
            normalise(word): by_id[name] for name, group in words.items() if name in by_id for word in group
        }
        self._words = any_of(self._declined_by)
        self._beside = [_Pattern(rule, by_id[rule.entry]) for rule in beside if rule.entry in by_id]
        self._ours = any_of(map(normalise, ours))

    def instead_of(self, ranking: Ranking, text: str) -> FaqEntry | None:
        """The entry that declines what ``text`` asks, where the ranking's first does not answer it; else None."""
        if not ranking.matches or ranking.sure == 1.0:
            return None
        best = ranking.matches[0].entry
        near = self._near(text)
        if near is not None or best.kind in _DECLINES:
            return near
        return self._foreign(best, text)

    def _foreign(self, best: FaqEntry, text: str) -> FaqEntry | None:
        """By a word of other business that the nearest entry never uses."""
        words = self._words.findall(text)
        if not words:
            return None
        said = normalise("。".join(best.wordings))
        return next((self._declined_by[word] for word in words if word not in said), None)

    def _near(self, text: str) -> FaqEntry | None:
        """By a subject and what is asked of it together, whatever the nearest entry says of the subject."""
        if len(text) > SHORT or self._ours.search(text):
            return None
        return next((pattern.entry for pattern in self._beside if pattern.fits(text)), None)


class _Pattern:
    """One rule of what is asked beside the notice, ready for use."""

    def __init__(self, rule: Beside, entry: FaqEntry) -> None:
        self.entry = entry
        self._about, self._asks, self._unless = (
            any_of(map(normalise, words)) for words in (rule.about, rule.asks, rule.unless)
        )

    def fits(self, text: str) -> bool:
        return bool(self._about.search(text) and self._asks.search(text)) and not self._unless.search(text)
