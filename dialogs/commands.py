"""What a person may say to the dialog itself: why, back, change, skip, stop, go on.

A command fills the whole utterance, so that 整改 or 另一个项目 within an answer is never taken for one.
Handing over to the hotline is not here: it is heard before any dialog.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from dialogs.numerals import NUMERAL, tidy, whole


class Command(StrEnum):
    """What is asked of the dialog."""

    why = "why"  # 为什么问这个
    back = "back"  # 上一步
    change = "change"  # 改第2题, 我改一下，注册地是天津
    skip = "skip"  # 跳过
    restart = "restart"  # 重来
    leave = "leave"  # 退出
    enough = "enough"  # 到此为止
    go_on = "go_on"  # 继续
    whole = "whole"  # 继续看完
    another = "another"  # 换一个项目
    more = "more"  # 更多
    refine = "refine"  # 完善清单
    where = "where"  # 还有几题
    standing = "standing"  # 那我们能报吗
    shown = "shown"  # 结论再发一遍


@dataclass(frozen=True)
class Change:
    """What is to be changed: the question with this ``number``, or what ``words`` name, and to what where said."""

    number: int | None = None
    words: str = ""


# 那我们算能报了？, 行，那俺村就能报啦: what leads up to it, and who.
_SO = r"(?:那么?|所以|行|好|哦|嗯|意思是|照这样|这样|这么说|按这个|,)"
_WE = r"(?:(?:我|咱|你看|你说)们?(?:这样的?|这种|这边|这情况|家|单位|公司|厂|学校|村|社区|小区|院|这个项目)?)"
# 刚才的结论能发我一份不, 预检的结果能不能保存或者再发一遍.
_ABOUT = r"(?:我是说|我说的?是|把|将|刚才|刚刚|上面|前面|那个|这个|这次|预检|检查|对照|我们?|的|,)"
# Looked for first: most texts have no word of it, and are told so at once.
_IF_ONE_MAY = "(?=.{2,30}$)(?=.*(?:[报够格戏符合参请]|行不行))"
_ONCE_MORE = "(?=.*结[果论])(?=.*(?:再|重新|发|存|截图|调))"
_AGAIN = (
    r"(?:能不能|可不可以|可以|能|请|麻烦|再|重新|给|我|保存|存|下来|截图|发|说|显示|看|来|调|出来|一[份遍次下]|或者|或|"
    r"不|吗|么|吧|呗|行|好|一个|,)"
)

_WORDS = {
    Command.why: (
        r"(?:你们?)?(?:为什么|为啥|为何|干嘛|干吗|干啥)(?:还?要|需要)?(?:问|了解|知道|填|提供)?(?:我们?)?(?:这个|这些|这|那|此)?(?:个?问题|题|信息)?",
        r"(?:为什么|为啥|为何)(?:还?要|需要)?(?:问|了解|知道).{1,12}",
        r"你?们?(?:干嘛|干吗|干啥|咋)?(?:老|总|还)?(?:问|填)(?:我们?|咱们?)?(?:这个|这些|这)(?:问题)?(?:干什么|做什么|干嘛|干吗|干啥|有什么用|有啥用|有何用|是为什么)",
        r"这个?(?:问题)?(?:有什么用|有啥用|跟.{1,8}有什么关系)",
        r"(?:这|这个|这道|这一)?(?:个?问题|道?题)?(?:是|到底是)?(?:啥|什么|几个)意思|(?:这题|这个问题|这道题|问题)?(?:看不|没看)(?:太|大)?(?:懂|明白)(?:这题|这个|这个问题)?",
    ),
    Command.back: (
        r"(?:返回|退回|回到|回)?(?:上一步|上一题|上一个(?:问题)?|前一题|前一步)",
        r"返回|后退|回退|退回|撤销|撤回|倒回去",
    ),
    Command.skip: (
        r"(?:先|这题|这个|这道题?)?(?:先|我)?(?:跳过|略过|不答|不回答|不填)(?:这题|这个|这道题?|这一题|它)?",
        r"下一题|下一个问题|pass|skip",
    ),
    Command.restart: (
        r"重来|重新开始|重新来|从头开始|从头再来|再来一次|重做|重置",
        r"重新(?:测|填|做|预检|答|问)(?:一[次遍])?",
    ),
    Command.leave: (
        r"我?(?:退出|结束|取消|停止|终止|中止|离开)(?:预检|对话|问答|测试|测评|了)?",
        r"(?:[我咱]们?|先|还是)*不(?:想)?(?:再)?(?:做|测|查|答|填|问|弄|搞|玩)了",
        r"先?换个(?:事儿?|话题)|先?不说这个了|先放一?放",
        r"(?:这个|这题)?不(?:要|报|弄|做|搞)(?:这个|这题|了这个)(?:了|吧)?|(?:还是)?算了|先这样|quit|exit|cancel|stop",
    ),
    Command.enough: (r"到此为止|就到这里?|不(?:用|必|需要)?(?:继续|看)了?|不继续|不看了|够了|停在这里",),
    Command.whole: (
        r"(?:继续)?(?:看完|看全部|看完整(?:的|结果)?|全部看完|看看全部|查完|问完)",
        r"继续看|全部看|(?:看|想看)其[他余](?:的)?(?:条件)?|都看看",
    ),
    Command.go_on: (r"(?:继续|接着)(?:来|问|做|答|填|预检)?|往下|(?:先|就|那就|算了,?)?不(?:用|想)?改了?|go|continue",),
    Command.where: (
        r"(?:现在|这是|到)?第?几(?:道|个)?(?:题|问题)了?|(?:一共|总共|大概|后面)?(?:还)?(?:有|剩|要)(?:下)?(?:多少|几)(?:道|个)?(?:题|问题)目?",
        r"(?:问题?|题)?(?:怎么|咋|干嘛|干吗)?(?:还)?(?:问|要问|有)?(?:这么|那么|恁)多(?:问题|题)?(?:干嘛|干吗|干啥|干什么)?|有完没完|没完没了|还没问?完",
        r"(?:还要)?(?:问|答)(?:多少|几)(?:道|个)?(?:题|问题)?|(?:还要)?多久(?:问|答|做)完|(?:做|问|答)到哪(?:里|儿)?了?",
    ),
    Command.another: (
        r"(?:换|再查|再测|再看|再预检|再来|重新查|另查|查另外?|测另外?|查|换成)(?:一|另一?|下一)?(?:个|家)(?:别的|其他)?"
        r"(?:项目|公司|单位|企业|社区|村)?(?:预检|查一?下)?",
    ),
    Command.more: (
        r"(?:看|查看|显示)?(?:更多|详细|详情|全部条件|逐条(?:结果|对照)?|明细|详细结果)(?:信息|内容)?|展开",
        r"(?:算了)?,?(?:先|直接|我要|想)?(?:看|给)(?:一?下|看)?(?:结果|结论)",
        r"(?:那|所以)?(?:结果|结论)(?:呢|是什么|怎么样)?",
        r"(?:为什么|哪里|哪条)(?:就)?(?:不符合|不行|不能报|不合格)",
    ),
    Command.standing: (
        rf"{_IF_ONE_MAY}{_SO}*(?:到底|究竟|现在|直接说|就说|想知道)*{_WE}?{_SO}*(?:到底|究竟|算|就|还|现在|是不是|是否)*(?:是|算)?"
        r"(?:能不能|可不可以|能|可以|够得?上|够不够|符不符合|符合)(?:申?报|报上|参加|申请|条件|资格)(?:了|上|得?上|啦|吗|么|不|吧|没|没有|呀)*",
        rf"{_IF_ONE_MAY}{_SO}*{_WE}?(?:算|到底|究竟|还)?(?:有没有戏|有戏吗?|有戏没|行不行|够格吗?|够不够格|合不合格)(?:了|啊|呢)?",
    ),
    Command.shown: (
        rf"{_ONCE_MORE}{_ABOUT}*(?:结果|结论){_AGAIN}+",
        rf"{_ONCE_MORE}{_AGAIN}+{_ABOUT}*(?:结果|结论)(?:吧|吗|不|呗)*",
    ),
    Command.refine: (r"(?:完善|补充|细化)(?:我的)?(?:申报)?(?:材料)?清单", r"我的(?:申报)?(?:材料)?清单"),
}
_COMMANDS = tuple((command, re.compile("|".join(patterns))) for command, patterns in _WORDS.items())
# Most texts are no command: one pattern of all tells so sooner than one after the other.
_ANY_COMMAND = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _COMMANDS))
_SOFTENERS = re.compile(
    r"^(?:嗯|那就?|那么|请|麻烦|帮我|给我|我想|我要|可以|好的?,?|行,?)+|[吧呢啊呀哦嘛啦了。.!~?]+$|一下$"
)
# 不是，等等，问我这个干嘛: what breaks off before a protest or a farewell. Elsewhere 不是 may be the answer itself.
_BREAKING_OFF = re.compile(
    r"^(?:(?:不是|等等|等一?下|慢着|哎呀?|唉|喂|好了|行了?|得了?|(?:真|好|太)?烦(?:死了?|人|啊)?(?:了)?|我去|天哪)[,.。!~]*)+"
)
_LONGEST_OUTBURST = 4
_MARKS = re.compile("[,。.!;]")
_CUTTING_IN = (Command.why, Command.leave, Command.where)

_FIRST_PART = re.compile(r"([^\s,。.!;~]*)[\s,。.!;~]*(.*)", re.DOTALL)
_NEVER_MIND = re.compile("(?:还是)?算了|先这样")

_CHANGE = re.compile(
    r"(?:那|等等|等一?下|不好意思)*,?(?:[我咱]们?)?(?:要|想|得|需要|能不能|可以)?再?(?:修改|更改|更正|纠正|改)(?![造制建善进革装良变扩组正])"
    r"(?:一?下|个)?(?:我的|刚才的|前面的|上面的|之前的)?(?:回答|答案)?(?:了|吧)?[,:]?[成为]?(?P<what>.*)"
)
_CHANGE_TO = re.compile(
    r"(?:请|麻烦)?(?:把|将)?(?P<what>.{1,16}?)(?:这题|这个)?(?:改成|改为|更正为|修改为|应改为|换成|改到)(?P<to>.+)"
)
_MISSPOKE = re.compile(
    r"(?:哦|噢|啊|哎呀?|呃|嗯|,|不好意思|抱歉)*(?:[我咱]们?)?(?:刚才|刚刚|前面|之前|上面|上一?题)?(?:(?:不对[,.。!:]?)+|(?:说|答|选|填|弄|搞|点)?错了?)了?[,.。!:]?(?P<what>.*?)(?:[,.。!:](?:刚才|刚刚|前面|之前)?(?:点|选|说|答|按|填|弄)错了)?"
)
_NUMBERED = re.compile(
    rf"第?(?P<number>{NUMERAL})(?:题|个问题|问|个回答)(?:的?(?:回答|答案))?(?:(?:说|答|选|填|弄|点)?错了?)?[为是成,:]?(?P<rest>.*)"
)


def command_in(text: str) -> Command | None:
    """The command that ``text`` is, ``change`` left aside; None for anything else."""
    line = tidy(text)
    short = _SOFTENERS.sub("", _SOFTENERS.sub("", line))
    said = line.rstrip("?。.!~")
    if any(map(_ANY_COMMAND.fullmatch, {said, short})):
        return next(command for command, words in _COMMANDS if words.fullmatch(said) or words.fullmatch(short))
    parts = [part for part in _MARKS.split(line) if part]
    if 1 < len(parts) <= _LONGEST_OUTBURST and {command_in(part) for part in parts} == {Command.leave}:
        return Command.leave  # 不做了，退出
    broken_off = _BREAKING_OFF.match(line)
    if broken_off is None:
        return None
    commands = {_cutting_in(part) for part in _MARKS.split(line[broken_off.end() :]) if part}
    return commands.pop() if len(commands) == 1 else None


def _cutting_in(part: str) -> Command | None:
    """Why or leave, where a part of an outburst is just that."""
    command = command_in(part)
    return command if command in _CUTTING_IN else None


def after_leaving(text: str) -> str:
    """What is asked for beside leaving: 给先进低碳技术做预检, of 退出，给先进低碳技术做预检; empty elsewhere.

    算了，没有 answers, and leaves nothing.
    """
    match = _FIRST_PART.match(unicodedata.normalize("NFKC", text).strip())
    first, rest = match.groups() if match else ("", "")
    leaves = command_in(first) is Command.leave and not _NEVER_MIND.fullmatch(tidy(first))
    return rest if leaves and len(rest) > 1 and command_in(rest) is None else ""


def change_in(text: str) -> Change | None:
    """What ``text`` asks to change, None where it asks for no change.

    ``words`` is the rest, for the caller to find the fact and its new value in: 注册地是天津, 注册地, or nothing.
    """
    line = tidy(text).rstrip("。.!~?吧")
    match = _CHANGE_TO.fullmatch(line)
    if match:
        return _numbered(match["what"], match["to"]) or Change(words=f"{match['what']}是{match['to']}")
    match = _CHANGE.fullmatch(line) or _MISSPOKE.fullmatch(line)
    if match is None:
        return _numbered(line) if line.endswith("错") or "错了" in line else None
    return _numbered(match["what"]) or Change(words=match["what"])


def misspoke(text: str) -> bool:
    """不对，我们是事业单位: an earlier answer was wrong, and the pending one is not yet given."""
    return _MISSPOKE.fullmatch(tidy(text)) is not None


def _numbered(what: str, to: str = "") -> Change | None:
    match = _NUMBERED.fullmatch(what)
    number = whole(match["number"]) if match else None
    return Change(number, match["rest"] + to) if match and number is not None else None
