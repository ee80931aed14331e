"""Several questions in one text, or the one question in a text that also tells a story: parts against the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.dividing import asked_by_mark, asks_only_whether, by_joints, cuts, is_keyword, without_excepted
from knowledge.faq import FaqKind, Request
from knowledge.following import asks_of_before
from knowledge.reading import Reader
from knowledge.response import FINANCE, Answer, Context, Requested, Response, WhichPilot

# Confidences: a part among several counts from HALF_SURE on if it is AT_HOME (near enough to the whole text, as a share
# of the nearest), or BEYOND_DOUBT; a single one from SINGLE_SURE on.
HALF_SURE = 0.66
BEYOND_DOUBT = 0.9
SINGLE_SURE = 0.58
AT_HOME = 0.3
# How much surer the whole may be than its parts all the same; how much surer than the whole a single part must be, and
# from where on a whole is sure at all.
GIVEN_UP = 0.06
CLEARER = 0.2
WHOLE_SURE = 0.55
SURE_REQUEST = 0.85
# From where on the one question of a text is answered though the whole, its story included, seems to ask another thing;
# that is answered, too.
BESIDE_A_STORY = 0.8
# Characters of a question that is likely to be one without what stands before it: not 交什么, but after a story.
SELF_CONTAINED, A_STORY = 6, 20
_OF_IT = re.compile(
    r"(?:那|该|又|要|具体|大概)*(?:怎么|咋|如何)(?:个)?(?:报|申报|申请|办|办理|弄|走|参加|买|查|评|认定)(?:名|的|法|呢|啊)*[?？]?"
    r"|(?:开户|申报|办理)?(?:流程|条件|要求|标准|时间)(?:是什么|有哪些|呢|讲一下|说一下)?[?？]?|(?:要)?多少钱[?？]?|(?:啥|什么)时候(?:交|报|开始|截止|结束|申报)?[?？]?|几号(?:交|截止)?[?？]?"
)
# 技术里头归到哪一堆 asks of what the story tells.
_COUNTS_AS = re.compile("[归算属]")
# What decides whether one may comes first.
_WHETHER = re.compile("(?:行|可以|能|成|中)[吗么不]|行不行|能不能|可不可以|能否")
VERY_WORDS = 1.0
MOST_QUESTIONS = 4
MOST_PIECES = 8


class Several:
    """Finds the questions of a text; ``answer`` answers one of them."""

    def __init__(self, reader: Reader, answer: Callable[[str, Context], Response]) -> None:
        self._reader = reader
        self._answer = answer

    def questions_in(
        self, text: str, pieces: list[str], whole: Response, near: Mapping[str, float], context: Context
    ) -> list[Response]:
        """The answers to a text's questions where it asks several, or to the one question in a long story."""
        reader = self._reader
        marked = asked_by_mark(text)
        if len(pieces) > 1:
            pieces, led_up = self._without_hanging(without_excepted(pieces))
            marked |= led_up
        asking = [piece for piece in pieces if reader.asks(piece) or piece in marked] if len(pieces) > 1 else []
        keywords = list(filter(reader.may_ask, pieces))
        joined = [
            part
            for piece in pieces
            if reader.asks(piece) or all(map(is_keyword, by_joints(piece)))
            for part in filter(reader.may_ask, by_joints(piece))
        ]
        ways = [asking, keywords, joined]
        for place, part in enumerate(joined):
            if FINANCE in reader.read(part).pilots:  # one answer to whatever is asked of it
                continue
            around = joined[:place], joined[place + 1 :]
            ways += [[*around[0], *cut, *around[1]] for cut in cuts(part)]
        best: list[Response] = []
        for way in ways:
            if 1 < len(way) <= MOST_PIECES:
                found = [half for half in self._found_in(way, HALF_SURE, context) if _belongs(half, near)]
                if len(found) > 1 and (len(found), _mean(found)) > (len(best), _mean(best)):
                    best = found
        if best and _mean(best) >= whole.confidence - GIVEN_UP:
            return best[:MOST_QUESTIONS]
        clearer = 0 if whole.confidence < WHOLE_SURE else -1 if whole.parts and _courteous(whole) else CLEARER
        asked = self._found_in(asking, SINGLE_SURE, context)
        asked = [half for half in asked if _belongs(half, near)] if len(asked) > 1 else asked
        if len(asked) == 1 and asked[0].confidence > whole.confidence + clearer:
            return asked
        told = sum(map(len, pieces)) >= A_STORY or max(map(len, asking), default=0) >= SELF_CONTAINED
        surely = len(asked) == 1 and asked[0].confidence >= BESIDE_A_STORY
        leans = any(map(_COUNTS_AS.search, asking)) and asked[0].confidence < VERY_WORDS if asked else False
        if surely and told and _others(asked[0], whole) and not leans:
            first, then = (whole, asked[0]) if any(map(_WHETHER.search, asking)) else (asked[0], whole)
            return [replace(first, parts=first.parts + then.parts)]
        return [whole]

    def _hangs_on_others(self, piece: str) -> bool:
        """Whether a piece asks 可以不, 还能报技术吗 or 影响大不大, and not what: that is in another piece."""
        matter = self._reader.read(piece).matter
        return asks_only_whether(self._reader.without_hints(matter)) or asks_of_before(piece)

    def _without_hanging(self, pieces: list[str]) -> tuple[list[str], set[str]]:
        """The pieces that ask or tell something of their own, and those that such a 晚不晚 or 行么 is asked of."""
        kept: list[str] = []
        led_up: set[str] = set()
        for piece in pieces:
            if not self._hangs_on_others(piece):
                kept.append(piece)
            elif kept:
                led_up.add(kept[-1])
        return kept, led_up

    def request_in(self, pieces: list[str], context: Context) -> Response | None:
        """A request among the pieces: for a person at any place, for a dialog where nothing is asked besides."""
        for piece in pieces:
            if asks_of_before(piece):
                continue  # …换成二氧化碳的，算哪一类: that is asked of what stands before it
            wish = self._answer(piece, context)
            asked = wish.parts[0] if wish.parts else None
            if not isinstance(asked, Requested):
                continue
            # 算了 among other words is soon said: there only the very words of the wish count.
            closing = asked.entry.request in (Request.leave, Request.restart)
            if wish.confidence < (VERY_WORDS if closing else SURE_REQUEST):
                continue
            others = [other for other in pieces if other != piece]
            if wants_a_person(wish) or not any(map(self._reader.asks_outright, others)):
                return wish
        return None

    def _found_in(self, pieces: list[str], wanted: float, context: Context) -> list[Response]:
        """The pieces that are sure to be questions on different matters; a pilot said in one holds for the next."""
        found: list[Response] = []
        for piece in pieces:
            if self._reader.read(piece).bare and not context.matter:
                continue
            if found and _declined(found[-1]) and _OF_IT.fullmatch(piece):
                continue  # 绿色工厂是你们管吗，怎么报: that is asked of the other business, too
            half = self._answer(piece, context)
            first = half.parts[0] if half.parts else None
            if half.confidence < wanted or not isinstance(first, Answer | WhichPilot) or _courteous(half):
                continue
            context = half.context
            if all(half.context != other.context for other in found):
                found.append(half)
        return found


