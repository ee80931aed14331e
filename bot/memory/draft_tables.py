"""The tables of entries that staff write: drafts in work, versions published, and what a trial of a draft showed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.memory.tables import Moment, metadata

# An entry while it is being written, submitted and looked at by somebody else.
entry_drafts = Table(
    "entry_drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String(64), nullable=False),  # the notice's key
    Column("entry_id", String(64), nullable=False),  # as typed so far
    Column("state", String(16), nullable=False),  # drafting, submitted, published, dropped
    Column("content", Text, nullable=False),  # JSON, masked
    Column("origin", String(64), nullable=False),  # what it began from, as entry:copies; empty for nothing
    Column("editors", Text, nullable=False),  # JSON list of the logins of all who ever changed it
    Column("note", Text),  # why it was handed back; masked
    Column("revision", Integer, nullable=False),  # goes up with each change: who changes an older one is told so
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("changed_by", String(32), nullable=False),
    Index("ix_entry_drafts_state", "state"),
    sqlite_autoincrement=True,
)

# Every decision on a published entry; the last one of each counts. Rows are only ever added.
entry_versions = Table(
    "entry_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String(64), nullable=False),
    Column("entry_id", String(64), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … for each entry
    Column("deed", String(16), nullable=False),  # published, restored, withdrawn
    Column("entry", Text),  # JSON of the FaqEntry; null where it was withdrawn
    Column("folder", String(32), nullable=False),  # digest of what the folder said then; empty where nothing
    Column("made_by", Text, nullable=False),  # JSON list of logins
    Column("checked_by", String(32), nullable=False),
    Column("reason", Text, nullable=False),  # masked
    Column("draft_id", Integer, ForeignKey(entry_drafts.c.id)),
    Column("at", Moment, nullable=False),
    UniqueConstraint("notice", "entry_id", "number"),
    sqlite_autoincrement=True,
)

# Asking all known questions with a draft and without: how far it is, and then which answers would change.
entry_trials = Table(
    "entry_trials",
    metadata,
    Column("draft_id", Integer, ForeignKey(entry_drafts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("tried", String(32), nullable=False),  # digest of the entry that is tried
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("result", Text),  # JSON; null until it is through
    Column("fault", Text),  # why it could not be finished
    Column("started", Moment, nullable=False),
    Column("seen", Moment, nullable=False, index=True),  # when it last got on; one that is not heard of has died
)
