"""What each kind of message and event brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.channels.wechat.events import Heard, heard
from bot.channels.wechat.incoming import Incoming
from bot.channels.wechat.manner import WechatManner
from bot.channels.wechat.menu import menu_payload
from bot.conversation import Turn, converse
from bot.notices import Notices, load_notices
from bot.replies import Outcome
from bot.state import ConversationState
from tests.bot.wechat.phone import Screen

TODAY = date(2023, 8, 1)
NOTHING = Incoming(
    kind="unknown",
    user="oUser",
    account="gh_account",
    created=1690848000,
    message_id="1",
    nonce="n",
    form="xml",
    sealed=True,
)


@pytest.fixture(scope="module")
def notices() -> Notices:
    return load_notices()


def event(name: str, key: str = "") -> Incoming:
    return replace(NOTHING, kind="event", event=name, event_key=key)


def told(incoming: Incoming, notices: Notices, state: ConversationState | None = None, today: date = TODAY) -> Turn:
    """How the turn ends, the way the door goes about it."""
    taken = heard(incoming)
    assert taken is not None
    state = state or ConversationState()
    if taken.answer is None:
        return converse(taken.text, state, notices, today)
    return taken.answer(state, notices, today)


def after(notices: Notices, *texts: str) -> ConversationState:
    state = ConversationState()
    for text in texts:
        state = converse(text, state, notices, TODAY).state
    return state


# —— following, scanning, leaving ——


def test_a_new_follower_is_told_what_it_can_do(notices: Notices) -> None:
    turn = told(event("subscribe"), notices)
    screen = Screen(WechatManner("").speak(turn.replies, ()).text)
    assert turn.outcome is Outcome.answered
    assert "2023年北京市低碳试点（京环函〔2023〕82号）" in screen.shown
    assert "距8月31日截止还有30天" in screen.shown
    assert list(screen.taps) == ["哪类试点适合我", "资格预检", "截止时间", "申报材料清单", "转人工"]


def test_every_choice_of_the_welcome_leads_somewhere(notices: Notices) -> None:
    state = told(event("subscribe"), notices).state
    for number, words in enumerate(state.offered, 1):
        typed = converse(str(number), state, notices, TODAY)
        assert typed.replies == converse(words, state, notices, TODAY).replies
        assert typed.outcome is not Outcome.no_match


def test_after_the_window_the_welcome_says_so(notices: Notices) -> None:
    turn = told(event("subscribe"), notices, today=date(2023, 9, 1))
    assert "征集期已于2023年8月31日截止" in turn.replies[0].text


@pytest.mark.parametrize("key", ["last_trade_no_4200001234", "qrscene_", "qrscene_999", "qrscene_poster", "x" * 300])
def test_a_key_that_names_no_pilot_gives_the_plain_welcome(notices: Notices, key: str) -> None:
    assert told(event("subscribe", key), notices) == told(event("subscribe"), notices)


@pytest.mark.parametrize("key", ["", "qrscene_tech", "qrscene_poster"])
def test_a_new_follower_is_told_what_is_kept_of_them_whatever_they_scanned(notices: Notices, key: str) -> None:
    taken = heard(event("subscribe", key), "保存180天")
    assert taken is not None
    assert taken.answer is not None
    first, *others = taken.answer(ConversationState(), notices, TODAY).replies
    assert first.text.endswith("\n保存180天")
    assert not any("保存180天" in reply.text for reply in others)
    again = heard(event("SCAN", key.removeprefix("qrscene_")), "保存180天")
    assert again is not None
    assert again.answer is not None
    assert "保存180天" not in again.answer(ConversationState(), notices, TODAY).replies[0].text, "once is enough"


def test_a_payments_number_is_kept_nowhere() -> None:
    taken = heard(event("subscribe", "last_trade_no_4200001234"))
    assert taken is not None
    assert "4200001234" not in repr(taken)


@pytest.mark.parametrize(("scene", "pilot"), [("tech", "tech"), ("1", "tech"), ("leader", "leader"), ("2", "leader"),
                                              ("region", "region"), ("3", "region"), ("REGION", "region")])  # fmt: skip
@pytest.mark.parametrize(("name", "prefix"), [("subscribe", "qrscene_"), ("SCAN", "")])
def test_a_scene_code_leads_straight_into_its_precheck(
    notices: Notices, scene: str, pilot: str, name: str, prefix: str
) -> None:
    turn = told(event(name, prefix + scene), notices)
    assert turn.outcome is Outcome.in_dialog
    assert turn.state.dialog is not None
    assert turn.state.dialog.programmes == (pilot,)
    assert [reply.asks is not None for reply in turn.replies] == [False, True]
    name_of = notices["beijing-2023-82"].rulebook.programmes[pilot].name
    assert f"「{name_of}」的资格预检" in turn.replies[0].text


def test_scanning_the_code_again_goes_on_with_the_open_precheck(notices: Notices) -> None:
    state = after(notices, "先进低碳技术项目试点资格预检", "1")
    turn = told(event("SCAN", "tech"), notices, state)
    assert turn.state.dialog == state.dialog
    assert turn.replies[-1].asks == "project_role"
    assert "接着" in turn.replies[0].text


def test_scanning_another_pilots_code_starts_that_one(notices: Notices) -> None:
    state = after(notices, "先进低碳技术项目试点资格预检", "1")
    turn = told(event("SCAN", "leader"), notices, state)
    assert turn.state.dialog is not None
    assert turn.state.dialog.programmes == ("leader",)


def test_a_follower_who_scans_another_code_is_offered_the_choices(notices: Notices) -> None:
    turn = told(event("SCAN", "poster-7"), notices)
    assert turn.replies[0].choices == turn.state.offered != ()


@pytest.mark.parametrize("name", ["unsubscribe", "VIEW", "view_miniprogram", "LOCATION", "TEMPLATESENDJOBFINISH",
                                  "scancode_push", "MASSSENDJOBFINISH", "something_new", ""])  # fmt: skip
def test_what_needs_no_answer_gets_none(name: str) -> None:
    assert heard(event(name, "116.3,39.9")) is None
    assert heard(NOTHING) is None


# —— the menu ——


def test_every_key_of_the_menu_is_answered(notices: Notices) -> None:
    keys = [item["key"] for button in menu_payload()["button"] for item in button.get("sub_button", [button])]
    assert len(keys) >= 10
    for key in keys:
        turn = told(event("CLICK", key), notices)
        assert turn.outcome in (Outcome.answered, Outcome.clarified, Outcome.in_dialog), key
        assert turn.replies[0].kind != "decline", key


def test_a_menus_question_in_the_middle_of_a_precheck_leaves_it_open(notices: Notices) -> None:
    state = after(notices, "先进低碳技术项目试点资格预检", "1")
    turn = told(event("CLICK", "什么时候截止"), notices, state)
    assert "2023年8月31日截止" in turn.replies[0].text
    assert turn.replies[-1].asks == "project_role"


def test_a_tap_on_a_menu_of_yesterday_is_understood(notices: Notices) -> None:
    assert "2023年8月31日截止" in told(event("CLICK", "截止时间"), notices).replies[0].text


def test_a_key_that_is_not_ours_brings_the_choices(notices: Notices) -> None:
    turn = told(event("CLICK", "V1001_TODAY_MUSIC"), notices)
    assert "菜单已更新" in turn.replies[0].text
    assert turn.state.offered


# —— messages ——


def test_a_voice_with_its_words_is_heard_as_text() -> None:
    voice = replace(NOTHING, kind="voice", recognition="什么时候截止。")
    assert heard(voice) == Heard("什么时候截止", "什么时候截止")


@pytest.mark.parametrize("recognition", ["", "。", "  "])
def test_a_voice_without_words_is_asked_to_type(notices: Notices, recognition: str) -> None:
    turn = told(replace(NOTHING, kind="voice", recognition=recognition), notices)
    assert "请打字" in turn.replies[0].text


@pytest.mark.parametrize("kind", ["image", "video", "shortvideo", "location", "link"])
def test_what_cannot_be_read_is_answered_with_what_can_be_done(notices: Notices, kind: str) -> None:
    turn = told(replace(NOTHING, kind=kind, label="某街1号", url="https://x.example", title="标题"), notices)
    assert turn.outcome is Outcome.clarified
    assert "打字" in turn.replies[0].text
    assert "某街" not in repr(turn)
    assert "x.example" not in repr(turn)


def test_a_picture_in_the_middle_of_a_precheck_leaves_the_question_open(notices: Notices) -> None:
    state = after(notices, "先进低碳技术项目试点资格预检", "1")
    turn = told(replace(NOTHING, kind="image"), notices, state)
    assert turn.state.dialog == state.dialog
    assert turn.replies[-1].asks == "project_role"
    assert converse("2", turn.state, notices, TODAY).state.answers["project_role"] == "supplier"


@pytest.mark.parametrize("text", ["【收到不支持的消息类型，暂无法显示】", "[Unsupported Message]", "", "  "])
def test_what_the_platform_does_not_pass_on(notices: Notices, text: str) -> None:
    turn = told(replace(NOTHING, kind="text", text=text), notices)
    assert turn.step == "unreadable"


def test_text_is_taken_as_it_is() -> None:
    assert heard(replace(NOTHING, kind="text", text=" 100%确定？ ")) == Heard(" 100%确定？ ", " 100%确定？ ")


def test_a_tapped_choice_that_comes_back_encoded_is_read() -> None:
    assert heard(replace(NOTHING, kind="text", text="%E6%9B%B4%E5%A4%9A")) == Heard("更多", "更多")
