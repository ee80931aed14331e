"""Characters typed for others of the same sound, and pinyin typed as letters."""

from __future__ import annotations

import pytest

from knowledge.sounds import Sounds, syllable, syllables


@pytest.mark.parametrize(
    ("character", "sound"), [("申", "shen"), ("绿", "lü"), ("女", "nü"), ("儿", "er"), ("a", ""), ("，", "")]
)
def test_a_character_has_one_toneless_syllable(character: str, sound: str) -> None:
    assert syllable(character) == sound


@pytest.mark.parametrize(
    ("letters", "cut"),
    [
        ("shenbao", ("shen", "bao")),
        ("jiezhishijian", ("jie", "zhi", "shi", "jian")),
        ("lvse", ("lü", "se")),
        ("xian", ("xian",)),
        ("word", ()),
        ("申报", ()),
        ("", ()),
    ],
)
def test_typed_pinyin_is_cut_into_syllables(letters: str, cut: tuple[str, ...]) -> None:
    assert syllables(letters) == cut


def test_pairs_of_the_same_sound_are_found() -> None:
    sounds = Sounds(["申_报", "神_豹", "材_料", "w_o"])
    assert sounds.alike("申_抱") == ("申_报", "神_豹")
    assert sounds.alike("彩料") == ("材_料",)
    assert sounds.alike("时间") == ()
    assert sounds.alike("w_o") == ()


def test_typed_pinyin_finds_the_pairs_behind_it() -> None:
    sounds = Sounds(["申_报", "报_材", "材_料"])
    assert sounds.typed("shenbaocailiao") == [("申_报",), ("报_材",), ("材_料",)]
    assert sounds.typed("shen") == []
    assert sounds.typed("word") == []
