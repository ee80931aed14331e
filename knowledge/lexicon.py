"""What is known of a notice's entries before any question comes: each term's weight, where it stands, how it sounds.

Counting and weighing takes seconds; the result is plain data, which a caller may keep and hand in again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from knowledge.faq import FaqEntry
from knowledge.postings import Postings
from knowledge.slips import Slips, slips
from knowledge.vocabulary import Terms, Vocabulary, count, count_entry

CHARACTER_WEIGHT = 0.5
GROUP_WEIGHT = 1.3
# Terms with a smaller idf stand in more than half of the entries: they take a third of the time and tell nothing.
TELLING = 0.9

# In so small a share of an entry's wordings a term is met by chance; ten times it count for as much more as a hundred.
BY_CHANCE = 0.002
# 交什么材料 lacks 再次, which nearly everybody says who asks about applying again.
MISSING = 0.05
NEARLY_ALL = 0.95
DIGITS = 4  # of a share; more only make the kept file longer

VERSION = 7
"""Goes up whenever the same entries would be counted or weighed otherwise."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``exact``: which entry has these very words. ``unseen``: the weight of a term nobody wrote.

    ``missed``: by place, what speaks against an entry in a question that has none of its terms, which each term's share
    takes back.
    """

    exact: Mapping[str, int]
    postings: Postings
    unseen: float
    missed: Sequence[float]
    slips: Slips


def lexicon(entries: Sequence[FaqEntry], terms: Terms) -> Lexicon:
    """The lexicon of these entries; takes seconds for ten thousand wordings."""
    return weighed(count(entries, lambda entry: count_entry(entry, terms)))


def weighed(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of counted words."""
    idf, unseen = _idf(vocabulary.counts)
    places: dict[str, list[int]] = {term: [] for term, weight in idf.items() if not is_common(term, weight)}
    shares: dict[str, list[float]] = {term: [] for term in places}
    missed: list[float] = []
    for place, (counted, size) in enumerate(zip(vocabulary.counts, vocabulary.sizes, strict=True)):
        # An entry has hundreds of terms, which stand in few different numbers of its wordings.
        told = {times: _told(times / size) for times in set(counted.values())}
        missing = 0.0
        for term, times in counted.items():
            if term in places:
                speaks, lacking = told[times]
                places[term].append(place)
                shares[term].append(speaks)
                missing += idf[term] * lacking
        missed.append(round(missing, DIGITS))
    postings = Postings(
        idf,
        idf.values(),
        (len(places.get(term, ())) for term in idf),
        chain.from_iterable(places.values()),
        chain.from_iterable(shares.values()),
    )
    return Lexicon(vocabulary.exact, postings, unseen, missed, slips(vocabulary.counts))


def _told(share: float) -> tuple[float, float]:
    """How much a term in this ``share`` of an entry's wordings speaks for it, and how much lacking it against it."""
    missing = _missing(share)
    return round(_belonging(share) + missing, DIGITS), missing


def _belonging(share: float) -> float:
    """How much a term belongs to an entry that has it in this ``share`` of its wordings.

    The logarithm of how much likelier it is than chance, as in naive Bayes; an entry's other words do not weaken it.
    """
    return log(1 + share / BY_CHANCE) / log(1 + 1 / BY_CHANCE)


def _missing(share: float) -> float:
    """How much it speaks against an entry that a question lacks a term in this ``share`` of its wordings."""
    return -MISSING * log(1 - min(share, NEARLY_ALL))


def is_common(term: str, weight: float) -> bool:
    """Whether a term of this weight stands in so many entries that it tells nothing."""
    return weight < TELLING * kind_weight(term)


def kind_weight(term: str) -> float:
    """A character says less than a word, a group of synonyms more."""
    if len(term) == 1:
        return CHARACTER_WEIGHT
    return GROUP_WEIGHT if term.startswith("c:") else 1.0


def _idf(counts: Sequence[Mapping[str, int]]) -> tuple[dict[str, float], float]:
    """Each term's weight (a term is telling when few entries use it), and that of a term none uses.

    A term met once in an entry's many wordings may be there by chance, so it counts as half a holder, met twice as
    two thirds: with twice the wordings, plain counting made every word look common.
    """
    size = len(counts)
    holders: defaultdict[str, float] = defaultdict(float)
    for counted in counts:
        for term, times in counted.items():
            holders[term] += times / (times + 1)
    weights = {term: log(1 + (size - n + 0.5) / (n + 0.5)) * kind_weight(term) for term, n in holders.items()}
    return weights, log(1 + (size + 0.5) / 0.5)
