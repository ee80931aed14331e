"""The lexicon of a notice's entries, kept on disk, so that only the first start after a change makes it.

What each entry counts is kept beside it: after a change only the changed entries are cut into words again. Both are
plain JSON below their own digest, in the user's own cache folder: nothing in them is executed, and a damaged file is
made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.cache_folder import cache_folder, keep
from knowledge.faq import FaqEntry
from knowledge.lexicon import VERSION, Lexicon, weighed
from knowledge.postings import Postings
from knowledge.slips import Slips
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms, count, count_entry
from knowledge.words import Words

FORM = 3
"""Goes up whenever the same lexicon would be written otherwise."""


def lexicon_for(entries: tuple[FaqEntry, ...], words: Words) -> Lexicon:
    """The lexicon of these entries, from the cache or made and put there."""
    path = cache_folder() / f"lexicon-{_key(entries, words)}.json"
    kept = _read(path)
    if kept is not None:
        return _revived(json.loads(kept), entries)
    made = lexicon_made(entries, words, Tokenizer(words.domain))
    _write(path, json.dumps(_plain(made), ensure_ascii=False, separators=(",", ":")))
    return made


def lexicon_made(entries: tuple[FaqEntry, ...], words: Words, tokenizer: Tokenizer) -> Lexicon:
    """The lexicon, made from what the entries counted when last met: a second or two where few have changed.

    For a process that is answering meanwhile: all of it is small steps, and none keeps other threads waiting, which
    reading or writing a whole lexicon would for a tenth of a second.
    """
    counts = _Counts(words, tokenizer)
    made = weighed(count(entries, counts.of))
    counts.save()
    return made


class _Counts:
    """What each entry counts, one line each. ``save`` writes what was new, and forgets what was not asked for."""

    def __init__(self, words: Words, tokenizer: Tokenizer) -> None:
        key = _digest_of([VERSION, words.domain, words.synonyms])[:32]
        self._path = cache_folder() / f"counts-{key}.jsonl"
        self._terms = Terms(words, tokenizer)
        lines = (_read(self._path) or b"").decode().splitlines()
        self._kept = dict(line.split(" ", 1) for line in lines)
        self._asked: dict[str, str] = {}

    def of(self, entry: FaqEntry) -> Mapping[str, int]:
        key = _digest_of([entry.matter, entry.wordings])[:32]
        line = self._kept.get(key)
        if line is not None:
            self._asked[key] = line
            known: Mapping[str, int] = json.loads(line)
            return known
        counted = count_entry(entry, self._terms)
        self._asked[key] = json.dumps(counted, ensure_ascii=False, separators=(",", ":"))
        return counted

    def save(self) -> None:
        if self._asked.keys() - self._kept.keys():
            _write(self._path, "\n".join(f"{key} {line}" for key, line in self._asked.items()))


def _plain(known: Lexicon) -> dict[str, Any]:
    return {
        "exact": known.exact,
        "postings": known.postings.packed(),
        "unseen": known.unseen,
        "missed": known.missed,
        "slips": asdict(known.slips),
    }


def _revived(plain: dict[str, Any], entries: tuple[FaqEntry, ...]) -> Lexicon:
    """A lexicon as it was, with its words the very strings of the entries where they are the same."""
    own = {wording: wording for entry in entries for wording in entry.wordings}
    exact = {own.get(words, words): place for words, place in plain["exact"].items()}
    slips = {kind: {sound: tuple(word) for sound, word in known.items()} for kind, known in plain["slips"].items()}
    return Lexicon(exact, Postings.unpacked(plain["postings"]), plain["unseen"], plain["missed"], Slips(**slips))


def _read(path: Path) -> bytes | None:
    """The whole file as it was written, or nothing."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest.decode("ascii", "replace") == _digest(body) else None


def _write(path: Path, body: str) -> None:
    keep(path, f"{_digest(body.encode())}\n{body}")


def _key(entries: tuple[FaqEntry, ...], words: Words) -> str:
    counted = [VERSION, FORM, words.domain, words.synonyms, [(entry.matter, entry.wordings) for entry in entries]]
    return _digest_of(counted)[:32]


def _digest_of(value: object) -> str:
    return _digest(json.dumps(value, ensure_ascii=False).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
