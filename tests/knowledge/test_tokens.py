"""The terms a text is searched by; jieba's words come out as from jieba itself."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import tokens
from knowledge.tokens import Tokenizer, is_pair


@pytest.fixture(scope="module")
def plain() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def test_words_characters_and_pairs(plain: Tokenizer) -> None:
    assert plain.terms("申报表,word版") == [
        *("申报表", "word", "版"),
        *("_申", "_报", "_表", "申_报", "报_表"),
        *("_w", "_o", "_r", "_d", "_版", "w_o", "o_r", "r_d", "d_版"),
    ]


def test_pairs_do_not_cross_punctuation(plain: Tokenizer) -> None:
    assert [term for term in plain.terms("申报。材料") if is_pair(term)] == ["申_报", "材_料"]


def test_words_of_the_field_stay_whole(plain: Tokenizer) -> None:
    assert "低碳领跑者" not in plain.words("低碳领跑者怎么申报")
    assert Tokenizer(["低碳领跑者"]).words("低碳领跑者怎么申报")[0] == "低碳领跑者"


def test_one_tokenizer_teaches_no_other() -> None:
    before = (jieba.dt.initialized, len(jieba.dt.FREQ), jieba.dt.total)
    Tokenizer(["气候友好型"])
    assert (jieba.dt.initialized, len(jieba.dt.FREQ), jieba.dt.total) == before
    assert "气候友好型" not in Tokenizer().words("气候友好型区域")


@pytest.mark.parametrize("text", ["AT&T的B超", "3D打印c++", "龘", "𠮷野家", "一", "一一", ""])
def test_odd_beginnings_are_found_as_jieba_finds_them(plain: Tokenizer, original: jieba.Tokenizer, text: str) -> None:
    assert plain._jieba.lcut(text) == original.lcut(text)


def test_no_more_is_unpacked_than_begins_as_somebody_writes() -> None:
    tokenizer = Tokenizer()
    tokenizer.words("一个试点")
    unpacked = {word[:2] for word in tokenizer._jieba.FREQ}
    assert "试点" in unpacked
    assert unpacked <= {"一", "个", "试", "点", "一个", "个试", "试点"}


def test_the_total_is_that_of_jieba_dictionary(original: jieba.Tokenizer) -> None:
    assert original.total == tokens.DICTIONARY_TOTAL


def test_the_notice_is_cut_as_jieba_cuts_it(plain: Tokenizer, original: jieba.Tokenizer, notice_text: str) -> None:
    for line in notice_text.splitlines():
        assert plain._jieba.lcut(line) == original.lcut(line)


@given(text=st.text("北京市低碳领跑者试点申报一二三在的中国科学技术大学生活abcB超T恤3.5%，。 ", max_size=25))
def test_any_text_is_cut_as_jieba_cuts_it(plain: Tokenizer, original: jieba.Tokenizer, text: str) -> None:
    assert plain._jieba.lcut(text) == original.lcut(text)


def test_a_new_word_cuts_as_in_jieba(original: jieba.Tokenizer) -> None:
    ours = Tokenizer(["气候友好型区域", "碳达峰碳中和"])
    for word in ("气候友好型区域", "碳达峰碳中和"):
        original.add_word(word)
    for text in ("气候友好型区域试点", "实现碳达峰碳中和目标", "友好型社区"):
        assert ours._jieba.lcut(text) == original.lcut(text)


def test_threads_meeting_new_characters_at_once_agree() -> None:
    shared, text = Tokenizer(), "北京市应对气候变化管理事务中心组织开展先进低碳技术项目试点征集活动"
    expected, found = Tokenizer().words(text), []
    threads = [Thread(target=lambda: found.append(shared.words(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_no_cache_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Tokenizer().words("申报时间")
    assert list(tmp_path.iterdir()) == []
