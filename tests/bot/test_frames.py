"""What people say around a question does not change its answer; on the real notice, in its own entries' words."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot.conversation import converse
from bot.notices import Notices
from bot.replies import Outcome
from bot.state import ConversationState
from knowledge.faq import FaqKind

AUGUST = date(2023, 8, 1)
ASKED = 120
FRAMES = [
    "低碳试点{}",
    "2023年{}",
    "我们想申报低碳试点，{}",
    "不好意思再问一句{}",
    "第一次报，{}",
    "客服，{}",
    "2、{}",
    "{}通知里怎么说",
    "{}，给个准话",
    "{}（低碳试点）",
    "【{}】？？？",
]


STORIES = [
    "我是昌平一家科技公司的行政，刚入职两个月，领导把这个事交给我，我也不太懂。{}",
    "在吗？昨天打了一下午电话都占线，急死我了，{}？",
    "我们学校后勤处刚收到转发的文件，处长明天就要汇报，时间很紧。想请教：{}？谢谢！",
    "{}？我们这边是第一次弄，领导天天催，头都大了。",
    "文件我看了三遍了，还是没整明白，{}，求指点",
]


@pytest.fixture(scope="module")
def asked(notices: Notices) -> dict[str, str | None]:
    """Questions of the notice's entries, each with the matter it is taken for."""
    (notice,) = notices.values()
    known = [
        wording
        for entry in notice.faq
        if entry.kind in (FaqKind.answer, FaqKind.silent)
        for wording in entry.wordings
        if 4 <= len(wording) <= 14
    ]
    chosen = random.Random(82).sample(known, ASKED)
    return {wording: converse(wording, ConversationState(), notices, AUGUST).matter for wording in chosen}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_changes_nothing(notices: Notices, asked: dict[str, str | None], frame: str) -> None:
    """A few short keywords make one question with their frame; no more than those."""
    others = {
        wording: turn.matter
        for wording, matter in asked.items()
        if (turn := converse(frame.format(wording), ConversationState(), notices, AUGUST)).matter != matter
    }
    assert len(others) <= 0.05 * ASKED, others


def test_who_only_calls_for_somebody_is_handed_over(notices: Notices) -> None:
    for text in ("客服", "人工客服，截止哪天", "客服在吗"):
        assert converse(text, ConversationState(), notices, AUGUST).outcome is Outcome.handed_over


@pytest.mark.parametrize("story", STORIES)
def test_the_question_in_a_story_is_answered_whatever_the_story_tells(
    notices: Notices, asked: dict[str, str | None], story: str
) -> None:
    (notice,) = notices.values()
    questions = [wording for wording in asked if notice.answerer.asks(wording)]
    missed = []
    for wording in questions:
        alone = {reply.text for reply in converse(wording, ConversationState(), notices, AUGUST).replies}
        told = {reply.text for reply in converse(story.format(wording), ConversationState(), notices, AUGUST).replies}
        if not alone <= told:
            missed.append(wording)
    assert len(missed) <= 0.1 * len(questions), missed
