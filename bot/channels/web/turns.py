"""A turn as the page gets it: the public JSON of the replies, and what a page needs to show them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot import codes
from bot.channels.web.bubble import bubble
from bot.channels.web.card import card
from bot.channels.web.site import ShownNotice, Site, Taken
from bot.judging import judged
from bot.memory.records import KeptTurn
from bot.replies import Cited, Reply
from bot.talk_codes import told
from eligibility.verdict import Result

_REPLIES = TypeAdapter(tuple[Reply, ...])


async def shown_turn(turn: Taken, site: Site) -> dict[str, Any]:
    """``{"outcome", "replies"}``, each reply as in ``replies.Reply`` with six additions.

    ``cards`` are its verdicts in words, best first; ``bubble`` is what the text says beside them; ``day`` is there
    when a date may be picked (``{"until": ISO day or ""}``); ``thumb`` where one may say whether it was of use
    (``{"turn": id, "up": true, false or null}``); ``code`` is the line that tells one for the telephone, else empty;
    and each citation has its readable ``path``.
    """
    shown = await _shown(turn.replies, turn.tokens, site)
    thumb = {"turn": turn.turn_id, "up": None}
    return {
        "outcome": turn.outcome,
        "replies": _with_what_is_below(shown, turn.outcome, turn.replies, thumb, _told(turn.code, site)),
    }


async def past_turn(turn: KeptTurn, site: Site) -> dict[str, Any]:
    """The same with what the person said, its ``message_id``, and when (ISO with offset)."""
    replies = _revived(turn.replies)
    shown = await _shown(replies, turn.tokens, site)
    thumb = {"turn": turn.id, "up": turn.thumb}
    code = site.codes.open(turn.code) if site.codes is not None else ""
    return {
        "message_id": turn.message_id,
        "text": turn.text,
        "at": turn.created.isoformat(),
        "outcome": turn.outcome,
        "replies": _with_what_is_below(shown, turn.outcome, replies, thumb, _told(code, site)),
    }


def _revived(kept: str) -> tuple[Reply, ...]:
    """The replies as kept; of those an older program wrote in another shape, the words alone."""
    try:
        return _REPLIES.validate_json(kept)
    except ValidationError:
        return tuple(Reply(kind="answer", text=str(reply.get("text", ""))) for reply in json.loads(kept))


async def _shown(replies: Sequence[Reply], tokens: Sequence[str], site: Site) -> list[dict[str, Any]]:
    notice = site.notice()
    unused = iter(tokens)
    return [
        reply.model_dump(mode="json")
        | {
            "citations": [_citation(cited, notice) for cited in reply.citations],
            "bubble": bubble(reply),
            "cards": await _cards(reply, unused, site, notice),
            "day": _day(reply.asks, notice, site.today()),
        }
        for reply in replies
    ]


def _with_what_is_below(
    shown: list[dict[str, Any]], outcome: str, replies: Sequence[Reply], thumb: dict[str, Any], code: str
) -> list[dict[str, Any]]:
    """The thumb under the reply that may be judged, the code under the one it goes with."""
    thumbed, coded = judged(outcome, replies), codes.place(outcome, replies)
    return [
        reply | {"thumb": thumb if number == thumbed else None, "code": code if number == coded else ""}
        for number, reply in enumerate(shown)
    ]


def _told(code: str, site: Site) -> str:
    return told(code, site.codes.talk_lasts) if code and site.codes is not None else ""


async def _cards(reply: Reply, tokens: Iterator[str], site: Site, notice: ShownNotice) -> list[dict[str, Any]]:
    cards = []
    for verdict in reply.verdicts:
        token = next(tokens, "")
        kept = await site.memory.verdict(token) if token else None
        cards.append(card(verdict, notice, kept.answers if kept else {}, token))
    return sorted(cards, key=lambda it: -Result(it["result"]).rank)


def _citation(cited: Cited, notice: ShownNotice) -> dict[str, str]:
    clause = notice.clauses.get(cited.anchor)
    return cited.model_dump() | {"path": clause.path if clause else f"{cited.document} · {cited.clause}"}


def _day(asks: str | None, notice: ShownNotice, today: date) -> dict[str, str] | None:
    spec = notice.rulebook.facts.get(asks) if asks else None
    if spec is None or not spec.dated:
        return None
    return {"until": today.isoformat() if spec.kind == "event" else ""}
