"""The folders under ``knowledge/notices`` as one frozen value that can be swapped whole when content changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bot.content import ContentError, ContentFile, Problem
from bot.content_cache import KeptContent
from bot.industry import standard
from bot.lexicon_cache import lexicon_for, lexicon_made
from bot.replies import Cited
from eligibility.bands import Period
from eligibility.facts import FactSheet, FactSpec
from eligibility.programme import Programme
from eligibility.questions import next_fact
from eligibility.rulebook import Rulebook
from knowledge.answerer import Answerer
from knowledge.clauses import Clauses
from knowledge.faq import Cite, FaqEntry
from knowledge.outline import DocumentTitle, OutlineError, parse_notice
from knowledge.overlay import Publication, Standing, overlaid
from knowledge.particulars import Particulars
from knowledge.standing_in import StandingIn
from knowledge.trades.desk import TradeDesk
from knowledge.trades.table import TradeTable
from knowledge.words import Words

HOME = Path(__file__).parent.parent / "knowledge" / "notices"
DEFAULT_FOLDER = HOME / "beijing-2023-82"


@dataclass(frozen=True, eq=False)
class Notice:
    """Everything of one notice, loaded and checked.

    ``faq`` is what it answers with, ``written`` what its folder says; ``standings`` tells of each entry that is not
    simply the folder's how it stands.
    """

    particulars: Particulars
    clauses: Clauses
    faq: tuple[FaqEntry, ...]
    words: Words
    rulebook: Rulebook
    trade_table: TradeTable | None = None
    written: tuple[FaqEntry, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)

    @cached_property
    def trades(self) -> TradeDesk | None:
        """None for a notice that says nothing of trades."""
        if not self.trade_table:
            return None
        return TradeDesk(self.trade_table, standard(), self.words, self.answerer.tokenizer)

    @cached_property
    def answerer(self) -> Answerer:
        """Built at first use: a precheck does not need the index."""
        return Answerer(self.particulars, self.clauses, self.faq, self.words, lexicon_for(self.faq, self.words))

    @cached_property
    def answers_by_day(self) -> frozenset[str]:
        """The entries that hold for days of one side of a window only."""
        specs = self.rulebook.facts.values()
        return frozenset(entry for spec in specs for entry in (*spec.band_answers.values(), *spec.band_answers_for))

    @cached_property
    def _cited(self) -> dict[tuple[str, str], Cited]:
        """The citations made so far: there are as many as the content has, and every answer needs some."""
        return {}

    def standing_in(self, instead: Mapping[str, FaqEntry]) -> Notice:
        """The same notice, answering with ``instead`` (by id) where it has one; nothing is indexed anew."""
        other = replace(self)
        other.__dict__.update(answerer=StandingIn(self.answerer, instead), trades=self.trades)
        return other

    def with_published(self, publications: Sequence[Publication]) -> Notice:
        """The same notice with these laid over its folder's entries, indexed for what has changed.

        Takes some two seconds, in small steps: meant for a thread beside the one that answers. Not yet indexed, it is
        only so at its first use, as any.
        """
        laid = overlaid(self.written, publications, self.clauses)
        other = replace(self, faq=laid.entries, standings=laid.standings)
        if "answerer" in self.__dict__:
            known = lexicon_made(laid.entries, self.words, self.answerer.tokenizer)
            answerer = self.answerer.with_entries(laid.entries, known)
            answerer.warm()
            other.__dict__.update(answerer=answerer, trades=self.trades)
        return other

    def warm(self) -> None:
        """Build now what is built at first use, so that the first person need not wait for it."""
        self.answerer.warm()
        _ = self.trades
        every = tuple(self.rulebook.programmes)
        for programmes in (every, *((programme,) for programme in every)):
            next_fact(self.rulebook, programmes, {}, self.rulebook.period.closes)

    def cited(self, clause: str, quote: str) -> Cited:
        """A citation in the form outsiders see."""
        known = self._cited.get((clause, quote))
        if known is None:
            found = self.clauses[clause]
            known = Cited(document=found.title, clause=found.label, quote=quote, anchor=clause)
            self._cited[clause, quote] = known
        return known

    def cited_all(self, cites: tuple[Cite, ...]) -> tuple[Cited, ...]:
        return tuple(self.cited(cite.clause, cite.quote) for cite in cites)


Notices = Mapping[str, Notice]


@dataclass(frozen=True)
class NoticeFolder:
    """The files of one notice's folder, read but not yet joined. ``kept``: what they held when last read."""

    path: Path
    kept: KeptContent | None = None

    def file(self, *names: str) -> ContentFile:
        path = self.path.joinpath(*names)
        return ContentFile(path, "/".join((self.path.name, *names)), self.kept)

    def faq_files(self) -> list[ContentFile]:
        return [self.file("faq", path.name) for path in sorted((self.path / "faq").glob("*.yaml"))]

    def programme_files(self) -> list[ContentFile]:
        return [self.file("programmes", path.name) for path in sorted((self.path / "programmes").glob("*.yaml"))]

    def clauses(self, particulars: Particulars) -> Clauses:
        titles = [DocumentTitle(d.key, d.title, d.short) for d in particulars.documents]
        text = self.path / "notice.txt"
        try:
            return parse_notice(text.read_text(encoding="utf-8"), titles)
        except (OSError, UnicodeDecodeError, OutlineError) as reason:
            line = getattr(reason, "line", None) or 1
            raise ContentError([Problem(f"{self.path.name}/notice.txt", line, str(reason))]) from reason


def load_notice(path: Path = DEFAULT_FOLDER) -> Notice:
    """One notice's folder; raises ``ContentError`` for the first file that cannot be taken.

    The finer checks, of quotes and the like, are ``bot.notice_check``'s: they are for editing, not for each start.
    """
    kept = KeptContent(path)
    folder = NoticeFolder(path, kept)
    particulars = folder.file("notice.yaml").parse(Particulars)
    specs = folder.file("facts.yaml").parse(tuple[FactSpec, ...])
    programmes = [file.parse(Programme) for file in folder.programme_files()]
    order = [document.programme for document in particulars.documents]
    programmes.sort(key=lambda programme: order.index(programme.key))
    clauses = folder.clauses(particulars)
    written = tuple(entry for file in folder.faq_files() for entry in file.parse(tuple[FaqEntry, ...]))
    laid = overlaid(written, (), clauses)
    notice = Notice(
        particulars=particulars,
        clauses=clauses,
        faq=laid.entries,
        written=written,
        standings=laid.standings,
        words=folder.file("words.yaml").parse(Words),
        trade_table=folder.file("trades.yaml").parse(TradeTable) if (path / "trades.yaml").exists() else None,
        rulebook=Rulebook(
            facts=FactSheet(specs),
            programmes={programme.key: programme for programme in programmes},
            period=Period(opens=particulars.opens.day, closes=particulars.closes.day),
        ),
    )
    kept.save()
    return notice


def load_notices(paths: tuple[Path, ...] = (DEFAULT_FOLDER,)) -> Notices:
    """All notices by key."""
    loaded = [load_notice(path) for path in paths]
    return {notice.particulars.key: notice for notice in loaded}
