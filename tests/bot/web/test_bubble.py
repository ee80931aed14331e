"""The bubble beside a card or a bar: it does not say everything twice, and it never loses a word of its own."""

from __future__ import annotations

from datetime import date

import pytest

from bot.channels.web.bubble import bubble
from bot.notices import load_notice
from bot.replies import Progress, Reply
from bot.speaking.verdicts import ranking_text, verdict_text
from bot.verdict_json import verdict_json
from eligibility.precheck import precheck
from eligibility.verdict import Verdict

NOTICE = load_notice()
TODAY = date(2023, 8, 20)


def verdict(programme: str = "tech", **facts: str) -> Verdict:
    return precheck(NOTICE.rulebook, programme, facts, TODAY)


def told(text: str, *verdicts: Verdict) -> Reply:
    return Reply(kind="dialog", text=text, verdicts=tuple(verdict_json(one, NOTICE) for one in verdicts))


def test_a_question_is_not_numbered_twice() -> None:
    reply = Reply(
        kind="dialog",
        text="已记下：注册地＝是。\n第3题（约还有2题）：申报项目在哪里实施？\n第1题（不是题号）：留着",
        progress=Progress(number=3, remaining=2),
    )
    assert bubble(reply) == "已记下：注册地＝是。\n申报项目在哪里实施？\n第1题（不是题号）：留着"


@pytest.mark.parametrize("facts", [{"applicant_type": "individual"}, {"applicant_type": "unknown"}, {}])
def test_beside_its_card_a_verdict_is_not_told_again(facts: dict[str, str]) -> None:
    it = verdict(**facts)
    words = verdict_text(it, NOTICE)
    assert bubble(told(words, it)) == ""
    assert (
        bubble(told(f"已改为自然人。\n{words}\n要不要把其余条件也看完？", it))
        == "已改为自然人。\n要不要把其余条件也看完？"
    )


def test_of_a_ranking_the_heading_stays() -> None:
    three = [verdict(programme, applicant_type="individual") for programme in NOTICE.rulebook.programmes]
    assert bubble(told(ranking_text(three, NOTICE), *three)) == "各试点对照结果，按与条文相符的程度排列。"


def test_a_text_of_another_shape_stays_whole() -> None:
    it = verdict(applicant_type="individual")
    for text in ("结论在下面。", "【预检结论】没有结尾", "第一题：你好"):
        assert bubble(told(text, it)) == text
    words = verdict_text(it, NOTICE)
    assert bubble(Reply(kind="answer", text=words)) == words, "without a card the words are all there is"
