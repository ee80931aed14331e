"""A message or event as the rest of the house sees it: the project's own type, whichever form it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2s
from typing import Literal, get_args

from bot.channels.web.refusal import Refusal
from bot.channels.wechat.payload import Fields, Form

Kind = Literal["text", "voice", "image", "video", "shortvideo", "location", "link", "event", "unknown"]

_KINDS = frozenset(get_args(Kind))
_LONGEST_USER = 64
_LONGEST_NAME = 64
_TIME = re.compile(r"[0-9]{1,12}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ReplayedNonce(Refusal):
    """A nonce that was seen before, on another message. A repeat of the same message may carry it again."""

    def __init__(self) -> None:
        super().__init__(409, "replayed_nonce", "这个随机数已用于另一条消息。")


@dataclass(frozen=True, slots=True)
class Incoming:
    """What someone did. Fields that their ``kind`` does not have are empty.

    ``message_id`` is the same for every delivery of the same thing, and different for different ones of the same
    ``user``: the number the platform gave a message; moment, event and a digest of the key of an event. It does not
    tell the user, whose name is not kept: two users may have equal ones (the platform's own have collided).
    ``event`` and ``event_key`` stand as the platform writes them: ``subscribe`` with ``qrscene_…``, ``SCAN``, ``VIEW``.
    """

    kind: Kind
    user: str  # who; an openid
    account: str  # to whom; the account's original id, which is not its AppID
    created: int  # seconds since 1970
    message_id: str
    nonce: str
    form: Form
    sealed: bool
    text: str = ""
    event: str = ""
    event_key: str = ""
    recognition: str = ""  # what a voice message said; mostly empty
    title: str = ""
    description: str = ""
    url: str = ""
    label: str = ""  # the name of a place
    media_id: str = ""

    @classmethod
    def of(cls, fields: Fields, *, nonce: str, form: Form, sealed: bool) -> Incoming:
        """Reads the fields of a message. Refusal 400 names the one that is missing or misshapen."""
        named = _required(fields, "MsgType").strip().lower()
        kind: Kind = named if named in _KINDS else "unknown"  # type: ignore[assignment]
        user, account = _person(fields, "FromUserName"), _person(fields, "ToUserName")
        created = _required(fields, "CreateTime").strip()
        if not _TIME.fullmatch(created):
            raise _misshapen("CreateTime")
        if kind == "text":
            _required(fields, "Content", or_empty=True)
        return cls(
            kind=kind,
            user=user,
            account=account,
            created=int(created),
            message_id=_message_id(fields, kind, created),
            nonce=nonce,
            form=form,
            sealed=sealed,
            text=fields.get("Content", ""),
            event=fields.get("Event", "").strip() if kind == "event" else "",
            event_key=fields.get("EventKey", ""),
            recognition=fields.get("Recognition", ""),
            title=fields.get("Title", ""),
            description=fields.get("Description", ""),
            url=fields.get("Url", ""),
            label=fields.get("Label", ""),
            media_id=fields.get("MediaId", ""),
        )


def _message_id(fields: Fields, kind: Kind, created: str) -> str:
    """At most 128 characters, which is what the memory keeps of it."""
    if kind == "event" or (kind == "unknown" and "MsgId" not in fields):
        name = _required(fields, "Event").strip() if kind == "event" else fields["MsgType"].strip()
        if not name.isprintable() or len(name) > _LONGEST_NAME:
            raise _misshapen("Event" if kind == "event" else "MsgType")
        key = fields.get("EventKey", "")
        digest = f":{blake2s(key.encode(), digest_size=12).hexdigest()}" if key else ""
        return f"{created}:{name}{digest}"
    message_id = _required(fields, "MsgId").strip()
    if not _MESSAGE_ID.fullmatch(message_id):
        raise _misshapen("MsgId")
    return message_id


def _person(fields: Fields, name: str) -> str:
    value = _required(fields, name).strip()
    if not value.isprintable() or len(value) > _LONGEST_USER:
        raise _misshapen(name)
    return value


def _required(fields: Fields, name: str, or_empty: bool = False) -> str:
    value = fields.get(name)
    if value is None or not (value.strip() or or_empty):
        raise Refusal(400, "missing_field", f"消息里缺少 {name}。", field=name)
    return value


def _misshapen(name: str) -> Refusal:
    return Refusal(400, "bad_field", f"消息里的 {name} 写法不对。", field=name)
