"""A seal opens for its own key and purpose, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import Seal, SealBroken

SEAL = Seal(b"a key", "recipient")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_out_again(text: str) -> None:
    sealed = SEAL.close(text)
    assert SEAL.open(sealed) == text
    assert sealed.isascii()
    assert SEAL.close(text) != sealed, "whoever sees two cannot tell whether they hold the same"


@pytest.mark.parametrize("other", [Seal(b"another key", "recipient"), Seal(b"a key", "access token")])
def test_another_key_or_purpose_does_not_open_it(other: Seal) -> None:
    with pytest.raises(SealBroken):
        other.open(SEAL.close("openid"))


@given(st.text())
def test_what_never_was_sealed_does_not_open(text: str) -> None:
    with pytest.raises(SealBroken):
        SEAL.open(text)


def test_one_character_changed_breaks_it() -> None:
    sealed = SEAL.close("openid")
    broken = ("B" if sealed[20] == "A" else "A").join((sealed[:20], sealed[21:]))
    with pytest.raises(SealBroken):
        SEAL.open(broken)
