"""How the official account says a turn: on a phone, within the platform's limits."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.wechat.manner import WechatManner
from bot.channels.wechat.pages import LIMIT, size
from bot.conversation import converse
from bot.manner import Below
from bot.notices import Notices, load_notices
from bot.replies import Cited, Outcome, Reply
from bot.state import ConversationState
from bot.talk_codes import told
from tests.bot.wechat.phone import Screen, all_pages

TODAY = date(2023, 8, 1)
PLAIN = WechatManner("")
LINKED = WechatManner("https://sb.example.cn")
PUSHING = WechatManner("https://sb.example.cn", customer_service=True)
DISCLAIMER = "不是受理、评审或行政决定"
# A talk in which nearly everything stays open: the longest verdict there is.
UNSURE = (
    "先进低碳技术项目试点资格预检",
    "其他事业单位、机关",
    "合同能源管理等第三方投资运营方",
    "不清楚",
    "部分在北京",
    "没有受过处罚",
    "日期还定不下来",
    *["不清楚"] * 3,
)

STARTS = ("先进低碳技术项目试点资格预检", "低碳领跑者试点资格预检", "气候友好型区域试点资格预检", "哪类试点适合我")


@pytest.fixture(scope="module")
def notices() -> Notices:
    return load_notices()


def last_replies(notices: Notices, *texts: str) -> tuple[Reply, ...]:
    state, replies = ConversationState(), ()
    for text in texts:
        turn = converse(text, state, notices, TODAY)
        state, replies = turn.state, turn.replies
    return replies


def tokens_of(replies: tuple[Reply, ...]) -> list[str]:
    return [f"t{number}" for reply in replies for number, _ in enumerate(reply.verdicts, 1)]


# —— any replies ——

words = st.one_of(st.text(max_size=60), st.text("低碳试点，。！？「」\n<&>a/;] ", max_size=700))
replies_of_any_kind = st.lists(
    st.builds(
        Reply,
        kind=st.sampled_from(["answer", "clarify", "decline", "dialog"]),
        text=words,
        citations=st.lists(
            st.builds(Cited, document=st.just("某某工作方案"), clause=words, quote=st.just("…"), anchor=st.just("x")),
            max_size=5,
        ).map(tuple),
        choices=st.lists(words, max_size=12).map(tuple),
        verdicts=st.integers(0, 3).map(lambda count: ({"programme": "tech"},) * count),
    ),
    max_size=4,
)


@given(replies_of_any_kind, st.sampled_from([PLAIN, LINKED, PUSHING]))
def test_no_page_is_ever_too_long_or_broken(replies: list[Reply], manner: WechatManner) -> None:
    pages = all_pages(manner, replies, tokens_of(tuple(replies)))
    for page in pages:
        assert size(page) <= LIMIT
        screen = Screen(page)
        assert screen.strange == []
        assert set(screen.pages.values()) <= {f"https://sb.example.cn/verdict/t{number}" for number in (1, 2, 3)}
    assert all(page.strip() for page in pages) or len(pages) == 1


@given(replies_of_any_kind)
def test_nothing_that_is_said_gets_lost(replies: list[Reply]) -> None:
    shown = Counter("".join(Screen(page).shown for page in all_pages(PLAIN, replies)))
    said = Counter(char for reply in replies for char in reply.text if char.isalnum() and char.isprintable())
    assert not said - shown


# —— choices ——


def test_choices_are_numbered_and_say_their_words_when_tapped(notices: Notices) -> None:
    replies = last_replies(notices, "资格预检")
    screen = Screen(PLAIN.speak(replies, ()).text)
    assert screen.taps == {choice: choice for choice in replies[0].choices}
    for number, choice in enumerate(replies[0].choices, 1):
        assert f"\n{number}. {choice}" in screen.shown


def test_a_tap_goes_on_where_the_number_would(notices: Notices) -> None:
    replies = last_replies(notices, "资格预检")
    tapped = Screen(PLAIN.speak(replies, ()).text).taps["低碳领跑者试点"]
    assert last_replies(notices, "资格预检", tapped) == last_replies(notices, "资格预检", "2")


def test_many_choices_are_only_numbered_where_links_would_not_fit(notices: Notices) -> None:
    replies = last_replies(notices, "气候友好型区域试点资格预检", "村委会", "有")
    spoken = PLAIN.speak(replies, ())
    assert len(replies[-1].choices) == 19
    assert Screen(spoken.text).taps == {}
    assert "19. 不清楚" in spoken.text
    assert spoken.rest == ()


@settings(deadline=None, max_examples=25)  # the first message builds the index
@given(st.data())
def test_a_whole_precheck_with_what_the_screen_offers(notices: Notices, data: st.DataObject) -> None:
    """By taps and numbers alone, of whatever page is shown, to a result with its disclaimer."""
    manner = data.draw(st.sampled_from([PLAIN, LINKED, PUSHING]))
    state, said, pages = ConversationState(), data.draw(st.sampled_from(STARTS)), [""]
    for _ in range(30):
        turn = converse(said, state, notices, TODAY)
        assert turn.outcome is Outcome.in_dialog, said
        state = ConversationState.model_validate_json(turn.state.model_dump_json())
        spoken = manner.speak(turn.replies, tokens_of(turn.replies))
        pages = [spoken.text, *spoken.rest]
        assert max(map(size, pages)) <= LIMIT
        if state.dialog is None or state.dialog.stage == "finished":
            break
        screen = Screen(pages[-1] if manner is PUSHING else pages[0])
        listed = re.findall(r"^(\d+)\. (.+)$", screen.shown.rpartition("回复序号：")[2], re.MULTILINE)
        number, words = data.draw(st.sampled_from(listed))
        said = screen.taps[words] if words in screen.taps and data.draw(st.booleans()) else number
    assert any(DISCLAIMER in page for page in pages) or "结论同上" in pages[0]


# —— an answer within a dialog ——


def test_an_answer_and_the_open_question_come_in_one_message(notices: Notices) -> None:
    text = Screen(PLAIN.speak(last_replies(notices, "资格预检", "1", "截止时间"), ()).text).shown
    assert text.index("2023年8月31日截止") < text.index("依据：通知 · 三、征集时间") < text.index("第1题")
    assert text.endswith("10. 不清楚")


def test_the_open_question_stands_below_a_long_answers_beginning() -> None:
    answer = Reply(kind="answer", text="这一条说得很长，一页放不下。" * 80)
    question = Reply(kind="dialog", text="第3题：有没有？", choices=("有", "没有"), asks="leading_body")
    first, *rest = all_pages(PLAIN, (answer, question))
    screen = Screen(first)
    assert screen.taps == {"更多": "更多", "有": "有", "没有": "没有"}
    assert screen.shown.endswith("第3题：有没有？\n请点选，或回复序号：\n1. 有\n2. 没有")
    assert all("有没有" not in page for page in rest)
    assert sum(page.count("一页放不下") for page in (first, *rest)) == 80


def test_choices_too_long_for_the_first_page_are_announced() -> None:
    answer = Reply(kind="answer", text="这一条说得很长，一页放不下。" * 80)
    question = Reply(kind="dialog", text="哪一个？", choices=tuple(f"{'很长的选项' * 6}{n}" for n in range(20)))
    first, *rest = all_pages(PLAIN, (answer, question))
    assert "选项也在后面" in first
    assert "哪一个？" in "".join(rest)


def test_the_customer_service_sends_the_question_last_and_asks_nobody_to_ask() -> None:
    answer = Reply(kind="answer", text="这一条说得很长，一页放不下。" * 80)
    question = Reply(kind="dialog", text="第3题：有没有？", choices=("有", "没有"), asks="leading_body")
    spoken = PUSHING.speak((answer, question), ())
    assert "更多" not in "".join((spoken.text, *spoken.rest))
    assert spoken.rest[-1].endswith("1. 有\n2. 没有")


def test_a_question_back_leaves_the_numbers_to_the_open_question(notices: Notices) -> None:
    replies = last_replies(notices, "哪类试点适合我", "申报材料有哪些？")
    screen = Screen(PLAIN.speak(replies, ()).text)
    assert "\n· 低碳领跑者试点\n" in screen.shown
    assert screen.taps["低碳领跑者试点"] == "低碳领跑者试点"
    assert screen.shown.endswith("10. 不清楚")
    assert screen.shown.count("\n1. ") == 1


# —— sources ——


def answer_citing(*clauses: str) -> str:
    document = "2023年北京市先进低碳技术项目试点工作方案"
    cited = tuple(Cited(document=document, clause=clause, quote="…", anchor="x") for clause in clauses)
    return PLAIN.speak((Reply(kind="answer", text="可以。", citations=cited),), ()).text


def test_sources_are_one_short_line_without_repeats() -> None:
    clauses = ("二、申报条件 · 5", "二、申报条件 · 5", "二、申报条件 · 6", "三、工作流程 · 1", "三、工作流程 · 2")
    assert answer_citing(*clauses) == (
        "可以。\n依据：先进低碳技术项目试点 · 二、申报条件 · 5、6、三、工作流程 · 1等"
    )


def test_a_clause_stands_for_its_parts() -> None:
    whole, part = "四、工作流程 · （一）试点申报", "四、工作流程 · （一）试点申报 · 1"
    assert answer_citing(part, whole) == f"可以。\n依据：先进低碳技术项目试点 · {whole}"


def test_a_text_that_names_its_clauses_needs_no_line_of_them(notices: Notices) -> None:
    assert "依据：" not in PLAIN.speak(last_replies(notices, "气候友好型区域试点资格预检", "自然人（个人）"), ()).text


# —— verdicts ——


def test_a_verdict_is_one_message_with_the_link_to_its_page(notices: Notices) -> None:
    replies = last_replies(notices, "先进低碳技术项目试点资格预检", "1", "2")
    spoken = LINKED.speak(replies, ["aB3-_x"])
    screen = Screen(spoken.text)
    assert spoken.rest == ()
    assert screen.pages == {"完整结论": "https://sb.example.cn/verdict/aB3-_x"}
    assert set(screen.taps) == {"继续看完", "到此为止"}


def test_without_an_address_the_verdict_stands_alone(notices: Notices) -> None:
    replies = last_replies(notices, "先进低碳技术项目试点资格预检", "1", "2")
    text = PLAIN.speak(replies, ["aB3-_x"]).text
    assert Screen(text).pages == {}
    assert "verdict" not in text
    assert replies[0].text in text


@pytest.mark.parametrize("manner", [PLAIN, LINKED])
def test_the_longest_verdict_says_on_its_first_page_what_it_must(notices: Notices, manner: WechatManner) -> None:
    replies = last_replies(notices, *UNSURE)
    assert replies[0].verdicts
    assert size(replies[0].text) > LIMIT
    first, *rest = all_pages(manner, replies, ["t1"])
    shown = Screen(first).shown
    for must in ("试点：需核实", "二、申报条件 · 1", "截止", "规则版本", "82号", DISCLAIMER, "68455013"):
        assert must in shown
    for must in ("评审事项，本预检不判断", "依据您的回答", "【材料清单】"):
        assert must in "".join((first, *rest))


def test_with_its_page_the_longest_verdict_is_whole_in_one_message(notices: Notices) -> None:
    first = Screen(LINKED.speak(last_replies(notices, *UNSURE), ["t1"]).text).shown
    for must in ("评审事项，本预检不判断", "依据您的回答", DISCLAIMER, "完整结论"):
        assert must in first
    assert "【材料清单】" not in first


@pytest.mark.parametrize("manner", [PLAIN, LINKED, PUSHING])
def test_the_code_stands_on_the_first_page_of_the_longest_verdict(notices: Notices, manner: WechatManner) -> None:
    replies = last_replies(notices, *UNSURE)
    line = told("345 678 901", timedelta(days=30))
    spoken = manner.speak(replies, ["t1"], Below(code=(0, line)))
    assert line in spoken.text
    assert DISCLAIMER in spoken.text
    assert max(map(size, (spoken.text, *spoken.rest))) <= LIMIT


def test_thumbs_give_way_where_they_would_cost_a_page() -> None:
    cited = Cited(document="通知", clause="三", quote="截止", anchor="notice.3")
    for length, thumbs in ((100, True), (545, False)):
        answer = Reply(kind="answer", text="答" * length + "。", citations=(cited,))
        spoken = PLAIN.speak((answer,), (), Below(judged=0))
        assert spoken.rest == ()
        assert ("有用" in Screen(spoken.text).taps) == thumbs


def test_three_verdicts_have_three_pages(notices: Notices) -> None:
    replies = last_replies(notices, "哪类试点适合我", "村委会", "3", "2", "没有")
    ranking = next(reply for reply in replies if reply.verdicts)
    screen = Screen(LINKED.speak(replies, [f"t{n}" for n, _ in enumerate(ranking.verdicts, 1)]).text)
    assert screen.pages == {f"第{n}项": f"https://sb.example.cn/verdict/t{n}" for n in (1, 2, 3)}


# —— 更多 ——


@pytest.mark.parametrize("said", ["更多", "「更多」", "“更多”", "更多。", " 更多！", "继续看", "下一页", "ＭＯＲＥ~"])
def test_more_brings_the_next_page(said: str) -> None:
    spoken = PLAIN.more(said, ("第二页", "第三页"))
    assert spoken is not None
    assert (spoken.text, spoken.rest) == ("第二页", ("第三页",))


@pytest.mark.parametrize("said", ["继续看完", "更多材料", "1", "", "没有更多了"])
def test_other_words_are_for_the_conversation(said: str) -> None:
    assert PLAIN.more(said, ("第二页",)) is None


def test_when_nothing_is_left_more_brings_nothing() -> None:
    assert PLAIN.more("更多", ()) is None


def test_the_same_replies_give_the_same_words(notices: Notices) -> None:
    replies = last_replies(notices, *UNSURE)
    assert LINKED.speak(replies, ["t1"]) == LINKED.speak(replies, ["t1"])


# —— words of others ——


def test_nobodys_words_become_a_link() -> None:
    sly = '<a href="https://x.example">点我领补贴</a> 3<5 ]]> &lt;a'
    text = PLAIN.speak((Reply(kind="answer", text=sly, choices=(sly, "好")),), ()).text
    screen = Screen(text)
    assert screen.strange == []
    assert screen.pages == {}
    assert "]]>" not in text
    assert "3<5" in screen.shown
