"""Finds the texts that answer a question: normalising, cutting into terms, ranking, forgiving typing errors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.bm25 import Index, Wanted
from knowledge.normalise import normalise
from knowledge.sounds import Sounds
from knowledge.tokens import Tokenizer, is_pair

# What asks, not what is asked about. Rare in written texts, so that BM25 would take it for the heart of the question.
_ASKING = re.compile(
    "请问|什么|哪[一二两三几]?[个些座家位年种条次里儿]?|谁|多少|几[个年月日次种人]?|为何|何[时地处]|如何|怎[么样]+|是否|吗|呢"
)
_LETTERS = re.compile("[a-z]{4,}")


class Retriever:
    """Ranks texts by how well they answer a question. Built once; safe to share between threads.

    >>> Retriever(["申报截止时间为8月31日", "材料一式五份"]).search("什么时候截止")[0][0]
    0
    """

    def __init__(
        self, texts: Sequence[str], tokenizer: Tokenizer | None = None, *, texts_are_questions: bool = False
    ) -> None:
        """``tokenizer`` knows the words of the field; without one, a plain one is made.

        ``texts_are_questions``: the texts ask too, so 什么时候 and 哪里 are worth comparing.
        """
        self._tokenizer = tokenizer or Tokenizer()
        self._index = Index([self._tokenizer.terms(normalise(text)) for text in texts])
        self._sounds = Sounds(filter(is_pair, self._index))
        self._asking_counts = texts_are_questions

    def search(self, question: str, k: int = 10) -> list[tuple[int, float]]:
        """At most k (position of the text from 0, score) pairs, best first; texts that share nothing are left out."""
        return self._index.search(self._wanted(question), k)

    def confidence(self, question: str, position: int) -> float:
        """From 0 to 1: how much of the question a text answers. Compare it to a threshold before trusting the text.

        The text's score as a share of the best possible one, times the share of the question's weight that it holds.
        """
        wanted = self._wanted(question)
        best = self._index.best_score(wanted)
        if not best:
            return 0.0
        return self._index.score(wanted, position) / best * self._index.coverage(wanted, position)

    def coverage(self, question: str, position: int) -> float:
        """From 0 to 1: the share of the question's terms a text holds, each weighed by how telling it is."""
        return self._index.coverage(self._wanted(question), position)

    def _wanted(self, question: str) -> list[Wanted]:
        text = normalise(question)
        if not self._asking_counts:
            asked_about = _ASKING.sub(" ", text)
            text = asked_about if asked_about.strip(" ?") else text
        wanted: list[Wanted] = []
        for term in self._tokenizer.terms(text):
            if term in self._index or not is_pair(term):
                wanted.append(term)
            else:
                # No text has these two characters: a slip, most often into others of the same sound.
                wanted.append(self._sounds.alike(term) or term)
        for letters in _LETTERS.findall(text):
            wanted += self._sounds.typed(letters) if letters not in self._index else ()
        return wanted