def _belongs(half: Response, near: Mapping[str, float]) -> bool:
    """Whether what a part of a text was taken for is at home in the whole; else it was read out of its context."""
    first = half.parts[0]
    if half.confidence >= BEYOND_DOUBT:
        return True
    return isinstance(first, Answer | WhichPilot) and near.get(first.entry.id, 0.0) >= AT_HOME


def _mean(found: list[Response]) -> float:
    return sum(half.confidence for half in found) / len(found) if found else 0.0


def wants_a_person(response: Response) -> bool:
    """Whether it was taken for a wish to talk to somebody."""
    part = response.parts[0] if response.parts else None
    return isinstance(part, Requested) and part.entry.request is Request.handover


def _others(one: Response, other: Response) -> bool:
    """Whether both answer, and different things."""
    first, second = one.parts[0], other.parts[0] if other.parts else None
    return isinstance(first, Answer | WhichPilot) and isinstance(second, Answer) and first.entry.id != second.entry.id


def _declined(response: Response) -> bool:
    """Whether it is none of the notice's business."""
    part = response.parts[0]
    return isinstance(part, Answer) and part.entry.kind in (FaqKind.off_subject, FaqKind.silent)


def _courteous(response: Response) -> bool:
    part = response.parts[0]
    return isinstance(part, Answer) and part.entry.kind in (FaqKind.courtesy, FaqKind.off_subject)
