"""What the speaker says they are: 「我们是一家芯片公司」, 「我们是密云的村」, or 「事业单位」 as a part of its own.

The kind is what such a part ends with. A bare part tells it only where nothing but its attributes stands before it:
「联系街道」 and 「主管部门是街道」 are no applicant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from dialogs.choice_answers import denying
from dialogs.phrases import Hit, hits
from dialogs.places import INSIDE, OUTSIDE, is_place, of_another_place, places_alike, pure_place
from dialogs.readings import Answered
from dialogs.wording import asks, denies, hedged, intends, of_others, parts, plain, supposes
from eligibility.facts import Choice, FactSheet, FactSpec, Value

_SELF = (
    r"^(?:那|其实|嗯|对|你好|您好)*(?:我(?!国|市)们?|咱们?|本单位|我司|我单位|我公司|我校|我院|我村|我社区|本人|申报单位)"
    r"(?:单位|公司|厂|学校|这边|这里|这儿|居委会|村委会|小区|社区|村)?(?:就|也|都)?"
)
_IS = r"(?:是|属于|算是?|系|为|一个|就一个|作为)"
_WHAT_WE_ARE = re.compile(_SELF + _IS + r"(?P<what>.{2,30})$")
# 不是居委会，是镇政府: the part that goes on.
_WE_ARE_NOT = re.compile(rf"(?:{_SELF}|^)(?:并|也)?(?:不是|不算|并非)")
_BUT_ARE = re.compile(r"^(?:其实|而|就|只)?是(?P<what>.{2,30})$")
# 我们是村委会不是社区: what is denied behind it.
_AND_NOT = re.compile(r"(?<=[会司村厂校院业区位])(?:,|而|并|可)?不(?:是|算)[^不吗么?]{2,8}$")
_OURS = re.compile(r"^(?:那|其实|嗯|对|你好|您好)*(?:(?:我(?!国|市|自己)们?|咱们?|本)(?:这个|这边的?|这里的?|这)?)?")
# Attributes that stand before the name of one's own kind: 密云某镇村委会, 北京的国企.
_LOCAL = re.compile(
    rf"^(?:在?(?:{INSIDE}|{OUTSIDE})(?:市|区)?(?:的|某)*)?(?:某?[^,的是在]{{0,3}}[镇乡])?(?:一?[家个所])?"
)
# What may follow 我们公司 where it is the speaker: 我们公司的客户 and 我们社区医院 are somebody else.
_THEN = re.compile(
    r"$|[在是想要有没已也都就从被拟系于近每去今明上来报\d]|自己|注册|登记|申请|申报|打算|准备|计划|主营|主要|生产|属于|位于|目前|现在|"
    rf"历年|一直|成立|参加|纳入|参评|牵头|不在|不算|(?:{INSIDE}|{OUTSIDE})(?:市|区)?的?$"
)
# Without 我们: 村委会报气候友好乡村, 公司上海的; 街道要我们报 and 公司注册在北京 name nobody for certain.
_THEN_OF_ITSELF = re.compile(
    rf"$|[想要拟来]?(?:申?报(?![告销])|申请|参评|参加|牵头)|不?在|不算|(?:{INSIDE}|{OUTSIDE})(?:市|区)?的$"
)
_WHAT_WE_DO = re.compile(
    r"^(?:我们?|咱们?|本单位|我司|公司|单位)?(?:主营|主要做|主要从事|从事|专门做|是?做|是?搞)(?P<what>.{2,20})$"
)
_WHERE_WE_ARE = re.compile(_SELF + r"(?:是|属于|在|位于)")
_HERE = re.compile(rf"^(?:{INSIDE}|{OUTSIDE})(?:市|区)?(?:的|这边的?|本地的?)?$")
_WHEREABOUTS = re.compile(rf"^在?(?:{INSIDE}|{OUTSIDE})(?:的|市|区|某)*(?:一?[家个所])?")
_TAIL = re.compile(r"(?:公司|企业|单位|厂|院校|性质|制造商|一[枚家个所名]|这边|身份|的|了|吧|啊|呢)*$")
_COMMITTEE = re.compile(
    r"社区|居委|村委|村民委员会|我们村|本村|小区|村$|村的$|街道|镇政府|乡政府|管委会|业委会|业主委员会"
)
_COMMITTEE_HERE = re.compile(
    rf"^(?:{INSIDE}|{OUTSIDE})(?:市|区)?的?(?:某?[^,]{{0,3}}?[镇乡])?(?:社区|小区)?"
    r"(?:居委会?|村委会?|社区|村里?|街道办事处|街道办?)(?:居委会|村委会)?(?:申?报.*)?$"
)
_NEIGHBOURHOOD = re.compile(
    rf"^{INSIDE}(?:市|区)?(?:[^在是有没不被和与及]{{2,4}}|[^在是有没不被和与及]{{0,4}}[镇乡街村](?:上|里|道)?)$"
)
_BUSINESS = re.compile(r"公司|企业|集团|工厂")
# What may stand before the kind in a part of its own, and what between it and an 企业 or 公司 besides (餐饮企业).
_ATTRIBUTE = (
    r"(?:(?:单位|申报)?(?:性质|类型|主体)(?:是|为|:)?|我们?|咱们?|是|一?[家个所]|北京|外地|本地|注册|登记|的|市|区|在|国有|民营|私营|"
    r"外资|合资|独资|全资|大型|中型|小型|中小|上市|高新技术|独立|法人|普通|普通的?|正规|某|(?:做|搞|生产|从事|主营)[^是给为]{1,10}的)"
)
_ATTRIBUTES = re.compile(rf"{_ATTRIBUTE}*")
_NO_TRADE = r"联系|服务|帮|供|找|有|没|不|是|跟|和|给|为|对|母|子|其|该|那|别"
_TRADE = re.compile(rf"{_ATTRIBUTE}*(?!{_NO_TRADE})[^是在的给为跟和与被由有没不]{{0,4}}")


def ourselves(
    sheet: FactSheet, said: Sequence[str], asked: FactSpec | None, *, listing: bool
) -> dict[str, dict[str, Answered]]:
    """What each of the parts ``said`` tells of the speaker, by part; a fact told in two ways is told by none.

    ``listing``: the parts list one's circumstances, so that one of them may be the bare kind.
    """
    found = {part: _kind(sheet, part, asked, listing=listing) | _our_district(sheet, part, asked) for part in said}
    for before, part in pairwise(said):
        if _WE_ARE_NOT.match(before) and (match := _BUT_ARE.match(part)):
            found[part] = found[part] | _ending(sheet, match["what"], part, asked)
    if listing:
        found = {part: _by_our_name(sheet, part) | told for part, told in found.items()}
        _add_districts(sheet, said, found)
    values: dict[str, set[Answered]] = {}
    for told in found.values():
        for name, answer in told.items():
            values.setdefault(name, set()).add(answer)
    certain = {name: value for name, among in values.items() if (value := _one_value(among)) is not None}
    return {
        part: {name: answer for name, answer in told.items() if answer.value == certain.get(name)}
        for part, told in found.items()
    }


def _one_value(told: Collection[Answered]) -> Value | None:
    """The one value told, what was only hedged left aside where something was told firmly; None for several."""
    values = {answer.value for answer in told if not answer.hedged} or {answer.value for answer in told}
    return values.pop() if len(values) == 1 else None


def on_ourselves(text: str) -> list[str]:
    """What the parts of a text may say the speaker is or does, without 我们是 and the place that stand before it.

    Denials, questions and suppositions say nothing of it; a text that is one part does so only after 我们是 or 我们做.
    """
    every = parts(text)
    said = [part for part in every if not (asks(part) or supposes(part) or denies(part) or intends(part))]
    found: list[str] = []
    for part in said:
        match = _WHAT_WE_ARE.match(part) or _WHAT_WE_DO.match(part)
        if match is not None or (len(every) > 1 and not of_others(part)):
            found.append(_WHEREABOUTS.sub("", places_alike(match["what"] if match else part)))
    return found


def _by_our_name(sheet: FactSheet, part: str) -> dict[str, Answered]:
    """「我们公司在通州登记」, 「我司…」: what we call ourselves. Hedged, since a branch may say 我们公司 as well."""
    found: dict[str, Answered] = {}
    part = places_alike(part)
    rest = part[match.end() :] if (match := _OURS.match(part)) else part
    local = rest[match.end() :] if (match := _LOCAL.match(rest)) else rest
    for spec in _kinds(sheet, None):
        for text in dict.fromkeys((part, rest, local)):
            then = _THEN_OF_ITSELF if rest == part else _THEN
            hit = next((hit for hit in hits(spec.choices, text) if hit.start == 0), None)
            if hit is not None and then.match(text, hit.end) and not of_others(part, hit.spoken.phrase):
                found[spec.name] = Answered(hit.spoken.value, hedged=True)
    return found


def _kinds(sheet: FactSheet, asked: FactSpec | None) -> list[FactSpec]:
    """The facts that a noun for the speaker tells: kinds of applicant, lines of business."""
    return [
        spec
        for spec in sheet.values()
        if spec is not asked and spec.kind == "choice" and not spec.asked_when
        if not _of_places(spec.choices) and denying(spec) is None
    ]


def _kind(sheet: FactSheet, part: str, asked: FactSpec | None, *, listing: bool) -> dict[str, Answered]:
    """Every fact one choice of which the part ends with."""
    part = _AND_NOT.sub("", part)
    match = _WHAT_WE_ARE.match(part) or _WHAT_WE_DO.match(part)
    if match is None:
        return _ending(sheet, part, part, asked, bare=True) if listing else {}
    return _ending(sheet, match["what"], part, asked)


def _ending(
    sheet: FactSheet, what: str, part: str, asked: FactSpec | None, *, bare: bool = False
) -> dict[str, Answered]:
    """The facts a choice of which ``what``, a piece of ``part``, ends with; where ``bare``, after attributes only."""
    if of_another_place(part):
        return {}
    what = plain(what)
    found: dict[str, Answered] = {}
    for spec in _kinds(sheet, asked):
        named = [hit for hit in hits(spec.choices, what) if not hit.negations]
        # 某集团驻京分公司: the kind is the last, and the one it belongs to is nobody else's.
        owned = "".join(hit.spoken.phrase for hit in named)
        for hit in named[-1:]:
            of_us = _ends_with(what, hit) and not of_others(part, owned) and not intends(part)
            if of_us and (not bare or _only_attributes(what, hit)):
                found[spec.name] = Answered(hit.spoken.value, hedged(part))
    return found


def _ends_with(what: str, hit: Hit) -> bool:
    named = not hit.spoken.general and "其" not in hit.spoken.phrase
    return named and _TAIL.match(what, hit.end) is not None


def _only_attributes(what: str, hit: Hit) -> bool:
    before = places_alike(what[: hit.start])
    if _ATTRIBUTES.fullmatch(before):
        return True
    return _BUSINESS.search(what[hit.start :]) is not None and _TRADE.fullmatch(before) is not None


def _our_district(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered]:
    """「我们是海淀区的社区」: where a committee is. Where a company has its office says nothing."""
    if not _WHERE_WE_ARE.match(part) or not _COMMITTEE.search(part) or _BUSINESS.search(part):
        return {}
    return _district(sheet, part, asked)


def _add_districts(sheet: FactSheet, said: Sequence[str], found: dict[str, dict[str, Answered]]) -> None:
    """「居委会，东城的」, 「经开区的社区」: the place of a committee that says what it is."""
    committee = any(_COMMITTEE.search(part) and told for part, told in found.items())
    if not committee or any(_BUSINESS.search(part) for part in said):
        return
    for part in said:
        where = places_alike(_OURS.sub("", plain(part)).removeprefix("在").removeprefix("是").removeprefix("属于"))
        if _HERE.match(where) or _COMMITTEE_HERE.match(where) or _NEIGHBOURHOOD.match(where):
            found[part] |= _district(sheet, part, None)


def _district(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered]:
    found: dict[str, Answered] = {}
    for spec in sheet.values():
        if spec is not asked and _of_places(spec.choices) and _many_inside(spec.choices):
            values = {hit.spoken.value for hit in hits(spec.choices, part) if not hit.negations}
            if len(values) == 1:
                found[spec.name] = Answered(values.pop(), hedged(part))
    return found


@lru_cache(maxsize=256)
@lru_cache(maxsize=256)
def _of_places(choices: tuple[Choice, ...]) -> bool:
    return any(is_place(phrase) for choice in choices for phrase in choice.phrases)


@lru_cache(maxsize=256)
def _many_inside(choices: tuple[Choice, ...]) -> bool:
    """Whether the choices are parts of the city: its districts."""
    return sum(pure_place(choice.label) == INSIDE for choice in choices) > 2
