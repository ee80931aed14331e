"""The lexicon is made once and kept; whatever happens to the file costs time and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import lexicon_cache
from bot.lexicon_cache import lexicon_for, lexicon_made
from knowledge.faq import FaqAnswer, FaqEntry
from knowledge.lexicon import Lexicon
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms, Vocabulary
from knowledge.words import Words

WORDS = Words(domain=("低碳",), pilots={})
ENTRIES = (
    FaqEntry(id="copies", matter="份数", wordings=("要交几份", "一式几份"), answer=FaqAnswer(text="五份。")),
    FaqEntry(id="address", matter="地址", wordings=("寄到哪里", "交到哪"), answer=FaqAnswer(text="海淀。")),
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each lexicon that had to be made was made of."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sizes: list[int] = []
    real = lexicon_cache.weighed

    def watched(vocabulary: Vocabulary) -> Lexicon:
        sizes.append(len(vocabulary.counts))
        return real(vocabulary)

    monkeypatch.setattr(lexicon_cache, "weighed", watched)
    return sizes


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which entries had to be cut into words."""
    ids: list[str] = []
    real = lexicon_cache.count_entry

    def watched(entry: FaqEntry, terms: Terms) -> dict[str, int]:
        ids.append(entry.id)
        return real(entry, terms)

    monkeypatch.setattr(lexicon_cache, "count_entry", watched)
    return ids


def test_the_second_start_reads_the_very_same(made: list[int]) -> None:
    first, again = lexicon_for(ENTRIES, WORDS), lexicon_for(ENTRIES, WORDS)
    assert made == [2]
    assert (again.exact, again.unseen, again.slips) == (first.exact, first.unseen, first.slips)
    assert again.postings.packed() == first.postings.packed()


def test_a_changed_entry_or_word_makes_it_anew(made: list[int]) -> None:
    lexicon_for(ENTRIES, WORDS)
    lexicon_for(ENTRIES[:1], WORDS)
    lexicon_for(ENTRIES, Words(domain=("低碳", "领跑者"), pilots={}))
    assert made == [2, 1, 2]


@pytest.mark.usefixtures("made")
def test_after_a_change_only_the_changed_entry_is_cut_again(cut: list[str], tmp_path: Path) -> None:
    whole = lexicon_for(ENTRIES, WORDS)
    assert cut == ["copies", "address"]
    renamed = ENTRIES[1].model_copy(update={"wordings": ("送到哪里",)})
    lexicon_for((ENTRIES[0], renamed), WORDS)
    assert cut == ["copies", "address", "address"]
    lexicon_for((ENTRIES[0], renamed, ENTRIES[1]), WORDS)
    assert cut == ["copies", "address", "address", "address"], "what was not asked for is forgotten"
    again = lexicon_made(ENTRIES, WORDS, Tokenizer(WORDS.domain))
    assert (again.exact, again.postings.packed()) == (whole.exact, whole.postings.packed())
    (file,) = (tmp_path / "shenbao").glob("counts-*.jsonl")
    file.write_bytes(file.read_bytes()[:-5])
    once_more = lexicon_made(ENTRIES, WORDS, Tokenizer(WORDS.domain))
    assert once_more.postings.packed() == whole.postings.packed()
    assert cut[4:] == ["copies", "address"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 64 + b"\n{}", b"\xff\n{}"])
def test_a_damaged_file_is_made_anew(made: list[int], tmp_path: Path, damage: bytes) -> None:
    lexicon_for(ENTRIES, WORDS)
    (file,) = (tmp_path / "shenbao").glob("lexicon-*.json")
    whole = file.read_bytes()
    for content in (damage, whole[:-20], whole.replace(b'"unseen":', b'"unseem":')):
        file.write_bytes(content)
        assert "几份" in "".join(lexicon_for(ENTRIES, WORDS).exact)
    assert made == [2, 2, 2, 2]
    assert file.read_bytes() == whole
