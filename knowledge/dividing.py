"""Where one text may hold several questions: at marks, at words that join, after a question's end, between two words.

Only places are named here; whether the parts are questions on different matters is for ``knowledge.answerer``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from knowledge.normalise import normalise

_MARKS = re.compile(r"[?!。;，,、\n；！？]+|\band\b|&")
_SET_ASIDE = re.compile(
    "除了?[^，,。？?除]{2,10}?(?:之外|以外|外)?(?=还(?:要|得|需要?)?(?:交|准备|带|提供)|还(?:能|可以)报)"
)
_BUT_IS = re.compile("(?<![是你])不是(?!说)[^，,。？?不是]{2,6}[，,]?(?:而)?是(?![吗吧不么])")
_EXCEPTED = re.compile("除了?(?!以外|外|此)")
_THE_REST = re.compile("(?:还|其[他余它]|别的|另外的?|剩下)")
_ASKED_BY_MARK = re.compile(r"([^?!。;，,、\n；！？]{4,})\?")
# 我没问截止时间，我问的是送哪儿.
# 两件事：一印几份，二哪天截止.
_COUNTED = re.compile(
    r"^(?:你好|您好|[我俺咱]们?|就|想|先|再|要|请|问|咨询|请教|一?下|您|你|,|，)*(?:[两俩二三仨四2-4]|几)(?:[个件点样])?(?:小?问题|事情?儿?|疑问)(?:[:,，。\s]+|$)"
)
_NUMERALS = re.compile(r"(?:^|(?<=\s))[1-4][、.:)]\s*")
_NUMBERS = tuple(
    re.compile(rf"^\s*(?:第|其)?(?:{number})(?:个|件|点|来|则|是|嘛|呢)?[、.:：)）\s]*(?=.{{2}})")
    for number in ("[一1]|首先?", "[二2]", "[三3]", "[四4]")
)
_NOT_ASKED = re.compile(r"(?:[我俺咱]们?)?[又可也并]?(?:没有?|不是)(?:在|要|想)?[问说].+(?<![吗么])")
_JOINTS = re.compile(
    r"还有就是|还有|另外|以及|顺便|并且|而且|同时|再问|再有|再把|再给|然后|和|跟|与|及|(?<=[一-鿿])\s+|\s+(?=[一-鿿])|(?<=[吗呢嘛])|(?<=[^什怎那这多要]么)"
)
_ASKING = re.compile(
    r"[什啥]么?时候|什么|多少|多久|多长|几[号份套本个家类年]|[寄送交在找给报][到给]?[哪谁]\w?|哪[里儿天类些个]?|谁|[怎咋]么?|如何"
    r"|啥|为什么|(.)[不没]\1|有没有|可不可以|是否|能否|[行成]不"
)
_SENTENCE = re.compile(r"[^?!。;！？；\n]+[?!。;！？；\n]*")
# 我们这种东西到底算哪一类, 这一笔旧账碍不碍事: what that is may stand anywhere before it.
_POINTS_FAR = re.compile("[这那](?:一?[笔桩档]|一?[种类套](?:东西|玩意|事)|点?旧账|些旧事)|那一?[年次回]")
_POINTS_BACK = re.compile("(这|那)(种情况|样|种|事|个事|件事|回事|算|能|会|影响|可以|还能|行)")
_CHINESE = re.compile("[一-鿿]")
_TYPED = re.compile("[a-z]{2,}(?: [a-z]{2,}){1,8}")
_TELLS = re.compile(r"[我俺咱您你他她\d]|是|了|想|要|在|换|没|不|只|[今去前]年")
_WHETHER = re.compile(
    r"(?:[那这]么?样?|[我咱俺]们?|自己|单位|还|也|又|到底|究竟|请问|想|就|是不是|能不能|可不可以|可以|能否|是否|能|会|来|去|申报|申请"
    r"|参加|报名|报|评|的?话|,| )*"
    r"(?:[行成能可收]不[行成能可收]以?|可以不可以|可不可以|能不能|[行成中收]|可以|能|算|符合|够格|申报|申请|参加|报名|报)[吗么嘛不没呢啊呀吧]+|"
    r"(?:能不能|可不可以|能否|是否能?|可否)(?:申报|申请|参加|报名|报|评)"
)
LONGEST_KEYWORD = 8
MOST_ASKED = 3
SHORTEST_PART = 2
LONGEST_CUT = 24
MOST_CUTS = 8


def by_marks(text: str) -> list[str]:
    """The parts between punctuation marks, in order; one element where there are none.

    Where they are counted (一印几份，二哪天截止), without the numbers.
    """
    said = normalise(text)
    rest = _COUNTED.sub("", said)
    if rest in (said, ""):
        return [part for part in _MARKS.split(said) if part.strip()]
    return _without_numbers([part for part in _MARKS.split(_NUMERALS.sub("，", rest)) if part.strip()])


def without_excepted(parts: list[str]) -> list[str]:
    """The parts without what is left aside (除了电厂、搞电子的和大学，别的行业呢), where others remain."""
    start = next((place for place, part in enumerate(parts) if _EXCEPTED.match(part)), None)
    if start is None:
        return parts
    rest = next((place for place in range(start + 1, len(parts)) if _THE_REST.match(parts[place])), None)
    return parts if rest is None else parts[:start] + parts[rest:]


def asked_by_mark(text: str) -> set[str]:
    """The parts that are questions by their mark alone: 防内涝也要搞?"""
    return set(_ASKED_BY_MARK.findall(normalise(text)))


def _without_numbers(parts: list[str]) -> list[str]:
    """The parts without the 一, 二 … before them, where several have one."""
    found: list[str] = []
    for part in parts:
        number = _NUMBERS[min(len(found), len(_NUMBERS) - 1)]
        found.append(number.sub("", part, count=1))
    return found if sum(map(str.__ne__, found, parts)) > 1 else parts


def without_denied(text: str) -> str:
    """A text without the parts that say what is not asked; as it is where it has no others."""
    parts = by_marks(text)
    asked = [part for part in parts if not _NOT_ASKED.fullmatch(part.strip())]
    return "，".join(asked) if 0 < len(asked) < len(parts) else text


def without_aside(text: str) -> str:
    """A text without what it names only to set it aside: 除了营业执照还要交啥, 我们不是居委会是业委会."""
    return _SET_ASIDE.sub("", _BUT_IS.sub("是", text))


def story_questions(text: str, asks: Callable[[str], bool]) -> str:
    """What a long story asks: its sentences with a question mark, else those that ask in words; empty if none does.

    The last sentence counts even without its mark. A question that points back (这种情况怎么办) brings the sentence
    before it; one that points to what may stand anywhere (这一笔旧账) leaves all to the whole: empty, too.
    """
    sentences = _SENTENCE.findall(normalise(text))
    marked = [place for place, sentence in enumerate(sentences) if sentence.endswith("?")]
    asked = marked or [place for place, sentence in enumerate(sentences) if asks(sentence)]
    if sentences and asks(sentences[-1]) and len(sentences) - 1 not in asked:
        asked.append(len(sentences) - 1)
    wanted = set(asked[-MOST_ASKED:])
    if any(_POINTS_FAR.search(sentences[place]) for place in wanted):
        return ""
    wanted |= {place - 1 for place in wanted if place and _POINTS_BACK.search(sentences[place])}
    return "".join(sentences[place] for place in sorted(wanted))


def is_typed(part: str) -> bool:
    """Whether a part is several words in Latin letters, such as typed pinyin: lianxiren dianhua."""
    return bool(_TYPED.fullmatch(part.strip()))


def is_keyword(part: str) -> bool:
    """Whether a part that asks nothing may still stand for a question (地址、邮箱), rather than tell of oneself."""
    named = len(part) <= LONGEST_KEYWORD and bool(_CHINESE.search(part)) and not _TELLS.search(part)
    return named or is_typed(part)


def asks_only_whether(matter: str) -> bool:
    """Whether a part without pilots' names asks 可以不 and not what: that is in another part of the text."""
    return bool(_WHETHER.fullmatch(matter))


def by_joints(part: str) -> list[str]:
    """The parts around 和、还有, spaces, and after 吗 and 呢."""
    return [piece.strip() for piece in _JOINTS.split(part) if piece.strip()]


def cuts(part: str) -> list[tuple[str, str]]:
    """Ways to cut a short part in two with an asking word on each side and no word to join them: 几份寄哪里."""
    asking = list(_ASKING.finditer(part))
    if len(asking) < 2 or len(part) > LONGEST_CUT:
        return []
    places = [
        place
        for one, other in pairwise(asking)
        for place in range(one.end(), other.start() + 1)
        if SHORTEST_PART <= place <= len(part) - SHORTEST_PART
    ]
    return [(part[:place], part[place:]) for place in places[:MOST_CUTS]]
