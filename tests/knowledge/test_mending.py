"""Slips of typing are put right, and only slips."""

from __future__ import annotations

import pytest

from knowledge.faq import FaqAnswer, FaqEntry
from knowledge.lexicon import lexicon
from knowledge.mending import Mender
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms
from knowledge.words import Words

WORDINGS = ("申报截止日期", "联系人是谁", "材料要盖章吗", "材料送到哪里", "由谁评审", "申报条件", "推荐意见")


@pytest.fixture(scope="module")
def mender() -> Mender:
    tokenizer = Tokenizer()
    words = Words(domain=(), pilots={})
    # Each wording often enough to be what people write.
    entries = [
        FaqEntry(id=f"e{place}", matter=f"事{place}", wordings=(wording,) * 8, answer=FaqAnswer(text="。"))
        for place, wording in enumerate(WORDINGS)
    ]
    return Mender(lexicon(entries, Terms(words, tokenizer)), tokenizer)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("申抱条件", "申报条件"),
        ("要盖张吗", "要盖章吗"),
        ("联洗人是谁", "联系人是谁"),
        ("由谁评省", "由谁评审"),
        ("cailiao song dao nali", "材料送到哪里"),
        ("shenbao tiaojian", "申报条件"),
        ("截止是那天", "截止是哪天"),
    ],
)
def test_what_is_said_but_never_written_is_a_slip(mender: Mender, typed: str, meant: str) -> None:
    assert mender.mend(typed) == meant


@pytest.mark.parametrize(
    "typed", ["同事离职了", "上门看一下", "外甥帮我弄", "技术的那种", "when is the deadline", "随便说说", ""]
)
def test_other_words_stay_as_they_are(mender: Mender, typed: str) -> None:
    assert mender.mend(typed) == typed
