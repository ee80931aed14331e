"""Words that only make sense after an answer: 为什么, 原文, 详细点, 第二个, 它要交什么.

What follows up an answer can only rest on the clauses behind it, so those are shown in their own words.
"""

from __future__ import annotations

import re

from knowledge.citation import Citation
from knowledge.clauses import Clauses
from knowledge.faq import FaqAnswer

_ASIDE = (
    "(?:写在|[这那上]一?[条句段]|上面|刚才|[这那]些|个|依据|贴|复制|引用|原封不动|一字不差|那么?|能不能|可不可以|可以|能|请|麻烦|你|您|再|给我?|帮我|把|我?想|我?要|看看?|说|讲|发|一下|下|这个?|的|呢|吗|呀|啊|吧|了"
    "|一?点儿?|些|嘛|是|我)*"
)
_MORE = re.compile(
    f"^{_ASIDE}(?:为什么|为啥|为何|凭什么|什么依据|有?依据|根据什么|出处|哪条规定|哪一条|哪条写的|哪条|第几条|什么道理|怎么说的|怎么规定的"
    "|原文件?|原话|条款原文|条款|条文|怎么写|详细|仔细|具体|展开|细说|细讲|多说|说清楚|讲清楚|讲明白|没看懂|不太懂|没明白|不明白"
    "|什么意思|啥意思|还有|更多|继续|然后|接着|就这些|没了|举个?例子?|举例|比如|例如)"
    f"{_ASIDE}(?:原文|怎么写|咋写|怎么说|咋说|说说|讲讲|说明|解释|内容|其他|别的|更多|意思)?{_ASIDE}$"
)
_NTH = re.compile(
    f"^{_ASIDE}第([一二三四五六七八1-8])[个条项类点款种]{_ASIDE}"
    f"(?:是什么|指什么|什么|内容|详细|具体|展开|细|原文|意思|咋回事|怎么回事|说明|解释|讲讲|说说)*{_ASIDE}$"
)
_BARE = re.compile(
    "(?:那么?|这样|这个?|这种情况|我们?|咱们?|就|还|也|又|要是|如果|万一|真的?|不会)*(?:没有?|没做|没弄|不行|做不到|达不到)?(?:的话)?(?:又|该|得|要|到底|究竟)*"
    "(?:行吗|行么|行不行?|可以吗|可以不|可不可以|能行吗|成不成?|中不中?|算吗|算不算|晚不晚|早不早|迟不迟|赶不赶得上|赶得上[吗么不]|晚了?[吗没]|有影响吗|有没有影响|会不会(?:有)?影响|影响大不大|影响大吗|影响不影响|影响吗|要紧吗|要不要紧|严重吗|严不严重|有关系吗|有没有关系|怎么办|咋办|咋整|咋弄|怎么弄|怎么处理"
    "|不用?(?:交|报|写|盖|填|去|寄|送|附|办|管|弄)了?(?:[是对]?[吧吗么啦]|是不是)?[?？]?"
    "|(?:的话|没有|不行|要是没)呢|还?有(?:什么|没有|啥)?(?:其他|别的|其它)的?(?:办法|法子|路子|出路)[吗没么]?有?)[呢啊呀?]*"
)
_MAY_WE = re.compile("(?:那么?|这样|还|也|到底)*(?:能不能|能|可以|可不可以)(?:申?报|参加)[吗么不]?[呢啊呀?]*")
_VERDICT = re.compile("可以|不可以|要看|原则上|要?核实|需核实|不是必须")
# 差一天，能通融不; 不在名单里，是不是直接就没戏了; 有牌子吗，谁发的: of what stands before it.
_AND_SO = re.compile(
    "(?:那|这|这样|这种|我们?|咱们?|是不是|会不会|能不能|可不可以|可以|能|会|还|就|直接|算|是|也|到底|先|来得及|得)*"
    "(?:(?:没|有|没有|有没有)(?:戏|希望|机会|可能|用|问题|事儿?|影响)|通融|商量|放宽|宽限|凑合|先报着|报着|行得通|说得过去|作数|算数|管用|来得及|碍事|碍不碍事|打紧|要紧|合适|合规|违规|可行|白搭|白忙"
    "|耽误事?|受影响|影响(?:申报|报名|报|参评|资格)|过得去|说得清|站得住|吃亏|划算|值得?|麻烦)(?:一下|了|吗|么|不|没|没有|啊|呢|吧)*"
)
_BY_WHOM = re.compile(
    "(?:那|是|又|由|都|该)*(?:谁|哪儿?|哪里|哪个部门)(?:来)?(?:发|给|颁|授|管|收|出|开|认定|说了算|批)的?(?:啊|呢)?"
)
# …，领跑者就报不了，是这意思？
_IS_IT_SO = re.compile(
    "(?:[我你]说的?|理解得?|这么|这样)?(?:是|对)(?:不[是对])?(?:[这那]个?(?:意思|样|么回事))?(?:[吗吧么呢]|不是)?"
)
_WHOSE = re.compile(
    "(?:这|那)?(?:种|个|样)?(?:事儿?|问题)?(?:是不是|是|归不归|归|该|算|找|由)*(?:你们|贵局|你局|咱们)(?:这儿?|这里|那儿?|单位|局)?"
    "(?:来)?(?:管不管|能管|管|负责|能?解决|处理)的?[吗么不呢吧啊]*"
)
# 我们是氢能的，归到哪一类.
_WHICH_KIND = re.compile(
    "(?:那|这|该|应该|能|要|具体)*(?:归|归到|算|算到|算是|属于|划到|放到|对应)在?(?:第|是)?[哪几]一?个?"
    "(?:类别?|领域|方向|项|块)(?:的|里|呢|啊)*"
)
# 地下室一下雨就淹，治这个算不算试点要搞的内容.
_COUNTS_IN = re.compile(
    "(?:治|做|弄|搞|装|修|改|建|干)?[这那](?:[个种类些事样])?的?(?:活儿?|东西|事儿?|项目)?(?:也|到底|还)?(?:算不算|能不能算|能算|算|属不属于|属于|在不在)"
    "(?:在)?(?:试点|通知|申报|建设|征集)?(?:要(?:搞|做|建)的?)?的?(?:内容|范围|事|里头?|之内|内)?[吗么不呢]?"
)
_MARKS = re.compile("[,，。 ]+")
_OF_BEFORE = (_BARE, _AND_SO, _BY_WHOM, _IS_IT_SO, _WHOSE, _COUNTS_IN, _WHICH_KIND)
LONGEST = 14
_POINTS = re.compile("它们?|他们|她们|这个|那个|这种|那种|这类|那类|这事|那事|那天|那次|那时候|这样|那样")
_NUMERALS = "一二三四五六七八"
MOST_QUOTES = 8


