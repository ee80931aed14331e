"""How a Chinese answer is put: its parts, and whether a part asks, doubts, supposes, denies, or speaks of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from dialogs.numerals import tidy

# The steps of a turn cut the same message again and again.
RECENT = 64

_BREAKS = re.compile(
    r"[,。;!~…()\n]+|(?<=[看下况何说]):|(?<=\?)|但是|但(?!愿)|不过|而且|并且|另外(?![一的那几两])|同时|(?<!不)然后"
)
_LINE_ENDS = re.compile(r"[\r\n]+")
_BLANK = re.compile(r"(?<=[一-鿿])(?<![年月日号]) +(?=[一-鿿])(?![年月日号])")

_ASKS = re.compile(
    r"\?|吗|告诉(?:我|一?下)|直接[说讲]|什么(?!都|也)|啥|怎么|怎样|咋|多少|多久|哪(?!怕|里都|个都)|为何|为什么|是不是|(?<!没)有没有|能不能|能否|可不可以|可否|算不算|"
    r"要不要|行不行|是否|谁|呢$|过没有$|了没有?$|(?<![了好十这那前头过])几[份天号点页类]|如何|(?<![什怎那这多要])么\??$|(?:行|能|可以|可|对|是|算|够)不\??$|(?:有戏|有希望|够格|合格|行|够)没有?\??$"
    r"|(?:能|可以)[^没不]{2,14}不\??$|([一-鿿])不\1"
)
_STATES = re.compile(r"(?<=还[没未在]..)呢$|(?<=还[没未在].)呢$|(?<=着)呢$")
_FOR_ONESELF = re.compile(
    r"(?:能不能|能否|可不可以|可否|可以|能够|能|够不够格|有没有资格|够格|有资格|适合|该|想)(?:由我们?|让我们?|来|去|再|继续|一起|今年|还|接着)*"
    r"(?:申报|申请|报|参加|参评|评|试|不)|够不够|够格[吗么不]|够条件[吗么不]|合格[吗么]|符不符合|符合.{0,6}(?:吗|么|不|条件)|合不合适|有戏|行不行|行吗|行么|可以[吗么不]|能[吗么不]"
)
# 能报哪个 is asked for oneself, too.
_OTHERWISE = re.compile(
    r"什么|怎|哪(?!(?:一|几)?[个类种](?:试点)?[呢啊]?\??$)|谁|多少|几[份天号点页]|如何|为何|为什么"
)
_LACKS = re.compile(r"(?:还|都|到底)?[差缺少](?:点|些)?(?:啥|什么|哪些|哪样)")
_LEFT_OPEN = re.compile(r"(?:我们?|咱们?|自己)?(?:也|还|都)?(?:不|没)(?:太|大)?(?:知道|清楚|晓得|确定)(?:了|的|呢)?$")
_HEDGES = re.compile(
    r"应该|可能|大概|大约|好像|估计|也许|似乎|貌似|或许|恐怕|差不多|印象中?|我觉得|我想|我猜|不太确定|不敢肯定|基本上?|算是|吧$"
)
_FILLERS = re.compile(
    r"^(?:嗯+|呃+|额|哦+|啊+|那个?|这个|我们?的?|咱们?的?|本单位|我司|我单位|就是|其实|答案?是?|选择?|我选)+"
)
_PARTICLES = re.compile(r"(?:[吧呢啊呀哦嘛啦哈的了噢喔哒滴]|[.!。~,])+$")

_UNKNOWN = re.compile(
    r"^(?:我们?|咱|这个|这|那|具体|日期|时间|哪天|暂时|目前|现在|也|真的?|还|都|实在|完全|其实|自己|嗯|呃)*"
    r"(?:(?:不|没)(?:太|大|是很|怎么)?(?:清楚|知道|晓得|确定|了解|明白|懂|肯定|记得|好说|好确定)|不详|说不[好准清]|拿不准|没查过?|没有?查|没问过?|"
    r"没(?:什么)?印象|记不[清得起]|忘了|忘记|搞不清|弄不清|待查|待确认|要问(?:一?下)?|得问|得查|要查(?!的)|回头查|也许吧|可能吧|大概吧|不好说)"
    r"(?P<rest>.*)$"
)
_NOT_UNKNOWN = re.compile(r"\?|能不能|可以|申报|什么时候|怎么办|吗|截止|材料|政策")

_SUPPOSES = re.compile(r"如果|假如|(?<![主只需])要是|若是|倘若|万一|假设|假使|比如")
_INTENDS = re.compile(r"打算|准备|计划|想要|想[在去把]|将要|拟(?!定)|考虑|以后会|将来")
_OTHERS = re.compile(
    r"母公司|总公司|总部|集团|上级|子公司|分公司|办事处|办公(?!楼|大楼|建筑|区)|他们|她们|它们|对方|别的|别家|另一家|其他(?:公司|单位|企业)|兄弟单位|客户|股东|"
    r"朋友|同行|隔壁|关联|合作方|辖区"
)
_WAIT = re.compile(r"等等|等一?[下会]儿?|慢着|且慢")
_NOT_SO = re.compile(r"(?:哎|唉|喂|啊)?(?:不是|不对)(?:啊|呀|哎)?")

# Penalties and accidents that are none of what a notice on emissions asks about.
_OTHER_MATTERS = re.compile(
    r"税|消防|市场监管|市监|工商|交警|交通|违章|超速|城管|社保|劳动|食药|药监|卫生局|卫健|住建|物价|海关|证监|银保监|计生"
)
_OUR_MATTERS = re.compile(r"环保|环境|生态|污染|排污|排放")

# Words that hold a negator without denying anything.
_HARMLESS = re.compile(
    r"不过|不仅|不但|不光|不论|不管|不错|没错|没问题|不好意思|不得不|没关系|无论|无锡|未来|非常|差不多|不久|不等|不少|不断|不止|并非常"
    r"|无人[机车驾]|无线|无缝|无纺|无机|无损|无尘|无土|不锈|不干胶|非织造|非标|非金属|非晶|非遗"
)
NEGATOR = r"(?:没有|没|不|未|无|非)"
_LIGHT = (
    r"(?:是|在|被|受到?|属于|算|有|完全|全部|都|曾经?|能|过|发生|收到|具有|具备|进行|纳入|加入|进|到|于|"
    r"得到|获得|再|出现?|因为?)"
)
_DENIED = re.compile(rf"((?:{NEGATOR}{_LIGHT}*)+)$")


@lru_cache(maxsize=RECENT)
def parts(text: str) -> tuple[str, ...]:
    """The tidied parts of an utterance, cut at punctuation, line ends and 但是; a question mark stays with its part."""
    text = _BLANK.sub("\n", _LINE_ENDS.sub("\n", unicodedata.normalize("NFKC", text)))
    return tuple(part for piece in _BREAKS.split(text.lower()) if (part := tidy(piece)))


def asks(part: str) -> bool:
    """Whether a part is put as a question; 「应该算吧？」 and 「还没成立呢」 are not."""
    if part.endswith("?") and (stated := part.rstrip("?")).endswith("吧"):
        part = stated
    part = _STATES.sub("", part)
    return _ASKS.search(part) is not None


def leaves_open(part: str) -> bool:
    """「有没有事故我不清楚」: a question that is not put, and tells nothing either."""
    return _LEFT_OPEN.search(part) is not None


def asks_for_oneself(part: str) -> bool:
    """Whether a question is whether, or for which, one may apply, or what is lacking: 能不能报技术试点, 能报哪个.

    How and when one applies is another question.
    """
    if _LACKS.search(part):
        return True
    other = _OTHERWISE.search(part)
    return _FOR_ONESELF.search(part) is not None and other is None


def hedged(part: str) -> bool:
    return _HEDGES.search(part.rstrip("?.")) is not None


def plain(part: str) -> str:
    """A part without the words that only soften it: hedges, fillers in front, particles behind."""
    part = _HEDGES.sub("", part.rstrip("?"))
    return _PARTICLES.sub("", _FILLERS.sub("", part)) or _PARTICLES.sub("", part)


def unknown(part: str) -> bool:
    """Whether the part says 不清楚 in one of its many ways."""
    match = _UNKNOWN.match(part)
    return match is not None and len(match["rest"]) <= 10 and not _NOT_UNKNOWN.search(part)


def only_half(part: str) -> bool:
    """既是供应商也是用户: naming one of the two says too little."""
    return re.search(r"既.*[又也]|不仅|不但|不光|除了", part) is not None


def without_protest(said: Sequence[str]) -> list[str]:
    """The parts without the 不是 of one who cuts in, 「不是，等等…」: it answers nothing."""
    cutting_in = any(map(_WAIT.fullmatch, said))
    return [part for part in said if not (cutting_in and (_NOT_SO.fullmatch(part) or _WAIT.fullmatch(part)))]


def supposes(part: str) -> bool:
    return _SUPPOSES.search(part) is not None


def intends(part: str, said: str = "") -> bool:
    """打算在北京注册: not so yet; ``said`` is what was meant by the part (准备成立)."""
    return any(match[0] not in said for match in _INTENDS.finditer(part))


def of_others(part: str, said: str = "") -> bool:
    """Whether a part speaks of a parent company, an office, the neighbours; ``said`` is what was meant by it."""
    return any(match[0] not in said for match in _OTHERS.finditer(part))


def of_other_matters(part: str) -> bool:
    """被税务局罚过: another authority's penalty, with no word of the environment beside it."""
    return _OTHER_MATTERS.search(part) is not None and not _OUR_MATTERS.search(part)


def negations(before: str) -> int:
    """How many negators govern what comes right after ``before``: 0, 1, or 2 for 「不是没有」."""
    masked = _HARMLESS.sub(lambda match: "＊" * len(match[0]), before)
    match = _DENIED.search(masked)
    return len(re.findall(NEGATOR, match[1])) if match else 0


def denies(text: str) -> int:
    """How many negators ``text`` holds at all, harmless words aside."""
    return len(re.findall(NEGATOR, _HARMLESS.sub("", text)))
