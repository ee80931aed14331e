"""The lexicon of a notice's entries, kept on disk, so that only the first start after a change makes it.

Plain JSON below its own digest, in the user's own cache folder: nothing in it is executed, and a damaged file is made
anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from bot.cache_folder import cache_folder, keep
from knowledge.faq import FaqEntry
from knowledge.lexicon import VERSION, Lexicon, lexicon
from knowledge.slips import Slips
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms
from knowledge.words import Words


def lexicon_for(entries: tuple[FaqEntry, ...], words: Words) -> Lexicon:
    """The lexicon of these entries, from the cache or made and put there."""
    path = cache_folder() / f"lexicon-{_key(entries, words)}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    made = lexicon(entries, Terms(words, Tokenizer(words.domain)))
    body = json.dumps(asdict(made), ensure_ascii=False, separators=(",", ":"))
    keep(path, f"{_digest(body.encode())}\n{body}")
    return made


def _read(path: Path) -> Lexicon | None:
    """The whole file as it was written, or nothing."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest.decode("ascii", "replace") != _digest(body):
        return None
    found = json.loads(body)
    return Lexicon(**found | {"slips": Slips(**found["slips"])})


def _key(entries: tuple[FaqEntry, ...], words: Words) -> str:
    counted = [VERSION, words.domain, words.synonyms, [(entry.matter, entry.wordings) for entry in entries]]
    return _digest(json.dumps(counted, ensure_ascii=False).encode())[:32]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
