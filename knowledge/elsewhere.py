"""Other business: what people ask this bot although another office, scheme or trade answers it.

Its words are rare in a notice's entries, so that the rest of the question (怎么报, 什么时候) would find an answer.
A near subject is harder: 充电桩 is the notice's own word and so is 补贴, yet 充电桩补贴怎么领 is none of its business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy

from knowledge.faq import FaqEntry, FaqKind
from knowledge.matching import Ranking
from knowledge.normalise import normalise
from knowledge.phrases import any_of
from knowledge.words import Asking, Beside

_DECLINES = frozenset({FaqKind.silent, FaqKind.off_subject})
# A longer text tells a case of the asker's own, in which words meet by chance.
SHORT = 30
# Where one of these stands between words, two things may be asked, and the entry may answer one.
_SEVERAL = re.compile(r"\w[\s，,。；;？?！!、]+\w")


class Elsewhere:
    """Knows words of other business, what is asked beside the notice, and the entry that declines each."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        entries: Sequence[FaqEntry],
        beside: Sequence[Beside] = (),
        ours: Sequence[str] = (),
        asking: Sequence[Asking] = (),
    ) -> None:
        """``words`` by the id of the entry that declines them; ids that no entry has are passed over.

        ``ours``: words by which a question is about the notice after all, whatever ``beside`` and ``asking`` say.
        """
        self._groups = {name: [normalise(word) for word in group] for name, group in words.items()}
        self._beside = [_Pattern(rule) for rule in beside]
        self._ours = any_of(map(normalise, ours))
        self._asking = [(any_of(map(normalise, rule.words)), rule.entry) for rule in asking]
        self._known: dict[str, tuple[FaqEntry, frozenset[int]]] = {}
        self._learn(entries)

    def with_entries(self, entries: Sequence[FaqEntry]) -> Elsewhere:
        """The same for other entries; what is known of those that are the same is kept."""
        other = copy(self)
        other._known = dict(self._known)
        other._learn(entries)
        return other

    def _learn(self, entries: Sequence[FaqEntry]) -> None:
        by_id = {entry.id: entry for entry in entries}
        self._declined_by = {
            word: by_id[name] for name, group in self._groups.items() if name in by_id for word in group
        }
        self._words = any_of(self._declined_by)
        self._by_id = by_id

    def instead_of(self, ranking: Ranking, text: str) -> FaqEntry | None:
        """The entry that declines what ``text`` asks, where the ranking's first does not answer it; else None."""
        if not ranking.matches or ranking.sure == 1.0:
            return None
        best = ranking.matches[0].entry
        near = self._near(text)
        if near is not None or best.kind in _DECLINES:
            return near
        return self._foreign(best, text) or self._unanswered(best, text)

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
        declining = (self._by_id.get(pattern.entry) for pattern in self._beside if pattern.fits(text))
        return next((entry for entry in declining if entry is not None), None)

    def _unanswered(self, best: FaqEntry, text: str) -> FaqEntry | None:
        """By what is asked for, where nobody ever asked the nearest entry for it: 充电桩几点开 is not 充电桩算不算."""
        if best.kind is not FaqKind.answer or len(text) > SHORT or _SEVERAL.search(text) or self._ours.search(text):
            return None
        asked = [
            place for place, (words, name) in enumerate(self._asking) if name in self._by_id and words.search(text)
        ]
        if not asked or not self._answered(best).isdisjoint(asked):
            return None
        return self._by_id[self._asking[asked[0]][1]]

    def warm(self) -> None:
        """Learn now of every entry what people ask it for, instead of when it is first the nearest."""
        for entry in self._by_id.values():
            self._answered(entry)

    def _answered(self, entry: FaqEntry) -> frozenset[int]:
        """Places in ``asking`` of what people ask this entry for."""
        known = self._known.get(entry.id)
        if known is None or known[0] is not entry:
            said = normalise("。".join((entry.matter, *entry.wordings)))
            known = entry, frozenset(place for place, (words, _) in enumerate(self._asking) if words.search(said))
            self._known[entry.id] = known
        return known[1]


class _Pattern:
    """One rule of what is asked beside the notice, ready for use."""

    def __init__(self, rule: Beside) -> None:
        self.entry = rule.entry
        self._about, self._asks, self._unless = (
            any_of(map(normalise, words)) for words in (rule.about, rule.asks, rule.unless)
        )

    def fits(self, text: str) -> bool:
        return bool(self._about.search(text) and self._asks.search(text)) and not self._unless.search(text)
