"""Place names made alike: every place in Beijing reads 北京, every other 外地, so that phrases need not list them.

Only what stands in the text is rewritten; where an applicant is registered is never concluded from where an office is.
"""

from __future__ import annotations

import re

INSIDE = "北京"
OUTSIDE = "外地"

_DISTRICTS = "东城|西城|朝阳|丰台|石景山|海淀|门头沟|房山|通州|顺义|昌平|大兴|怀柔|平谷|密云|延庆"
_ELSEWHERE = (
    "河北|天津|山西|内蒙古|内蒙|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|石家庄|唐山|秦皇岛|邯郸|"
    "邢台|保定|张家口|承德|沧州|廊坊|衡水|雄安|燕郊|三河|固安|香河|涿州|怀来|武清|滨海新区|太原|呼和浩特|"
    "包头|鄂尔多斯|沈阳|大连|长春|哈尔滨|南京|苏州|无锡|常州|徐州|南通|杭州|宁波|合肥|福州|厦门|南昌|济南|"
    "青岛|烟台|潍坊|郑州|洛阳|武汉|长沙|广州|深圳|东莞|佛山|珠海|南宁|海口|成都|贵阳|昆明|拉萨|西安|兰州|"
    "西宁|银川|乌鲁木齐|外省市|外省|外埠|京外|国外|境外|海外"
)

_TO_INSIDE = re.compile(
    r"(?:北京市?)?(?:(?:" + _DISTRICTS + r")区?|北京经济技术开发区|经开区|亦庄|中关村)|本市|北京市|首都|京内"
    r"|(?<=在)京(?![津外东])"
)
_TO_OUTSIDE = re.compile(r"(?:北京市?|本市)(?:以外|之外|外(?!地))|(?:" + _ELSEWHERE + r")(?:省|市|自治区)?|外地")
_RUN_OUTSIDE = re.compile(rf"{OUTSIDE}(?:{OUTSIDE}|{INSIDE})*")
_RUN_INSIDE = re.compile(rf"{INSIDE}(?:{INSIDE})+")
_NOT_INSIDE = re.compile(rf"(?:不是|没有|不|没|未)(?:在|于)?{INSIDE}(?!{OUTSIDE})")

_STANDS_THERE = re.compile(
    rf"(?:在?(?:{INSIDE}|{OUTSIDE})|[那另]一?[个家边处])(?:那个|那边|那里|那家|的)?(?:就|也|还|只|才|其实|不过)?(?:是|有|为)"
)


def places_alike(text: str) -> str:
    """``text`` (tidied) with 北京 or 外地 in place of each place name; 「不在北京」 becomes 「在外地」."""
    text = _TO_OUTSIDE.sub(OUTSIDE, text)
    text = _TO_INSIDE.sub(INSIDE, text)
    # 辽宁朝阳 is one place, and so is 北京市海淀区.
    text = _RUN_OUTSIDE.sub(OUTSIDE, text)
    text = _RUN_INSIDE.sub(INSIDE, text)
    return _NOT_INSIDE.sub(f"在{OUTSIDE}", text)


def is_place(phrase: str) -> bool:
    """Whether a phrase speaks of a place at all."""
    alike = places_alike(phrase)
    return INSIDE in alike or OUTSIDE in alike


def pure_place(phrase: str) -> str | None:
    """北京 or 外地 when a phrase is a place and nothing else, None otherwise."""
    alike = places_alike(phrase).removeprefix("在")
    return alike if alike in (INSIDE, OUTSIDE) else None


def of_another_place(part: str) -> bool:
    """「廊坊是分厂」, 「那边是分公司」: what stands at a place is told, and not what the speaker is."""
    return _STANDS_THERE.match(places_alike(part)) is not None


def cuts_a_place(text: str, start: int) -> bool:
    """Whether what begins at ``start`` begins in the midst of a place's name: 城区 in 东城区."""
    return any(
        match.start() < start < match.end() for pattern in (_TO_INSIDE, _TO_OUTSIDE) for match in pattern.finditer(text)
    )


_BARE = r"(?:^|[在是于为到从地:]){place}(?:这边|里面|内|市|本地|市区|这里)?(?:$|[的了吧呢啊呀])"


def only_place(text: str, place: str) -> bool:
    """Whether ``text`` names ``place`` as a whereabouts (在外地, 是北京的), not as part of some name (北京大学)."""
    return re.search(_BARE.format(place=place), text) is not None
