"""What is known of a notice's entries before any question comes: each term's weight, where it stands, how it sounds.

Counting and weighing takes seconds; the result is plain data, which a caller may keep and hand in again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from knowledge.faq import FaqEntry
from knowledge.slips import Slips, slips
from knowledge.vocabulary import Terms, Vocabulary, count, count_entry

CHARACTER_WEIGHT = 0.5
GROUP_WEIGHT = 1.3
# Terms with a smaller idf stand in more than half of the entries: they take a third of the time and tell nothing.
TELLING = 0.9

DIGITS = 6  # of a share; more only make the kept file longer

VERSION = 3
"""Goes up whenever the same entries would be counted or weighed otherwise."""

Postings = tuple[Sequence[int], Sequence[float]]
"""The places of the entries that hold a term, ascending, and its share of each one's length."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of it could be JSON.

    ``exact``: which entry has these very words. ``idf``: each term's weight, ``unseen`` that of a term nobody wrote.
    ``postings``: by term, without those that stand nearly everywhere.
    """

    exact: Mapping[str, int]
    idf: Mapping[str, float]
    unseen: float
    postings: Mapping[str, Postings]
    slips: Slips


def lexicon(entries: Sequence[FaqEntry], terms: Terms) -> Lexicon:
    """The lexicon of these entries; takes seconds for ten thousand wordings."""
    return weighed(count(entries, lambda entry: count_entry(entry, terms)))


def weighed(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of counted words."""
    idf, unseen = _idf(vocabulary.counts)
    postings: dict[str, tuple[list[int], list[float]]] = {}
    for place, counted in enumerate(vocabulary.counts):
        weights = {term: (1 + log(n)) * idf[term] for term, n in counted.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        for term, weight in weights.items():
            if not is_common(term, idf):
                places, shares = postings.setdefault(term, ([], []))
                places.append(place)
                shares.append(round(weight / length, DIGITS))
    return Lexicon(vocabulary.exact, idf, unseen, postings, slips(vocabulary.counts))


def is_common(term: str, idf: Mapping[str, float]) -> bool:
    """Whether a term of the lexicon stands in so many entries that it tells nothing."""
    return idf[term] < TELLING * kind_weight(term)


def kind_weight(term: str) -> float:
    """A character says less than a word, a group of synonyms more."""
    if len(term) == 1:
        return CHARACTER_WEIGHT
    return GROUP_WEIGHT if term.startswith("c:") else 1.0


def _idf(counts: Sequence[Mapping[str, int]]) -> tuple[dict[str, float], float]:
    """Each term's weight (a term is telling when few entries use it), and that of a term none uses."""
    size = len(counts)
    holders = Counter(term for counted in counts for term in counted)
    weights = {term: log(1 + (size - n + 0.5) / (n + 0.5)) * kind_weight(term) for term, n in holders.items()}
    return weights, log(1 + (size + 0.5) / 0.5)
