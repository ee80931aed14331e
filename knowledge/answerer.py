"""A question becomes answers: curated where an entry fits, quoted where only a clause does, else an honest no.

Nothing here writes a sentence about the notice: an answer is an entry's text or a clause's own words.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from knowledge.choosing import said_by_the_way, to_choose_from
from knowledge.clauses import Clauses
from knowledge.dividing import asks_only_whether, by_marks, is_typed, story_questions, without_aside, without_denied
from knowledge.elsewhere import Elsewhere
from knowledge.faq import FaqEntry, FaqKind
from knowledge.following import asks_for_more, clauses_behind, goes_on, nth_asked, pointing_back
from knowledge.lexicon import Lexicon, lexicon
from knowledge.likeness import Traits, traits
from knowledge.matching import Matcher, Ranking
from knowledge.mending import Mender
from knowledge.normalise import normalise
from knowledge.particulars import Particulars
from knowledge.quoting import Quoter
from knowledge.reading import Question, Reader
from knowledge.response import (
    FINANCE,
    NOTHING_SAID,
    Answer,
    Context,
    Nothing,
    Part,
    Quoted,
    Requested,
    Response,
    WhichMatter,
    WhichPilot,
)
from knowledge.several import MOST_PIECES, Several, wants_a_person
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms, bare
from knowledge.words import Words

__all__ = [
    "FINANCE",
    "Answer",
    "Answerer",
    "Context",
    "Nothing",
    "Part",
    "Quoted",
    "Requested",
    "Response",
    "WhichMatter",
    "WhichPilot",
]

# Confidences, see ``matching.Evidence``: from SURE on answer, from UNSURE on ask back; FOREIGN is that of declining
# other business.
SURE = 0.55
UNSURE = 0.45
FOREIGN = 0.9
# A text of as many characters tells a story; only its questions are then to be answered.
STORY = 60
# What stands in a frame may be so much less sure than the whole text, whose frame may only seem one.
FRAMED = 0.1
# Fewer characters than these say too little to look for clauses.
SHORTEST = 4
# More characters than these beside 它 or 那个 are a question of their own.
POINTING = 10
# 能报吗 after the pilot that is not open goes on with it; a longer question has a subject of its own.
SHORT_QUESTION = 6
FITTING = 0.4


class Answerer:
    """Answers questions on one notice. Never changes once built."""

    def __init__(
        self,
        particulars: Particulars,
        clauses: Clauses,
        entries: tuple[FaqEntry, ...],
        words: Words,
        known: Lexicon | None = None,
    ) -> None:
        """``known``: the lexicon of ``entries``, if the caller has kept it; else it is made, which takes seconds."""
        self.tokenizer = Tokenizer(words.domain)
        self._words = words
        self._open = words.pilots.keys() - {FINANCE}
        self._quoter = Quoter(clauses, self.tokenizer, particulars)
        self._clauses = clauses
        self._elsewhere = Elsewhere(words.elsewhere, entries, words.beside, words.ours, words.asking)
        self._learn(entries, known or lexicon(entries, Terms(words, self.tokenizer)))

    def with_entries(self, entries: tuple[FaqEntry, ...], known: Lexicon) -> Answerer:
        """The same notice's answerer on other entries, of which ``known`` is the lexicon.

        Takes a tenth of a second: words and clauses are not indexed anew.
        """
        other = copy(self)
        other._elsewhere = self._elsewhere.with_entries(entries)
        other._learn(entries, known)
        return other

    def _learn(self, entries: tuple[FaqEntry, ...], known: Lexicon) -> None:
        """Everything that hangs on the entries."""
        words = self._words
        self._reader = Reader(words, Mender(known, self.tokenizer).mend)
        self._matcher = Matcher(entries, known, Terms(words, self.tokenizer))
        self._several = Several(self._reader, self._one)
        self._by_id = {entry.id: entry for entry in entries}
        self._by_matter = {entry.matter: entry for entry in entries}

    def entry(self, name: str) -> FaqEntry | None:
        """The entry with this id or this matter."""
        return self._by_id.get(name) or self._by_matter.get(name)

    def read(self, text: str) -> Question:
        """A text as the bot reads it: slips mended, pilots named."""
        return self._reader.read(text)

    def near(self, text: str, pilot: str | None = None) -> tuple[FaqEntry, ...]:
        """The entries nearest to a text, best first, however far away they are."""
        return tuple(match.entry for match in self._ranked(self._reader.read(text), (pilot,) if pilot else ()).matches)

    def traits(self, text: str) -> Traits:
        """What a question is likened to others by, pilots' names left out."""
        question = self._reader.read(text)
        said = question.matter or question.text
        near = {match.entry.id: match.score for match in self._matcher.rank(said).matches}
        return traits(bare(said), self._matcher.weights(said), near)

    def pilot_said(self, text: str) -> str | None:
        """The one pilot a text names or hints at when it says nothing else (「社区的」); None otherwise."""
        question = self._reader.read(text)
        said = question.pilots or question.hinted
        return said[0] if question.bare and len(said) == 1 else None

    def pilot_named(self, text: str) -> str | None:
        """The one pilot a text names outright when it says nothing else; a word that only hints at one is no name."""
        question = self._reader.read(text)
        return question.pilots[0] if question.bare and len(question.pilots) == 1 else None

    def warm(self) -> None:
        """Build now what is built at first use: a server should not let a person wait for it."""
        self._elsewhere.warm()
        self._matcher.warm()
        self._quoter.search("")

    def says_little(self, text: str) -> bool:
        """Whether a text is a mere 嗯, 没有, 12: an answer to something, never a question."""
        return self._reader.says_little(text)

    def asks(self, text: str) -> bool:
        """Whether a text looks like a question."""
        return self._reader.asks(text)

    def curated(self, text: str, context: Context = NOTHING_SAID) -> Response:
        """Curated answers to ``text``, a whole message of one person; no parts where no entry is near enough."""
        followed = self._follow_on(text, context)
        if followed is not None:
            return followed
        text = without_aside(without_denied(text))
        whole = self._told(text, context)
        calls = wants_a_person(whole)
        known = whole.confidence == 1.0 and len(whole.parts) == 1 and not calls
        rest = "" if known else self._reader.without_frame(text)
        if not rest:
            return whole
        found = self._told(rest, context)
        return found if found.parts and found.confidence >= (SURE if calls else whole.confidence - FRAMED) else whole

    def _told(self, text: str, context: Context) -> Response:
        """Of a long story, what its questions ask where that is sure; else of the whole."""
        asked = story_questions(text, self._reader.asks_outright) if len(text) >= STORY else ""
        if not asked:
            return self._answers(text, context)
        told = self._reader.read(text)
        said = told.pilots or told.hinted
        found = self._answers(asked, Context(said[0], context.matter) if len(said) == 1 else context)
        return found if found.confidence >= SURE else self._answers(text, context)

    def _follow_on(self, text: str, context: Context) -> Response | None:
        """The last answer again, where the text asks nothing of its own; the clauses behind it, where it asks why, for
        the wording, for more; None elsewhere.
        """
        said = normalise(text)
        entry = self._by_id.get(context.matter or "")
        answer = entry.answer_for(context.pilot) if entry is not None else None
        if entry is not None and answer is not None and goes_on(said, answer.text):
            pilots = (context.pilot,) if context.pilot else ()
            return Response(self.for_entry(entry, pilots), 1.0, "follow_up", (), context)
        nth = nth_asked(said)
        if nth is None and not asks_for_more(said):
            return None
        citations = clauses_behind(answer, self._clauses, nth) if answer is not None else ()
        return Response((Quoted(citations),), 1.0, "follow_up", (), context) if citations else None

    def _answers(self, text: str, context: Context) -> Response:
        if not normalise(text) and "abilities" in self._by_id:
            return Response(self.for_entry(self._by_id["abilities"], ()), 1.0, "faq", (), context)
        # 行，谢谢了 says as little as 行, and is known in part.
        if self._reader.says_little(text) and not any(
            map(self._matcher.knows, (text, self._reader.read(text).matter, *by_marks(text)))
        ):
            return Response((), 0.0, "faq", (), context)
        whole = self._one(text, context)
        pieces = by_marks(text)[-MOST_PIECES:]  # a story asks at its end
        if whole.confidence == 1.0 and not any(map(is_typed, pieces[1:])):
            return whole  # but typed pinyin is read piece by piece
        named = self._reader.read(text).pilots
        if named == (FINANCE,) and sum(map(self._reader.asks, pieces)) < 2:
            return whole  # whatever is asked of it has one answer
        closed = FINANCE in named
        said = named or self._reader.read(text).hinted
        about = Context(said[0], context.matter) if len(said) == 1 else context
        request = self._several.request_in(pieces, about) if len(pieces) > 1 and not closed else None
        if request is not None:
            return request
        halves = self._several.questions_in(text, pieces, whole, self._nearness(text, context), about)
        if len(halves) == 1:
            return halves[0]
        parts = _without_repeats(tuple(part for half in halves for part in half.parts))
        return replace(halves[-1], parts=parts, confidence=min(half.confidence for half in halves))

    def ranking(self, text: str) -> tuple[Ranking, tuple[str, ...]]:
        """How near the entries are to a single question, and the pilots it speaks of."""
        question = self._reader.read(text)
        pilots = self._pilots(question, NOTHING_SAID)
        return self._ranked(question, pilots), pilots

    def quoted(self, text: str, context: Context = NOTHING_SAID) -> Response:
        """The clauses that speak of it, where they hold most of what is asked; no parts where none does."""
        question = self._reader.read(text)
        pilot = question.pilots[0] if question.pilots else None
        told = len(question.matter) >= SHORTEST and not self._reader.says_little(text)
        citations = self._quoter.quote(question.text, pilot) if told else ()
        parts = (Quoted(citations),) if citations else ()
        return Response(parts, 0.0, "clauses", (), Context(pilot or context.pilot, None))

    def nothing(self, found: Response) -> Response:
        """An honest no, keeping what came near for the log."""
        return replace(found, parts=(Nothing(),), step="no_match")

    def for_entry(self, entry: FaqEntry, pilots: tuple[str, ...]) -> tuple[Part, ...]:
        """An entry's answer for these pilots; none means for all."""
        if FINANCE in pilots and entry.kind in (FaqKind.request, FaqKind.off_subject):
            entry = self._by_id.get("pilot_open", entry)
        if entry.kind is FaqKind.request:
            return (Requested(entry, pilots[0] if pilots else None),)
        found: list[Part] = []
        for pilot in pilots or (None,):
            closed = pilot == FINANCE and FINANCE not in entry.answers
            told = self._by_id.get("pilot_open", entry) if closed else entry
            answer = told.answer_for(pilot)
            if answer is None:
                return (WhichPilot(told),)
            if not any(isinstance(part, Answer) and part.answer is answer for part in found):
                found.append(Answer(told, answer, pilot))
        return tuple(found)

    def _one(self, text: str, context: Context) -> Response:
        question = self._reader.read(text)
        if question.bare and (context.matter or not question.matter):
            return self._follow_up(question, context)
        pilots = self._pilots(question, context)
        ranking = self._pointed(question, pilots, context) or self._ranked(question, pilots)
        other = None if question.pilots else self._elsewhere.instead_of(ranking, question.text)
        if other is not None:
            return Response(self.for_entry(other, ()), FOREIGN, "faq", (), Context(context.pilot, other.id))
        return self._decide(ranking, question.text, pilots, context, named=bool(question.pilots))

    def _pointed(self, question: Question, pilots: tuple[str, ...], context: Context) -> Ranking | None:
        """它要交什么 after an answer: the question read together with the matter answered, where that is clear."""
        rest = pointing_back(question.matter)
        entry = self._by_id.get(context.matter or "")
        if self._matcher.knows(question.text):
            return None
        if not rest or entry is None or entry.kind not in (FaqKind.answer, FaqKind.silent) or len(rest) > POINTING:
            return None
        pilot = pilots[0] if len(pilots) == 1 else None
        asked = self._matcher.rank(rest, None, pilot)
        near = {
            match.entry.id: match.score for match in self._matcher.rank(f"{entry.matter} {rest}", None, pilot).matches
        }
        best = asked.matches[0].score if asked.matches else 0.0
        fitting = [match for match in asked.matches if match.score >= FITTING * best and match.entry.id in near]
        fitting.sort(key=lambda match: match.score * near[match.entry.id], reverse=True)
        return Ranking(tuple(fitting), max(asked.sure, SURE)) if fitting else None

    def _ranked(self, question: Question, pilots: tuple[str, ...]) -> Ranking:
        said = question.text if self._matcher.knows(question.text) else question.matter or question.text
        named = question.pilots[0] if len(question.pilots) == 1 else None
        return self._matcher.rank(said, named, pilots[0] if len(pilots) == 1 else None)

    def _nearness(self, text: str, context: Context) -> dict[str, float]:
        """How near each entry is to the whole text, as a share of the nearest one's score."""
        question = self._reader.read(text)
        matches = self._ranked(question, self._pilots(question, context)).matches
        return {match.entry.id: match.score / matches[0].score for match in matches}

    def _decide(
        self, ranking: Ranking, said: str, pilots: tuple[str, ...], context: Context, *, named: bool
    ) -> Response:
        """``named``: the pilots are named in what was ``said``, and not carried on from before."""
        while said_by_the_way(ranking, said):
            ranking = ranking.without_first()
        matches, sure = ranking.matches, ranking.sure
        pilot = pilots[0] if pilots else context.pilot
        runners_up = tuple(match.entry.id for match in matches[1:4])
        closed = self._by_id.get("pilot_open")
        if FINANCE in pilots and sure < SURE and closed is not None:
            # Nothing else the notice says of it: whatever is asked, it is not open.
            return Response(self.for_entry(closed, pilots), SURE, "faq", runners_up, Context(FINANCE, closed.id))
        if sure < UNSURE:
            return Response((), sure, "faq", runners_up, context)
        best = matches[0].entry
        if FINANCE in pilots and not named and FINANCE not in best.answers and not asks_only_whether(said):
            pilots, pilot = (), None  # 文号, asked after 第四类: the number is everybody's
        meant = to_choose_from(matches)
        if sure >= SURE or len(meant) == 1:
            return Response(self.for_entry(best, pilots), sure, "faq", runners_up, Context(pilot, best.id))
        return Response((WhichMatter(meant, pilot),), sure, "faq", runners_up, context)

    def _follow_up(self, question: Question, context: Context) -> Response:
        """Only a pilot was said (「那社区的呢」): the matter asked before, for this one."""
        pilots = question.pilots or question.hinted
        entry = self._by_id.get(context.matter or "") or self._by_id.get("pilot_intro")
        if entry is None:
            return Response((), 0.0, "faq", (), context)
        return Response(self.for_entry(entry, pilots), 1.0, "faq", (), Context(pilots[0], entry.id))

    def _pilots(self, question: Question, context: Context) -> tuple[str, ...]:
        if question.pilots:
            # 技术、领跑、小区这三样，哪个要法人: of all of them.
            return () if self._open <= {*question.pilots, *question.hinted} else question.pilots
        if len(question.hinted) == 1:
            return question.hinted
        # What is not open for application is left behind as soon as anything but 能报吗 is asked.
        told = context.pilot != FINANCE or len(question.matter) <= SHORT_QUESTION
        carried = context.pilot if told and not question.hinted else None
        return (carried,) if carried else ()


def _without_repeats(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    kept: list[Part] = []
    for part in parts:
        if part not in kept:
            kept.append(part)
    return tuple(kept[:4])
