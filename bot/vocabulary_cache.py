"""The counted words of a notice's entries, kept on disk, so that only the first start after a change counts them.

Plain JSON in the user's own cache folder: nothing in it is executed, and a damaged file is counted anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.faq import FaqEntry
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import VERSION, Terms, Vocabulary, count
from knowledge.words import Words

log = logging.getLogger("shenbao.vocabulary")


def vocabulary_for(entries: tuple[FaqEntry, ...], words: Words) -> Vocabulary:
    """The vocabulary of these entries, from the cache or counted and put there."""
    path = _folder() / f"{_key(entries, words)}.json"
    try:
        return TypeAdapter(Vocabulary).validate_json(path.read_bytes())
    except (OSError, ValidationError):
        vocabulary = count(entries, Terms(words, Tokenizer(words.domain)))
        _keep(path, vocabulary)
        return vocabulary


def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "shenbao"


def _key(entries: tuple[FaqEntry, ...], words: Words) -> str:
    counted = [VERSION, words.domain, words.synonyms, [(entry.matter, entry.wordings) for entry in entries]]
    return hashlib.sha256(json.dumps(counted, ensure_ascii=False).encode()).hexdigest()[:32]


def _keep(path: Path, vocabulary: Vocabulary) -> None:
    """Written beside and moved into place, so that another process never reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(vocabulary.model_dump_json())
        Path(file.name).replace(path)
    except OSError as reason:  # no cache is no fault: the next start counts again
        log.info("vocabulary not kept: %s", reason)
