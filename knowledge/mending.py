"""Slips of typing put right before a question is read: characters of the same sound (申抱), pinyin (shenbao).

Known is what people write in the wordings of a notice's entries; what they never write, but say, is taken for a slip.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log

from knowledge.sounds import syllable, syllables
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import PAIR, Vocabulary

# A word is put in the place of another only when people write it so often.
FREQUENT = 8
LONGEST_WORD = 4
_LETTERS = re.compile(r"[a-zü]+(?:[ '][a-zü]+)*")
_CHINESE = re.compile(r"[一-鿿]+")
_FLAT = re.compile("^([zcs])h")
# 那天 is often meant for 哪天, where nothing else in the text asks.
_WHICH = re.compile("(?<=[是在到往寄送交给])那(?=[天日里儿些位家个])")
_ASKS = re.compile(r"[吗呢么哪谁啥几咋怎]|什么|多少|多久|如何|(.)[不没]\1|有没有|是否|能否")


class Mender:
    """Knows the words and pairs of characters of a vocabulary, by sound. Never changes once built."""

    def __init__(self, vocabulary: Vocabulary, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        counts: Counter[str] = Counter()
        for counted in vocabulary.counts:
            counts.update(counted)
        self._pairs = frozenset(term for term in counts if len(term) == PAIR)
        self._latin = frozenset(term[2:] for term in counts if term.startswith("w:") and term[2:].isascii())
        self._words: dict[tuple[str, ...], tuple[int, str]] = {}
        self._blurred: dict[tuple[str, ...], tuple[int, str]] = {}
        self._characters: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
        for term, count in counts.items():
            word = term[2:] if term.startswith("w:") else term
            if len(term) == 1 and (sound := syllable(term)):
                self._characters[sound] = max(self._characters[sound], (count, term))
            elif word is not term and PAIR <= len(word) <= LONGEST_WORD and _CHINESE.fullmatch(word):
                sounds = tuple(map(syllable, word))
                self._words[sounds] = max(self._words.get(sounds, (0, "")), (count, word))
                blurred = tuple(map(_blurred, sounds))
                self._blurred[blurred] = max(self._blurred.get(blurred, (0, "")), (count, word))

    def mend(self, said: str) -> str:
        """``said``, normalised, with slips put right."""
        if not _ASKS.search(said):
            said = _WHICH.sub("哪", said)
        return self._from_sounds(_LETTERS.sub(lambda typed: self._from_pinyin(typed[0]), said))

    def _from_sounds(self, said: str) -> str:
        strange = [place for place in range(len(said) - 1) if self._is_strange(said, place)]
        whole = self._in_words(said) if strange else set()
        for place in strange:
            if not whole.isdisjoint((place, place + 1)):
                continue
            for length in range(LONGEST_WORD, PAIR - 1, -1):
                for start in range(max(0, place + PAIR - length), min(place, len(said) - length) + 1):
                    meant = self._meant(said[start : start + length])
                    if meant:
                        said = said[:start] + meant + said[start + length :]
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
        if said[place : place + PAIR] in self._pairs or not _CHINESE.fullmatch(said[place : place + PAIR]):
            return False
        before, after = said[max(0, place - 1) : place + 1], said[place + 1 : place + 1 + PAIR]
        return not (before in self._pairs and after in self._pairs)

    def _meant(self, written: str) -> str:
        sounds = tuple(map(syllable, written))
        for words, heard in ((self._words, sounds), (self._blurred, tuple(map(_blurred, sounds)))):
            count, word = words.get(heard, (0, ""))
            if count >= FREQUENT and word != written:
                return word
        return ""

    def _from_pinyin(self, typed: str) -> str:
        """Typed pinyin in the likeliest Chinese; anything else as it is."""
        sounds: list[str] = []
        for letters in re.split("[ ']", typed):
            if letters in self._latin:
                return typed
            heard = syllables(letters)
            if not heard:
                return typed
            sounds += heard
        if len(sounds) < PAIR:
            return typed
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(sounds) + 1):
            count, character = self._characters[sounds[end - 1]]
            ways = [(best[end - 1][0], best[end - 1][1] + character)]
            for start in range(max(0, end - LONGEST_WORD), end - 1):
                count, word = self._words.get(tuple(sounds[start:end]), (0, ""))
                if word:
                    ways.append((best[start][0] + len(word) ** 2 + log(count), best[start][1] + word))
            best.append(max(ways))
        return best[-1][1]


def _blurred(sound: str) -> str:
    """A syllable as many say it: zh, ch, sh without the h, ng without the g."""
    return _FLAT.sub(r"\1", sound).removesuffix("g")
