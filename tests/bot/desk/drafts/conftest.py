"""What the scenes publish is mostly the same: the same entries are weighed once, which takes seconds each time."""

from __future__ import annotations

import pytest

from bot import notices
from bot.lexicon_cache import lexicon_made
from knowledge.faq import FaqEntry
from knowledge.lexicon import Lexicon
from knowledge.tokens import Tokenizer
from knowledge.words import Words

_MADE: dict[tuple[str, ...], Lexicon] = {}


@pytest.fixture(autouse=True)
def _weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(entries: tuple[FaqEntry, ...], words: Words, tokenizer: Tokenizer) -> Lexicon:
        key = tuple(entry.model_dump_json() for entry in entries)
        if key not in _MADE:
            _MADE[key] = lexicon_made(entries, words, tokenizer)
        return _MADE[key]

    monkeypatch.setattr(notices, "lexicon_made", made)
