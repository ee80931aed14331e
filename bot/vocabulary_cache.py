"""The counted words of a notice's entries, kept on disk, so that only the first start after a change counts them.

Plain JSON in the user's own cache folder: nothing in it is executed, and a damaged file is counted anew.
"""

from __future__ import annotations

import hashlib
import json

from pydantic import TypeAdapter, ValidationError

from bot.cache_folder import cache_folder, keep
from knowledge.faq import FaqEntry
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import VERSION, Terms, Vocabulary, count
from knowledge.words import Words


def vocabulary_for(entries: tuple[FaqEntry, ...], words: Words) -> Vocabulary:
    """The vocabulary of these entries, from the cache or counted and put there."""
    path = cache_folder() / f"{_key(entries, words)}.json"
    try:
        return TypeAdapter(Vocabulary).validate_json(path.read_bytes())
    except (OSError, ValidationError):
        vocabulary = count(entries, Terms(words, Tokenizer(words.domain)))
        keep(path, vocabulary.model_dump_json())
        return vocabulary


def _key(entries: tuple[FaqEntry, ...], words: Words) -> str:
    counted = [VERSION, words.domain, words.synonyms, [(entry.matter, entry.wordings) for entry in entries]]
    return hashlib.sha256(json.dumps(counted, ensure_ascii=False).encode()).hexdigest()[:32]
