"""A turn as the page gets it: the public JSON of the replies, and what a page needs to show them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.channels.web.bubble import bubble
from bot.channels.web.card import card
from bot.channels.web.site import ShownNotice, Site, Taken
from bot.memory.records import KeptTurn
from bot.replies import Cited, Outcome, Reply
from eligibility.verdict import Result

_REPLIES = TypeAdapter(tuple[Reply, ...])


async def shown_turn(turn: Taken, site: Site) -> dict[str, Any]:
    """``{"outcome", "replies"}``, each reply as in ``replies.Reply`` with five additions.

    ``cards`` are its verdicts in words, best first; ``bubble`` is what the text says beside them; ``day`` is there
    when a date may be picked (``{"until": ISO day or ""}``); ``thumb`` where one may say whether it was of use
    (``{"turn": id, "up": true, false or null}``); and each citation has its readable ``path``.
    """
    shown = await _shown(turn.replies, turn.tokens, site)
    return {"outcome": turn.outcome, "replies": _with_thumb(shown, turn.outcome, turn.turn_id, None)}


async def past_turn(turn: KeptTurn, site: Site) -> dict[str, Any]:
    """The same with what the person said, its ``message_id``, and when (ISO with offset)."""
    shown = await _shown(_revived(turn.replies), turn.tokens, site)
    return {
        "message_id": turn.message_id,
        "text": turn.text,
        "at": turn.created.isoformat(),
        "outcome": turn.outcome,
        "replies": _with_thumb(shown, turn.outcome, turn.id, turn.thumb),
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


def _with_thumb(shown: list[dict[str, Any]], outcome: str, turn_id: str, up: bool | None) -> list[dict[str, Any]]:
    """A thumb under the last answer that came with a clause, or under the no: elsewhere there is nothing to judge."""
    judged = [
        reply
        for reply in shown
        if (outcome == Outcome.answered and reply["kind"] == "answer" and reply["citations"])
        or (outcome == Outcome.no_match and reply["kind"] == "decline")
    ]
    last = judged[-1] if judged else None
    return [reply | {"thumb": {"turn": turn_id, "up": up} if reply is last else None} for reply in shown]


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
