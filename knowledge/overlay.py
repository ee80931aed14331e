"""Entries published at the desk, laid over those of the notice's folder.

The folder is where entries live; a publication stands in front of its entry until the folder has caught up. Whether
it still does is told by what the folder says now, so that every process decides alike and nothing has to be switched
off when a patch has been merged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.clauses import Clauses
from knowledge.faq import FaqEntry, Frozen
from knowledge.holding_back import held_back, lapsed


class Publication(Frozen):
    """What the desk last decided of one entry.

    ``entry`` is None once it was withdrawn: then the folder's own counts. ``before`` are the digests of all that the
    folder may say and still be older than this: the entry this one was made over, and earlier publications. An empty
    one stands for "no such entry".
    """

    id: str
    entry: FaqEntry | None
    before: frozenset[str] = frozenset()


class Standing(StrEnum):
    """How an entry stands that is not simply the folder's."""

    published = "published"  # it answers in the place of the folder's, or beside them
    in_folder = "in_folder"  # the folder says the same by now
    overtaken = "overtaken"  # the folder was changed to something else since: the folder's answers
    lapsed = "lapsed"  # quotes what the notice does not say (any more): held back
    withdrawn = "withdrawn"  # the folder's own answers again, if it has one


@dataclass(frozen=True, slots=True)
class Overlaid:
    """``entries`` to answer with; ``standings`` of all that were published or are held back, by id."""

    entries: tuple[FaqEntry, ...]
    standings: Mapping[str, Standing]


def in_force(id: str, written: Sequence[FaqEntry], publications: Sequence[Publication]) -> FaqEntry | None:
    """What an entry says now, held back or not; None where there is no such entry."""
    there = next((entry for entry in written if entry.id == id), None)
    published = next((one for one in publications if one.id == id), None)
    if published is not None and _standing(published, there) is Standing.published:
        return published.entry
    return there


def overlaid(written: Sequence[FaqEntry], publications: Sequence[Publication], clauses: Clauses) -> Overlaid:
    """The folder's entries, in their order, with what was published in front of them; new ones last."""
    entries = {entry.id: entry for entry in written}
    standings: dict[str, Standing] = {}
    for publication in publications:
        standing = _standing(publication, entries.get(publication.id))
        standings[publication.id] = standing
        if standing is Standing.published and publication.entry is not None:
            entries[publication.id] = publication.entry
    for id, entry in entries.items():
        if lapsed(entry, clauses):
            entries[id] = held_back(entry)
            standings[id] = Standing.lapsed
    return Overlaid(tuple(entries.values()), standings)


def digest(entry: FaqEntry | None) -> str:
    """The same for two entries that say the same, however their files are laid out; empty for none."""
    if entry is None:
        return ""
    said = entry.model_dump(mode="json")
    for answer in (said["answer"], *said["answers"].values()):
        if answer is not None:
            answer["text"] = answer["text"].strip()
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def _standing(publication: Publication, written: FaqEntry | None) -> Standing:
    if publication.entry is None:
        return Standing.withdrawn
    there = digest(written)
    if there == digest(publication.entry):
        return Standing.in_folder
    return Standing.published if there in publication.before else Standing.overtaken
