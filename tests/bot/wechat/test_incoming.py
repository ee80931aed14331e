"""Every kind of message and event, in the project's own words; what makes two deliveries one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.web.refusal import Refusal
from bot.channels.wechat import payload
from bot.channels.wechat.incoming import Incoming
from tests.bot.wechat.platform import Form, Message, Platform

USER = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
FORMS = ["xml", "json"]


def incoming(message: Message, form: Form = "xml") -> Incoming:
    read_form, fields = payload.read(Platform(form=form).write(message))
    assert read_form == form
    return Incoming.of(fields, nonce="415670741", form=form, sealed=False)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("text", {"Content": "材料交到哪里？"}, {"text": "材料交到哪里？"}),
        ("text", {"Content": "1", "bizmsgmenuid": "101"}, {"text": "1"}),
        ("text", {"Content": ""}, {"text": ""}),
        ("voice", {"MediaId": "m1", "Format": "amr"}, {"media_id": "m1", "recognition": ""}),
        ("voice", {"MediaId": "m1", "Format": "amr", "Recognition": "怎么申报"}, {"recognition": "怎么申报"}),
        ("image", {"PicUrl": "http://pic", "MediaId": "m2"}, {"media_id": "m2"}),
        ("video", {"MediaId": "m3", "ThumbMediaId": "t3"}, {"media_id": "m3"}),
        ("shortvideo", {"MediaId": "m4", "ThumbMediaId": "t4"}, {"media_id": "m4"}),
        ("location", {"Location_X": 39.9, "Location_Y": 116.4, "Scale": 20, "Label": "通州"}, {"label": "通州"}),
        (
            "link",
            {"Title": "通知", "Description": "82号", "Url": "http://a/b"},
            {"title": "通知", "description": "82号", "url": "http://a/b"},
        ),
    ],
)
def test_messages(form: Form, kind: str, fields: dict[str, Any], expected: dict[str, str]) -> None:
    heard = incoming(Platform().message(USER, kind, **fields, MsgId=6054768590064713728), form)
    assert (heard.kind, heard.user, heard.message_id) == (kind, USER, "6054768590064713728")
    assert {name: getattr(heard, name) for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("subscribe", {"EventKey": ""}),
        ("subscribe", {"EventKey": "qrscene_leader", "Ticket": "t"}),
        ("subscribe", {"EventKey": "last_trade_no_4200000000000000000000000000"}),
        ("unsubscribe", {"EventKey": ""}),
        ("SCAN", {"EventKey": "leader", "Ticket": "t"}),
        ("CLICK", {"EventKey": "precheck"}),
        ("VIEW", {"EventKey": "https://a.example/b?c=d", "MenuId": "1"}),
        ("LOCATION", {"Latitude": "39.9", "Longitude": "116.4", "Precision": "9"}),
        ("scancode_push", {"EventKey": "k", "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "1"}}),
        ("pic_sysphoto", {"EventKey": "k", "SendPicsInfo": {"Count": 1, "PicList": [{"PicMd5Sum": "a"}]}}),
        ("MASSSENDJOBFINISH", {"Status": "send success"}),
        ("TEMPLATESENDJOBFINISH", {"Status": "success"}),
        ("subscribe_msg_popup_event", {"SubscribeMsgPopupEvent": {"List": {"TemplateId": "x"}}}),
        ("an_event_nobody_knows_yet", {}),
    ],
)
def test_events(form: Form, event: str, fields: dict[str, Any]) -> None:
    heard = incoming(Platform().event(USER, event, **fields), form)
    assert (heard.kind, heard.event, heard.event_key) == ("event", event, fields.get("EventKey", ""))
    assert len(heard.message_id) <= 128


@pytest.mark.parametrize("kind", ["miniprogrampage", "file", "device_text", "a_kind_of_2030"])
@pytest.mark.parametrize("numbered", [True, False])
def test_kinds_nobody_knows_are_unknown_and_no_error(kind: str, numbered: bool) -> None:
    message = Platform().message(USER, kind)
    if not numbered:
        del message["MsgId"]
    assert incoming(message).kind == "unknown"


def test_a_repeat_is_the_same_and_nothing_else_is() -> None:
    platform = Platform(clock=lambda: 1_693_000_000.0)
    scan = platform.event(USER, "SCAN", EventKey="leader")
    others = [
        platform.event(USER, "SCAN", EventKey="tech"),
        platform.event(USER, "SCAN", EventKey="leader", CreateTime=1_693_000_001),
        platform.event(USER, "CLICK", EventKey="leader"),
        platform.event(USER, "SCAN"),
        platform.text(USER, "你好", MsgId="1"),
        platform.text(USER, "你好", MsgId="2"),
    ]
    ids = [incoming(message).message_id for message in others]
    assert incoming(scan).message_id == incoming(scan | {"Ticket": "t"}).message_id
    assert len({incoming(scan).message_id, *ids}) == len(others) + 1
    assert incoming(others[4]).message_id == incoming(others[4] | {"Content": "别的"}).message_id


def test_the_number_of_a_message_does_not_tell_whose_it_is() -> None:
    """It is kept in the log, where no user is."""
    platform = Platform()
    for message in (platform.text(USER, "你好"), platform.event(USER, "CLICK", EventKey=USER)):
        assert USER not in incoming(message).message_id


@pytest.mark.parametrize("field", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content"])
def test_a_missing_field_is_named(field: str) -> None:
    message = Platform().text(USER, "你好")
    del message[field]
    with pytest.raises(Refusal) as turned:
        incoming(message)
    assert (turned.value.code, turned.value.details) == ("missing_field", {"field": field})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("FromUserName", "o" * 65),
        ("FromUserName", "a\nb"),
        ("ToUserName", "a\tb"),
        ("CreateTime", "yesterday"),
        ("CreateTime", "-1"),
        ("CreateTime", "1" * 13),
        ("CreateTime", "１６９３"),
        ("MsgId", "1 2"),
        ("MsgId", "一"),
        ("MsgId", "1" * 65),
    ],
)
def test_a_misshapen_field_is_named(field: str, value: str) -> None:
    with pytest.raises(Refusal) as turned:
        incoming(Platform().text(USER, "你好") | {field: value})
    assert (turned.value.code, turned.value.details) == ("bad_field", {"field": field})
