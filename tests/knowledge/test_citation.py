"""A quote stands in its clause word for word, or it is no quote."""

from __future__ import annotations

import pytest

from knowledge.citation import Citation, quoted_in, squeeze
from knowledge.clauses import Clauses


@pytest.mark.parametrize(
    "quote",
    ["即日起至2023年8月31日截止", "即日起至 2023年 8 月 31\n日截止", "联系人邮箱，纸质盖章文件", "三、征集时间即日起"],
)
def test_white_space_does_not_count(clauses: Clauses, quote: str) -> None:
    assert quoted_in(quote, clauses["notice.3"])


@pytest.mark.parametrize("quote", ["", " \n", "即日起至2023年9月30日截止", "即日起至2023年8月31日截止,请", "一式五份"])
def test_other_words_are_no_quote(clauses: Clauses, quote: str) -> None:
    assert not quoted_in(quote, clauses["notice.3"])


def test_squeezing_takes_every_kind_of_space() -> None:
    assert squeeze(" 一\u3000式\t五\r\n份\u00a0") == "一式五份"


def test_citations_are_values() -> None:
    assert Citation("notice.3", "截止") == Citation("notice.3", "截止")
    assert len({Citation("notice.3", "截止"), Citation("notice.3", "截止")}) == 1
