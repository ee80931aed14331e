"""The words of a question found again in a clause: themselves, and what the notice's vocabulary says for the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.normalise import normalise
from knowledge.reading import Question
from knowledge.tokens import Tokenizer
from knowledge.words import Words

# Words of asking and of courtesy: in a clause they mark nothing.
_IDLE = re.compile(
    "什么|怎[么样]|哪[里些个种类]|多少|如何|是否|为何|为什么|可以|能否|可否|我们|你们|他们|咱们|需要|时候|请问|一下|有没有|是不是|能不能|要不要"
)
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text, ``marked`` where it is what was asked for."""

    text: str
    marked: bool


class Marker:
    """Knows which words to look for. Never changes once built."""

    def __init__(self, words: Words, tokenizer: Tokenizer, texts: Iterable[str]) -> None:
        """``texts`` are those that will be marked: only words that stand in one of them are ever looked for."""
        self._tokenizer = tokenizer
        whole = "\n".join(map(normalise, texts))
        self._groups = [
            (frozenset(group), tuple(word for word in group if len(word) >= SHORTEST and word in whole))
            for group in (tuple(map(normalise, group)) for group in words.synonyms)
        ]

    def alike(self, question: Question) -> tuple[str, ...]:
        """Words of the notice that mean what a word of the question means."""
        said = question.text
        found = (word for group, held in self._groups if any(one in said for one in group) for word in held)
        return tuple(dict.fromkeys(word for word in found if not _IDLE.fullmatch(word)))

    def words(self, question: Question) -> tuple[str, ...]:
        """What to mark."""
        said = [word for word in self._tokenizer.words(question.text) if len(word) >= SHORTEST]
        wanted = {word for word in said if not _IDLE.fullmatch(word)} | set(self.alike(question))
        return tuple(sorted(wanted))


def stretches(text: str, words: Sequence[str]) -> tuple[Stretch, ...]:
    """The whole text in pieces, every occurrence of a word marked, whatever the case of its letters.

    >>> [piece.text for piece in stretches("请于截止前报送", ("截止",)) if piece.marked]
    ['截止']
    """
    # Plain searching: a pattern of these words would be compiled for each question anew, which takes ten times as long.
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text  # a few letters become two
    marked = bytearray(len(text))
    for word in {word.lower() for word in words} - {""}:
        at = lower.find(word)
        while at >= 0:
            marked[at : at + len(word)] = b"\1" * len(word)
            at = lower.find(word, at + 1)
    pieces = (list(group) for _, group in groupby(range(len(text)), key=marked.__getitem__))
    return tuple(Stretch(text[piece[0] : piece[-1] + 1], bool(marked[piece[0]])) for piece in pieces)
