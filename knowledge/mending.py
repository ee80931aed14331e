"""Slips of typing put right before a question is read: characters of the same sound (申抱), pinyin (shenbao).

Known is what people write in the wordings of a notice's entries; what they never write, but say, is taken for a slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import log

from knowledge.lexicon import Lexicon
from knowledge.slips import FREQUENT, LONGEST_WORD, Written, blurred, sounding
from knowledge.sounds import syllables
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import PAIR, bare

# 不急 is no slip for 捕集, and 油是 none for 优势.
_GRAMMAR = frozenset("不没别是的了我你他她们")
_LETTERS = re.compile(r"[a-zü]+(?:[ '][a-zü]+)*")
_CHINESE = re.compile(r"[一-鿿]+")
# 那天 is often meant for 哪天, where nothing else in the text asks.
_WHICH = re.compile("(?<=[是在到往寄送交给])那(?=[天日里儿些位家个])")
_ASKS = re.compile(r"[吗呢么哪谁啥几咋怎]|什么|多少|多久|如何|(.)[不没]\1|有没有|是否|能否")


class Mender:
    """Knows the words and pairs of characters of a lexicon, by sound. Never changes once built."""

    def __init__(self, known: Lexicon, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._written, self._exact = known.postings, known.exact
        self._latin = frozenset(term[2:] for term in known.postings if term.startswith("w:") and term[2:].isascii())
        self._slips = known.slips

    def mend(self, said: str) -> str:
        """``said``, normalised, with slips put right; none are in the very words of an entry."""
        if bare(said) in self._exact:
            return said
        if not _ASKS.search(said):
            said = _WHICH.sub("哪", said)
        return self._from_sounds(_LETTERS.sub(lambda typed: self._from_pinyin(typed[0]), said))

    def _from_sounds(self, said: str) -> str:
        strange = [place for place in range(len(said) - 1) if self._is_strange(said, place)]
        whole = self._in_words(said) if strange else set()
        for place in strange:
            if not whole.isdisjoint((place, place + 1)) or not _GRAMMAR.isdisjoint(said[place : place + PAIR]):
                continue
            if not self._is_strange(said, place):
                continue  # its neighbour was put right
            said = self._put_right(said, place, self._exactly) or self._put_right(said, place, self._nearly) or said
        return said

    def _in_words(self, said: str) -> set[int]:
        """The places of characters that stand in a word of the dictionary: no slip, however strange its neighbour."""
        found: set[int] = set()
        start = 0
        for word in self._tokenizer.words(said):
            start = said.index(word, start)
            if len(word) >= PAIR and self._tokenizer.knows(word):
                found.update(range(start, start + len(word)))
            start += len(word)
        return found

    def _is_strange(self, said: str, place: int) -> bool:
        """Whether nobody writes these two characters together, and they are not merely where two words meet."""
        pair = said[place : place + PAIR]
        if self._is_written(pair) or not _CHINESE.fullmatch(pair):
            return False
        before, after = said[max(0, place - 1) : place + 1], said[place + 1 : place + 1 + PAIR]
        return not (self._is_written(before) and self._is_written(after))

    def _is_written(self, pair: str) -> bool:
        return len(pair) == PAIR and pair in self._written

    def _put_right(self, said: str, place: int, meant_by: Callable[[str], str]) -> str:
        """``said`` with the words around the strange pair at ``place`` as they were meant; empty if none is known."""
        mended = said
        for length in range(LONGEST_WORD, PAIR - 1, -1):
            for start in range(max(0, place + PAIR - length), min(place, len(mended) - length) + 1):
                meant = meant_by(mended[start : start + length])
                if meant:
                    mended = mended[:start] + meant + mended[start + length :]
        return mended if mended != said else ""

    def _exactly(self, written: str) -> str:
        return _other(written, self._slips.words.get(sounding(written)))

    def _nearly(self, written: str) -> str:
        return _other(written, self._slips.blurred.get(sounding(written, blurred)))

    def _from_pinyin(self, typed: str) -> str:
        """Typed pinyin in the likeliest Chinese; anything else as it is."""
        typed_words = re.split("[ ']", typed)
        heard = [syllables(letters) for letters in typed_words]
        sounds = [sound for word in heard for sound in word]
        if not all(heard) or len(sounds) < PAIR or self._latin.issuperset(typed_words):
            return typed
        whole = _whole_words(heard)
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(sounds) + 1):
            _, character = _written(self._slips.characters.get(sounds[end - 1]))
            ways = [(best[end - 1][0], best[end - 1][1] + character)]
            for start in range(max(0, end - LONGEST_WORD), end - 1):
                if len(set(whole[start:end])) > 1:
                    continue  # dianziban fa is 电子版 发, not 电子 办法
                times, word = _written(self._slips.words.get(" ".join(sounds[start:end])))
                if word:
                    ways.append((best[start][0] + len(word) ** 2 + log(times), best[start][1] + word))
            best.append(max(ways))
        return best[-1][1]


def _other(written: str, found: Written | None) -> str:
    """The word people often write that sounds so, where it is another one; else empty."""
    times, word = _written(found)
    return word if times >= FREQUENT and word != written else ""


def _whole_words(heard: Sequence[Sequence[str]]) -> list[int | None]:
    """For each syllable the place of the typed word it stands in; None where each syllable was typed by itself."""
    return [place if len(word) > 1 else None for place, word in enumerate(heard) for _ in word]


def _written(found: Written | None) -> tuple[int, str]:
    """How often and what; nothing, never, where nothing sounds so."""
    return (int(found[0]), str(found[1])) if found else (0, "")
