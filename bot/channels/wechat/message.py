"""A turn's replies as one message to be: paragraphs, what must stand on its first page, and the numbered choices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.channels.wechat.links import harmless, label, page, tappable
from bot.channels.wechat.pages import size
from bot.channels.wechat.sources import disclaimer_apart, shortened, sources
from bot.channels.wechat.wording import wording
from bot.judging import DOWN, UP
from bot.manner import BARE, Below
from bot.offered import offered_by
from bot.replies import Reply

SHORT_QUESTION = 600
"""Bytes. A longer text is not kept together with its choices."""


@dataclass(frozen=True)
class Block:
    """A reply's text; ``links`` lead to its verdicts' pages, and let ``text`` be said in ``shorter`` ways; with them
    goes a code for the telephone.

    ``thumbs`` is the line below it, where one may say whether it was of use.
    """

    text: str
    links: str = ""
    shorter: tuple[str, ...] = ()
    told: bool = False
    thumbs: str = ""

    def __str__(self) -> str:
        return "\n".join(part for part in (self.text, self.links, self.thumbs) if part)

    def apart(self) -> tuple[str, str]:
        """What may fill several pages, and what must stand on the first: a verdict's disclaimer and its link."""
        body, pinned = disclaimer_apart(self.text) if self.told else (self.text, "")
        return body, "\n".join(part for part in (pinned, self.links) if part)


@dataclass(frozen=True)
class Message:
    """``question`` is the text the ``choices`` belong to, where it is short enough to stay with them."""

    blocks: tuple[Block, ...]
    question: str
    choices: tuple[str, ...]

    @cached_property
    def feet(self) -> tuple[str, ...]:
        """The end of the message, in the ways it can be put: choices to tap, then choices to type."""
        if not self.choices:
            return (self.question,)
        tapped = _numbered(wording().tap, [tappable(choice) for choice in self.choices])
        typed = _numbered(wording().number, [label(choice) for choice in self.choices])
        return tuple(f"{self.question}\n{listed}".strip("\n") for listed in (tapped, typed))

    def variants(self) -> Iterator[Message]:
        """The message whole, then without its thumbs, then with shorter verdicts, where their pages hold the rest."""
        yield self
        if any(block.thumbs for block in self.blocks):
            yield Message(tuple(replace(block, thumbs="") for block in self.blocks), self.question, self.choices)
        for step in range(max((len(block.shorter) for block in self.blocks), default=0)):
            yield Message(tuple(_shorter(block, step) for block in self.blocks), self.question, self.choices)


def message(replies: Sequence[Reply], tokens: Sequence[str], public_url: str, below: Below = BARE) -> Message:
    """``tokens`` lead to the replies' verdicts in order, below ``public_url``; without it there are no links."""
    choices = offered_by(replies)
    asked = next((place for place in reversed(range(len(replies))) if replies[place].choices == choices), None)
    blocks, question, left = [], "", list(tokens)
    for place, reply in enumerate(replies):
        mine, left = left[: len(reply.verdicts)], left[len(reply.verdicts) :]
        block = _block(reply, mine if public_url else [], public_url)
        if reply.kind == "clarify" and reply.choices and place != asked:
            block = replace(block, text=_by_words(block.text, reply.choices))
        if below.code is not None and place == below.code[0]:
            block = replace(block, links="\n".join(part for part in (block.links, below.code[1]) if part))
        if place == below.judged:
            block = replace(block, thumbs=f"{wording().judge}{tappable(UP)}　{tappable(DOWN)}")
        # What the next number answers stands right above its choices.
        if place == asked and choices and not reply.verdicts and size(str(block)) <= SHORT_QUESTION:
            question = str(block)
        elif str(block):
            blocks.append(block)
    return Message(tuple(blocks), question, choices)


def _block(reply: Reply, tokens: Sequence[str], public_url: str) -> Block:
    links = _verdict_links([f"{public_url.rstrip('/')}/verdict/{token}" for token in tokens])
    text, named = harmless(reply.text).strip(), harmless(sources(reply))
    if reply.verdicts:
        return Block(text, links, shortened(text)[1:] if links else (), told=True)
    return Block("\n".join(part for part in (text, named) if part))


def _verdict_links(urls: Sequence[str]) -> str:
    if len(urls) == 1:
        return page(urls[0], wording().verdict_page)
    shown = [page(url, wording().verdict_page_of.format(number=number)) for number, url in enumerate(urls, 1)]
    return wording().verdict_pages + "　".join(shown) if any(shown) else ""


def _numbered(head: str, choices: Sequence[str]) -> str:
    return "\n".join((head, *(f"{number}. {choice}" for number, choice in enumerate(choices, 1))))


def _by_words(text: str, choices: Sequence[str]) -> str:
    """A question back above the open question, which has the numbers: its choices without any."""
    return "\n".join((text, wording().by_words, *(f"· {tappable(choice)}" for choice in choices)))


def _shorter(block: Block, step: int) -> Block:
    if not block.shorter:
        return block
    return Block(block.shorter[min(step, len(block.shorter) - 1)], block.links, told=block.told)
