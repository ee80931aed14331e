"""A stage for the web channel: the real notice and rules, and a door that plays a small scripted talk."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from bot.channels.web.menu import Menu
from bot.channels.web.site import ShownNotice, Site
from bot.content import load
from bot.memory.records import KeptTurn, KeptVerdict
from bot.notices import DEFAULT_FOLDER, Notice, load_notice
from bot.replies import Cited, Outcome, Progress, Reply
from bot.settings import Settings
from bot.verdict_json import verdict_json
from eligibility.precheck import precheck
from eligibility.questions import expected_left, next_fact

TODAY = date(2023, 8, 20)


@dataclass
class Taken:
    outcome: Outcome
    replies: Sequence[Reply]
    tokens: Sequence[str] = ()
    turn_id: str = ""
    code: str = ""


@dataclass
class Stage:
    """Door and memory in one. ``broken`` makes the next calls fail; ``taken`` counts what really happened."""

    notice: Notice = field(default_factory=cache(load_notice))
    turns: dict[str, list[KeptTurn]] = field(default_factory=dict)
    verdicts: dict[str, KeptVerdict] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: bool = False
    taken: int = 0

    def clear(self) -> None:
        """As it was at first."""
        self.turns.clear()
        self.verdicts.clear()
        self.facts.clear()
        self.broken = False
        self.taken = 0

    async def take(self, channel: str, user: str, text: str, message_id: str) -> Taken:
        assert channel == "web"
        if self.broken:
            raise RuntimeError("the database is gone")
        kept = self.turns.setdefault(user, [])
        for turn in kept:
            if turn.message_id == message_id:
                replies = tuple(Reply.model_validate(reply) for reply in json.loads(turn.replies))
                return Taken(Outcome(turn.outcome), replies, turn.tokens, turn.id)
        self.taken += 1
        taken = replace(self._play(user, text), turn_id=f"t{len(kept)}")
        replies_json = json.dumps([reply.model_dump(mode="json") for reply in taken.replies], ensure_ascii=False)
        kept.append(
            KeptTurn(
                id=taken.turn_id,
                message_id=message_id,
                text=text,
                outcome=taken.outcome,
                step="stage",
                replies=replies_json,
                created=datetime.now(UTC),
                tokens=tuple(taken.tokens),
            )
        )
        return taken

    async def history(self, channel: str, user: str, limit: int) -> Sequence[KeptTurn]:
        assert channel == "web"
        return self.turns.get(user, [])[-limit:]

    async def thumb(self, channel: str, user: str, turn_id: str, up: bool | None) -> bool:
        assert channel == "web"
        kept = self.turns.get(user, [])
        self.turns[user] = [replace(turn, thumb=up) if turn.id == turn_id else turn for turn in kept]
        return any(turn.id == turn_id for turn in kept)

    async def verdict(self, token: str) -> KeptVerdict | None:
        return self.verdicts.get(token)

    def _play(self, user: str, text: str) -> Taken:
        if text.startswith("预检"):
            self.facts[user] = {}
            return self._next(user)
        if user in self.facts:
            facts = self.facts[user]
            if text == "上一步":
                facts.pop(next(reversed(facts)), None)
                return self._next(user)
            book = self.notice.rulebook
            asked = next_fact(book, ("tech",), facts, TODAY)
            for choice in book.facts[asked].choices if asked else ():
                if choice.label == text and asked:
                    facts[asked] = choice.value
                    return self._next(user)
            if text == "2023年10月31日" and asked:
                facts[asked] = "2023-10-31"
                return self._next(user)
            if text == "不清楚" and asked:
                facts[asked] = "unknown"
                return self._next(user)
        cited = Cited(
            document="北京市生态环境局关于开展2023年北京市低碳试点工作的通知",
            clause="三、征集时间",
            quote="即日起至2023年8月31日截止",
            anchor="notice.3",
        )
        also = Cited(
            document="2023年北京市先进低碳技术项目试点工作方案",
            clause="三、工作流程 · 5.申报程序",
            quote="纸质版申报材料一式五份（正式盖章件）报送至北京市应对气候变化管理事务中心",
            anchor="tech.3.5",
        )
        said = (
            f"您说的是「{text}」。\n征集时间为2023年7月10日至8月31日，两天都算在内。距截止还有11天。\n"
            "咨询电话 68455013、68450090，邮箱 ydqhbhzx@sthjj.beijing.gov.cn。"
        )
        return Taken(Outcome.answered, (Reply(kind="answer", text=said, citations=(cited, also)),))

    def _next(self, user: str) -> Taken:
        book, facts = self.notice.rulebook, self.facts[user]
        fact = next_fact(book, ("tech",), facts, TODAY)
        if fact is not None:
            spec = book.facts[fact]
            choices = (*(choice.label for choice in spec.choices), "不清楚")
            left = round(expected_left(book, ("tech",), facts, TODAY))
            progress = Progress(number=len(facts) + 1, remaining=max(left - 1, 0))
            reply = Reply(kind="dialog", text=spec.question, choices=choices, asks=fact, progress=progress)
            return Taken(Outcome.in_dialog, (reply,))
        told = verdict_json(precheck(book, "tech", book.facts.validate(facts, TODAY), TODAY), self.notice)
        token = f"token-{len(self.verdicts):08d}"
        self.verdicts[token] = KeptVerdict("tech", dict(facts), TODAY, told["rules"], told, datetime.now(UTC))
        del self.facts[user]
        reply = Reply(
            kind="dialog",
            text="以上是先进低碳技术项目试点的预检结果。接下来可以：",
            choices=("看材料清单", "改一个回答", "预检另一个项目"),
            verdicts=(told,),
        )
        return Taken(Outcome.in_dialog, (reply,), (token,))

    @asynccontextmanager
    async def open(self, settings: Settings) -> AsyncIterator[Site]:
        menu = load(DEFAULT_FOLDER / "menu.yaml", Menu)
        notice = ShownNotice(self.notice.particulars, self.notice.clauses, self.notice.rulebook, menu)
        yield Site(
            door=self,
            memory=self,
            notice=lambda: notice,
            today=lambda: TODAY,
            text_limit=settings.text_limit,
        )
