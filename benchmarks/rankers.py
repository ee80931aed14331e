"""The ways of finding texts that are compared: ours, and three libraries over jieba's words.

The libraries get the same normalising, or Traditional questions would find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest

import bm25s
import tantivy
from rank_bm25 import BM25Okapi

from knowledge.normalise import normalise
from knowledge.retriever import Retriever
from knowledge.tokens import Tokenizer

DEPTH = 10

Search = Callable[[str], Sequence[int]]
"""A question's text to the positions of the best texts, at most DEPTH, best first."""


def ours(texts: Sequence[str]) -> Search:
    retriever = Retriever(texts)
    return lambda question: [position for position, _ in retriever.search(question, DEPTH)]


def rank_bm25(texts: Sequence[str]) -> Search:
    """As its README shows it."""
    words = _words()
    index = BM25Okapi([words(text) for text in texts])

    def search(question: str) -> list[int]:
        scores = index.get_scores(words(question))
        return nlargest(DEPTH, range(len(texts)), key=scores.__getitem__)

    return search


def sparse_bm25(texts: Sequence[str]) -> Search:
    """bm25s, which scores each word of each text when it is built. It refuses to give more texts than there are."""
    words = _words()
    index = bm25s.BM25()
    index.index([words(text) for text in texts], show_progress=False)

    def search(question: str) -> list[int]:
        positions, _ = index.retrieve([words(question)], k=min(DEPTH, len(texts)), show_progress=False)
        return [int(position) for position in positions[0]]

    return search


def tantivy_bm25(texts: Sequence[str]) -> Search:
    """tantivy, a search engine, given words parted by spaces."""
    words = _words()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("words", stored=False, tokenizer_name="whitespace")
    schema.add_unsigned_field("position", stored=True)
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for position, text in enumerate(texts):
        writer.add_document(tantivy.Document(words=" ".join(words(text)), position=position))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "words", word)) for word in words(question)
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), DEPTH).hits
        return [searcher.doc(address)["position"][0] for _, address in hits]

    return search


RANKERS: dict[str, Callable[[Sequence[str]], Search]] = {
    "Retriever": ours,
    "rank_bm25 + jieba": rank_bm25,
    "bm25s + jieba": sparse_bm25,
    "tantivy + jieba": tantivy_bm25,
}


def _words() -> Callable[[str], list[str]]:
    tokenizer = Tokenizer()
    return lambda text: tokenizer.words(normalise(text))
