"""What the door itself says, when a message cannot go through to the conversation; always with the hotline."""

from __future__ import annotations

from bot.notices import Notices
from bot.replies import Reply
from bot.speaking.wording import say


def hotline(notices: Notices) -> str:
    """The telephone numbers of the office behind the first notice."""
    return next(iter(notices.values())).particulars.hotline.value


def sorry(notices: Notices) -> Reply:
    """Something went wrong on our side."""
    return _or_call(notices, "抱歉，刚才出了点问题，没能答上来。请稍后再发一次；")


def too_long(notices: Notices, length: int, limit: int) -> Reply:
    """The message is longer than we read; ``length`` and ``limit`` in characters."""
    return _or_call(notices, f"这条消息有 {length} 个字，太长了，我一次最多能读 {limit} 个字。请分成几条来问；")


def too_fast(notices: Notices) -> Reply:
    """One person sends more than can be meant."""
    return _or_call(notices, "您发得有点快，请过一会儿再发；着急的话，")


def crowded(notices: Notices) -> Reply:
    """So many are asking at once that an answer would come too late."""
    return _or_call(notices, "现在提问的人很多，一时忙不过来，请过一两分钟再发一次；")


def not_yet(notices: Notices) -> Reply:
    """The answer is not ready when the channel must have one; it will be there when the person asks for it."""
    return _or_call(notices, "正在查，还要几秒。请稍后回复“更多”看结果；")


def follows(notices: Notices) -> Reply:
    """The answer is not ready when the channel must have one; it will be sent on its own."""
    return _or_call(notices, "正在查，结果马上发给您；")


def forgotten() -> Reply:
    """A message that came before its person had everything deleted, or the very one that did: it is not taken again."""
    return Reply(kind="answer", text=say("erased"))


def started_afresh() -> Reply:
    """What was remembered of the talk cannot be read: another version of the program wrote it, or it is damaged."""
    return Reply(kind="answer", text="系统更新后，之前的对话进度读不出来了，我们从头开始；之前的预检结果链接仍可打开。")


def _or_call(notices: Notices, said: str) -> Reply:
    return Reply(kind="decline", text=f"{said}也可以直接拨打咨询电话 {hotline(notices)}。")
