"""What the official account does with each kind of message and event."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from urllib.parse import unquote

from bot.channels.wechat.incoming import Incoming
from bot.channels.wechat.menu import words_of
from bot.channels.wechat.welcome import menu_changed, pilot_of, precheck, scanned, unreadable, welcome
from bot.channels.wechat.wording import wording
from bot.conversation import Turn
from bot.notices import Notices
from bot.state import ConversationState

Answer = Callable[[ConversationState, Notices, date], Turn]

SCENE_PREFIX = "qrscene_"
"""What the platform puts before a scene code when the scan made a follower."""

# The platform's stand-in for what it does not pass on, such as stickers.
_NOT_PASSED_ON = re.compile(r"[【\[](?:收到不支|unsupported message)", re.IGNORECASE)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2}){3,}")


@dataclass(frozen=True)
class Heard:
    """What the door shall take: ``text`` as if typed, kept in the log as ``log_text``.

    ``answer`` stands in for the conversation, where the message was not one in words.
    """

    text: str
    log_text: str
    answer: Answer | None = None


def heard(incoming: Incoming, privacy: str = "") -> Heard | None:
    """None for what needs no answer: someone leaving, opening a page, sharing where they are, and whatever is new.

    ``privacy`` is what a new follower is told first about what is kept of them.
    """
    match incoming.kind:
        case "text":
            return _text(incoming.text)
        case "voice":
            said = incoming.recognition.strip().removesuffix("。").strip()
            return Heard(said, said) if said else _unreadable("[语音]", wording().voice)
        case "image":
            return _unreadable("[图片]", wording().image)
        case "video" | "shortvideo":
            return _unreadable("[视频]", wording().video)
        case "location":
            return _unreadable("[位置]", wording().location)
        case "link":
            return _unreadable("[链接]", wording().link)
        case "event":
            return _event(incoming.event.lower(), incoming.event_key.strip(), privacy)
        case _:
            return None


def _text(text: str) -> Heard:
    if not text.strip() or _NOT_PASSED_ON.match(text.strip()):
        return _unreadable("[不支持的消息]", wording().unsupported)
    if _ENCODED.fullmatch(text.strip()):
        # Undocumented: whether every client decodes what a tapped choice says.
        text = unquote(text.strip())
    return Heard(text, text)


def _event(event: str, key: str, privacy: str) -> Heard | None:
    match event:
        case "subscribe":
            # The key may also be last_trade_no_…, a payment's number: nothing to look at, and nothing to keep.
            scene = key.removeprefix(SCENE_PREFIX) if key.startswith(SCENE_PREFIX) else ""
            return Heard("", "[关注]", partial(_told_at_first, privacy, partial(_into, scene, welcome)))
        case "scan":
            return Heard("", "[扫码]", partial(_into, key, scanned))
        case "click":
            words = words_of(key)
            return Heard("", "[菜单]", menu_changed) if words is None else Heard(words, words)
        case _:
            return None


def _told_at_first(privacy: str, answer: Answer, state: ConversationState, notices: Notices, today: date) -> Turn:
    """The answer with what is kept of its person below its first words."""
    turn = answer(state, notices, today)
    first, *others = turn.replies
    text = "\n".join(part for part in (first.text, privacy) if part)
    return replace(turn, replies=(first.model_copy(update={"text": text}), *others))


def _into(scene: str, otherwise: Answer, state: ConversationState, notices: Notices, today: date) -> Turn:
    pilot = pilot_of(scene, notices)
    if pilot is None:
        return otherwise(state, notices, today)
    return precheck(pilot, state, notices, today)


def _unreadable(name: str, sentence: str) -> Heard:
    return Heard("", name, partial(unreadable, sentence))
