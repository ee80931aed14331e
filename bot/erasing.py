"""「删除我的记录」: hearing that somebody wants their records gone, asking once whether they mean it.

The deletion itself stands at the door, in the turn's own transaction (``memory/ledger.py``).
"""

from __future__ import annotations

import re

from bot.guide import put_again
from bot.offered import choice_of
from bot.replies import Outcome, Reply
from bot.speaking.wording import say
from bot.state import ConversationState, Pending
from bot.turn import Hearing, Turn
from knowledge.normalise import normalise

STEP = "forget"
CONFIRM, KEEP = "确认删除", "先不删"

_MATTER = "(erase)"  # no entry's id: those are letters, figures and _
_CHOICES = (CONFIRM, KEEP)
_LONGEST = 200  # characters; longer ones tell a story, and would take the patterns a tenth of a second

_VERB = r"(?:删除|删掉|删去|删了|删|清除|清空|清掉|清理|清了|清|抹掉|抹去|抹除|抹了|销毁|擦除|擦掉|去除)"
_OURS = (
    r"(?:聊天|对话|问答|咨询|提问|谈话|历史|预检)(?:的)?(?:记录|内容|数据|信息|结果|历史)"
    r"|聊天|对话(?:历史)?|历史记录"
)
_ANY = r"(?:记录|数据|资料|信息|隐私|内容|东西|痕迹|档案|账号|账户|历史|说过的话|说的话|问过的)"
_MINE = r"(?:我们?|本人|自己|俺)(?:在(?:你们?|这)(?:里|这里|那里|这|这儿)?)?"
_FILL = (
    r"(?:的|所有|全部|一切|之前|以前|刚才|过去|这些|那些|这个|那个|留下|留|存|保存|记|过|了|个人|全|聊天|对话|问答|咨询|提问"
    r"|使用|有关|相关|历史|预检|微信|网页|在(?:你们?|这)(?:里|这里|那里|这儿?)?|你们?)*"
)
_MIDDLE = (
    r"(?:都|全部?|统统|通通|一下|下|给我|帮我|请|能不能|可不可以|能|可以|可否|要|想|怎么|如何|怎样|马上|立刻|彻底)*"
)
_WHAT = rf"(?:{_FILL}(?:{_OURS})|{_MINE}{_FILL}(?:{_OURS}|{_ANY}))"
_BEFORE = rf"{_VERB}(?:掉|了|一下|下|全部|所有|一切|你们?|关于|有关|与|跟|和|保存|存|记|的)*{_WHAT}"
_AFTER = rf"{_WHAT}{_MIDDLE}{_VERB}"
_SHORT = (
    rf"(?:请|帮我|我要求?|我想|怎么|如何)?{_VERB}(?:掉|全部|所有|一下)*(?:个人)?{_ANY}"
    r"|(?:请|把)?(?:忘掉|忘记|忘了)我|注销(?:我的)?账[号户]"
)
_ERASE = re.compile(rf"{_BEFORE}|{_AFTER}|^(?:{_SHORT})[吧啊呀吗呢?!。]*$")
_NOT = re.compile(
    r"(?<![能可要想])(?:不要|别|不用|不想|不必|不能|不|没有?)(?:再|把|给我|帮我)?[^,，。;；]{0,8}?(?:删|清|抹|销毁|擦)"
)

# What every text has that _ERASE finds something in: few have it, and it is found at once.
_OF_ERASING = re.compile("[删清抹擦忘]|去除|销毁|注销")

_GONE = r"(?:删除|清除|删掉|删了|删)"
_YES = re.compile(
    rf"(?:是的?|对的?|好的?|可以|行|嗯+|要的?|yes|ok|(?:全部?|都|全都)?{_GONE}|清"
    rf"|(?:(?:是的?|嗯|好的?)[,，]?)?我?(?:确认|确定|同意|要)(?:要)?{_GONE}?)[吧啊呀了的]*[!。]?"
)
_NO = re.compile(
    rf"(?:先?(?:不|别|不要|不用|暂不|不想){_GONE}?|算了|取消|再想想|我再想想|no)[吧了啊]*[!。]?"
)


def asks_to_erase(text: str) -> bool:
    """Whether somebody asks for their own records, of this talk, to be deleted: not those of an application."""
    said = normalise(text).replace(" ", "")
    if len(said) > _LONGEST or not _OF_ERASING.search(said):
        return False
    return bool(_ERASE.search(said)) and not _NOT.search(said)


def erase(heard: Hearing) -> Turn | None:
    """Asked for, the question whether they mean it; confirmed, the end of all records; anything else is as ever."""
    pending = heard.state.pending
    if pending is not None and pending.matters == (_MATTER,):
        said = choice_of(heard.text, _CHOICES) or normalise(heard.text)
        if said == CONFIRM or _YES.fullmatch(said):
            reply = Reply(kind="answer", text=say("erased"))
            return Turn(Outcome.answered, (reply,), ConversationState(), STEP, forget=True)
        if said == KEEP or _NO.fullmatch(said):
            kept = heard.state.model_copy(update={"pending": None})
            replies = (Reply(kind="answer", text=say("not_erased")), *put_again(kept, heard.notice, heard.today))
            return Turn(Outcome.answered, replies, kept, STEP)
    if not asks_to_erase(heard.text):
        return None
    hotline = heard.notice.particulars.hotline.value
    reply = Reply(kind="clarify", text=say("erase", hotline=hotline), choices=_CHOICES)
    state = heard.state.model_copy(update={"pending": Pending(matters=(_MATTER,), choices=_CHOICES)})
    return Turn(Outcome.clarified, (reply,), state, STEP)