def asks_for_more(said: str) -> bool:
    """Whether ``said``, normalised, asks for the reason, the wording or more of what was just answered."""
    if len(said) > 2 * LONGEST:
        return False
    parts = _MARKS.split(said)  # 你这些依据是哪一条，给个出处
    return all(len(part) <= LONGEST and _MORE.match(part) for part in parts)


def goes_on(said: str, answered: str) -> bool:
    """Whether ``said`` asks nothing of its own (行吗, 没有的话呢, 那怎么办), so that what was answered is meant still.

    A bare 能报吗 does so only after an answer that says whether one may.
    """
    if len(said) > LONGEST:
        return False
    return bool(_BARE.fullmatch(said) or (_MAY_WE.fullmatch(said) and _VERDICT.match(answered)))


def asks_of_before(said: str) -> bool:
    """Whether ``said`` asks, and asks nothing without what stands before it: 影响大不大, 归你们管吗."""
    return any(pattern.fullmatch(said) for pattern in _OF_BEFORE)


def nth_asked(said: str) -> int | None:
    """Which of the points just answered ``said`` asks about, from 1; None if it does not."""
    found = _NTH.match(said) if len(said) <= LONGEST else None
    if found is None:
        return None
    number = found[1]
    return _NUMERALS.index(number) + 1 if number in _NUMERALS else int(number)


def pointing_back(said: str) -> str | None:
    """``said`` without the words that point to what was answered before (它要交什么); None where there are none."""
    without, found = _POINTS.subn("", said)
    return without.strip() if found else None


def clauses_behind(answer: FaqAnswer, clauses: Clauses, nth: int | None = None) -> tuple[Citation, ...]:
    """The clauses an answer rests on, whole; only the ``nth`` of them (from 1) if given; empty where there is none.

    An answer that rests on one clause with points of its own means by its nth the nth of those.
    """
    names = list(dict.fromkeys(cite.clause for cite in answer.cites))
    if nth is not None:
        points = [clause.id for clause in clauses.children(names[0])] if len(names) == 1 else []
        above = names[0] + "."
        if not points and len(names) > 2 and all(name.startswith(above) for name in names[1:]):
            points = names[1:]  # the first is only what the others stand under
        names = (points or names)[nth - 1 : nth]
    return tuple(Citation(name, clauses[name].text) for name in names[:MOST_QUOTES])
