"""A trade nobody listed, by the names of the standard's classes: 眼镜厂 is not in the table, 眼镜制造 is a class."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.normalise import normalise
from knowledge.phrases import any_of
from knowledge.tokens import Tokenizer
from knowledge.trades.standard import Standard, within
from knowledge.trades.table import Trade, TradeTable
from knowledge.words import Words

FEW, MOST = 3, 12
SHORTEST, LONGEST = 2, 8
# Share of a name's characters that a trade of four and more must have, where no name holds it whole.
ALIKE = 80
FUZZY_FROM = 4
ENDINGS = 64
RECENT = 16

# Endings of a phrase (做玩具的) rather than of a name.
WEAK = ("的", "业", "行业", "")

_BEGINS = re.compile(
    r"^(?:要是|如果|假如|万一|那|我司|本司|敝司|我们|咱们|俺们|我|咱|俺|是|一家|一个|就是|属于|做|搞|干|开|办|生产|制造|经营|从事|专门|主要|主营|的|本)+"
)
_HAN = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """A business as it was put: its name (扣子厂), what it deals with (扣子), and how the name ends (厂)."""

    word: str
    core: str
    ending: str


class Guesser:
    """Guesses trades. Never changes once built."""

    def __init__(self, table: TradeTable, standard: Standard, words: Words, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._allowed = lru_cache(maxsize=ENDINGS)(self._begin_with)
        self._recent = lru_cache(maxsize=RECENT)(self._shape)
        self._names = {code: each.name for code, each in standard.items() if code.isdecimal()}
        self._endings = dict(sorted(table.endings.items(), key=lambda ending: -len(ending[0])))
        courtesies = (*words.noise, *(name for group in words.pilots.values() for name in group.names))
        self._courtesies = any_of(map(normalise, courtesies))
        around = [word for word in table.around if word not in table.endings]
        self._after = re.compile(f"(?:{any_of(map(normalise, around)).pattern}|[\\W_])+$")
        self._vague = frozenset(table.vague)

    def shape(self, text: str) -> Shape | None:
        """The name of a business a text tells or asks of, by how it is put; None where it is put otherwise."""
        return self._recent(text)

    def _shape(self, text: str) -> Shape | None:
        said = self._after.sub("", self._courtesies.sub(" ", normalise(text))).strip()
        begun = _BEGINS.sub("", said)
        ending = next((end for end in self._endings if begun.endswith(end)), "")
        core = begun.removesuffix(ending).rstrip("的")
        if (begun == said and not ending) or core in self._vague:
            return None
        if not (SHORTEST <= len(core) <= LONGEST and _HAN.fullmatch(core)):
            return None
        return Shape(core if ending in WEAK else core + ending, core, ending)

    def guess(self, shape: Shape) -> Trade | None:
        """The classes it may be; None where no name is near, or too many are."""
        codes = self._near(shape.core, self._endings.get(shape.ending, ("",)))
        return Trade(words=(shape.word,), codes=codes) if codes else None

    def _begin_with(self, allowed: tuple[str, ...]) -> Mapping[str, str]:
        return {code: name for code, name in self._names.items() if code.startswith(allowed)}

    def _near(self, core: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """The classes whose names hold the core, else all its words, else most of its characters."""
        names = self._allowed(allowed)
        words = [word for word in self._tokenizer.words(core) if len(word) > 1 and word not in self._vague]
        telling = words if sum(map(len, words)) >= len(core) / 2 else []
        tries: tuple[Callable[[], list[str]], ...] = (
            lambda: [code for code, name in names.items() if core in name],
            lambda: _with_all(telling, names),
            lambda: _alike(core, names) if len(core) >= FUZZY_FROM else [],
        )
        for held in tries:
            found = _topmost(held())
            if found:
                return _few(sorted(found, key=lambda code: (not names[code].startswith(core), len(names[code]))))
        return ()


def _with_all(words: list[str], names: Mapping[str, str]) -> list[str]:
    """None of the names has no words: where there are none to look for, none is meant."""
    if not words:
        return []
    first, *others = words
    return [code for code, name in names.items() if first in name and all(word in name for word in others)]


def _alike(core: str, names: Mapping[str, str]) -> list[str]:
    near = process.extract(core, names, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=None)
    return [code for _name, _score, code in near]


def _topmost(codes: list[str]) -> list[str]:
    """Without classes that belong to another of them."""
    return [code for code in codes if not any(within(code, above) for above in codes if above != code)]


def _few(codes: list[str]) -> tuple[str, ...]:
    """All where they are few, else the group or division they share; none where they are spread over too many."""
    for length in (3, 2):
        shared = {code[:length] for code in codes}
        if len(codes) > FEW and len(shared) == 1 and all(len(code) >= length for code in codes):
            return tuple(shared)
    return tuple(codes) if len(codes) <= MOST else ()
