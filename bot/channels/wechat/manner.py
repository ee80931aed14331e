"""How the official account speaks: a turn's replies as one text that fits, the rest when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.channels.wechat.links import tappable
from bot.channels.wechat.message import Message, message
from bot.channels.wechat.pages import LIMIT, cut, size
from bot.channels.wechat.wording import wording
from bot.judging import judgement
from bot.manner import BARE, Below, Spoken
from bot.replies import Reply
from knowledge.normalise import normalise

ENOUGH = 500
"""Bytes. Less of a long answer beside the open question would not be worth a page."""

_MORE_WORD = "更多"
_MORE = frozenset({"更多", "看更多", "查看更多", "继续看", "接着看", "下一页", "下页", "more"})
_NO_WORD = re.compile(r"[\W_]+")


class WechatManner:
    """See ``bot.manner.Manner``.

    ``public_url`` is where a verdict's page is reached, empty where it is not. With ``customer_service`` the rest is
    sent on its own, so nobody is told to ask for it. Raises ContentError for a mistake in the channel's sentences.
    """

    def __init__(self, public_url: str, *, customer_service: bool = False) -> None:
        self._public_url = public_url
        self._customer_service = customer_service
        wording()  # a mistake in it shows at the start, not to a person

    def speak(self, replies: Sequence[Reply], tokens: Sequence[str], below: Below = BARE) -> Spoken:
        """As few pages as possible, none above ``pages.LIMIT`` bytes.

        Where not all fits, the open question with its choices still stands on the first page if it can: an answer is
        read on at leisure, a question must be seen.
        """
        said = message(replies, tokens, self._public_url, below)
        pages = _whole(said) or (self._in_order(said) if self._customer_service else _question_first(said))
        return Spoken(pages[0], pages[1:]) if pages else Spoken("")

    def judgement(self, said: str) -> bool | None:
        """A tap below an answer says the very words that may be typed."""
        return judgement(said)

    def thanks(self, up: bool) -> Spoken:
        return Spoken(wording().thanks_up if up else wording().thanks_down)

    def more(self, said: str, rest: Sequence[str]) -> Spoken | None:
        """The next page for 「更多」 and its like, None for other words and when none is left."""
        if not rest or _NO_WORD.sub("", normalise(said)) not in _MORE:
            return None
        return Spoken(rest[0], tuple(rest[1:]))

    @staticmethod
    def _in_order(said: Message) -> tuple[str, ...]:
        said = _shortest_first_page(said)
        return _in_order([str(block) for block in said.blocks], said.feet, "")


def _whole(said: Message) -> tuple[str, ...]:
    """The only page, where all fits one; else none."""
    for put in said.variants():
        for foot in put.feet:
            text = _paragraphs(*map(str, put.blocks), foot)
            if size(text) <= LIMIT:
                return (text,) if text else ()
    return ()


def _question_first(said: Message) -> tuple[str, ...]:
    later = _hints(wording().more_then_choices)[0]
    return (
        next(_first_block_with_question(said), ())
        or next(_verdict_alone(said), ())
        or next(_first_block_cut(said), ())
        or _in_order([str(block) for block in said.blocks], said.feet, later)
    )


def _first_block_with_question(said: Message) -> Iterator[tuple[str, ...]]:
    """As many replies as fit with the question below them, the rest for later."""
    for put in said.variants():
        blocks = [str(block) for block in put.blocks]
        for foot, more in zip(put.feet, _hints(wording().more), strict=False):
            for taken in range(len(blocks) - 1, 0, -1):
                page = _paragraphs(f"{_paragraphs(*blocks[:taken])}\n{more}", foot)
                if size(page) <= LIMIT:
                    yield (page, *_paged(_paragraphs(*blocks[taken:])))


def _verdict_alone(said: Message) -> Iterator[tuple[str, ...]]:
    """A verdict on a page of its own: it is better whole than with its choices."""
    for put in said.variants():
        if not put.blocks or not put.blocks[0].told:
            return
        first, *others = map(str, put.blocks)
        for more in _hints(wording().more_then_choices):
            page = f"{first}\n{more}"
            if size(page) <= LIMIT:
                yield (page, *_in_order(others, put.feet, _hints(wording().more)[0]))


def _first_block_cut(said: Message) -> Iterator[tuple[str, ...]]:
    """The beginning of the first reply with the question below it. A verdict keeps its disclaimer on this page."""
    *_, put = said.variants()
    if not put.blocks:
        return
    body, pinned = put.blocks[0].apart()
    body = _paragraphs(body, *map(str, put.blocks[1:]))
    for foot, more in zip(put.feet, _hints(wording().more), strict=False):
        below = "\n".join(part for part in (more, pinned) if part)
        room = LIMIT - size(_paragraphs(f"\n{below}", foot))
        if room >= ENOUGH:
            first = cut(body, room)[0]
            page = _paragraphs(f"{first.strip()}\n{below}", foot)
            yield (page, *_paged(body[len(first) :].strip("\n")))


def _in_order(blocks: Sequence[str], feet: Sequence[str], hint: str) -> tuple[str, ...]:
    """Page after page, the question with its choices at the end."""
    pages = list(_cut(_paragraphs(*blocks), hint))
    joined = [text for foot in feet if pages and size(text := _paragraphs(pages[-1], foot)) <= LIMIT]
    if joined:
        pages[-1] = joined[0]
    else:
        alone = next((foot for foot in feet if size(foot) <= LIMIT), feet[-1])
        pages += _cut(alone, hint)
    return _hinted(pages, hint)


def _shortest_first_page(said: Message) -> Message:
    """The first way to put it in which a verdict fits one message; else all of it."""
    return next((put for put in said.variants() if all(size(str(block)) <= LIMIT for block in put.blocks)), said)


def _paged(text: str) -> tuple[str, ...]:
    more = _hints(wording().more)[0]
    return _hinted((text,) if size(text) <= LIMIT else _cut(text, more), more)


def _cut(text: str, hint: str) -> tuple[str, ...]:
    pieces = (piece.strip() for piece in cut(text, LIMIT - size(f"\n{hint}")))
    return tuple(piece for piece in pieces if piece)


def _hinted(pages: Sequence[str], hint: str) -> tuple[str, ...]:
    return (*(f"{page}\n{hint}".rstrip("\n") for page in pages[:-1]), *pages[-1:])


def _hints(sentence: str) -> tuple[str, str]:
    """The sentence with its 更多 to be tapped, and to be typed."""
    return sentence.replace(_MORE_WORD, tappable(_MORE_WORD)), sentence


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
