"""Tables of what people ask: each wording once, the group it belongs to, and every time it was asked."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.memory.tables import Moment, lookups, metadata, turns

# Wordings of one question. A group is never deleted: pages and drafts refer to it.
question_groups = Table(
    "question_groups",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("by_hand", Boolean, nullable=False),  # somebody split or merged it: its wordings stay where they are
    Column("into_id", Integer, ForeignKey("question_groups.id")),  # the group it was merged into, where it was
    Column("created", Moment, nullable=False),
)

# A question's words, normalised and masked. Once nobody's record holds them any more the words go, the row stays.
question_wordings = Table(
    "question_wordings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("group_id", Integer, ForeignKey(question_groups.c.id), nullable=False, index=True),
    Column("digest", String(64), unique=True),  # of the text, which may be too long for an index; null without words
    Column("text", Text),
    Column("matter", String(64)),  # the entry that surely answered it when it was first asked; null for none
    Column("near_id", Integer),  # the wording of the group it was put beside; null for the one the group began with
    Column("score", Float),  # how near that one is, 0 to 1
    Column("reason", String(16)),  # why beside that one: see ``knowledge.grouping.Reason``, or by_hand
)

# Each time a question was asked: in a turn of a talk, or in a look-up of the desk.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("turn_id", String(36), ForeignKey(turns.c.id, ondelete="CASCADE"), unique=True),
    Column("lookup_id", Integer, ForeignKey(lookups.c.id, ondelete="CASCADE"), unique=True),
    Column("wording_id", Integer, ForeignKey(question_wordings.c.id), nullable=False),
    Column("day", Date, nullable=False, index=True),  # in Beijing
    Column("channel", String(32), nullable=False),  # desk for a look-up
    Column("pilot", String(32)),
    Column("matter", String(64)),
    Column("ending", String(16)),  # see ``question_groups.Ending``; null for a look-up, whose mark tells it
    CheckConstraint("(turn_id IS NULL) <> (lookup_id IS NULL)", name="one_source"),
    Index("ix_questions_wording_id_day", "wording_id", "day"),
)

# What stays of those whose turn or look-up is deleted: how many there were.
question_counts = Table(
    "question_counts",
    metadata,
    Column("wording_id", Integer, ForeignKey(question_wordings.c.id), primary_key=True),
    Column("day", Date, primary_key=True),  # in Beijing
    Column("channel", String(32), primary_key=True),
    Column("pilot", String(32), primary_key=True),  # empty for none
    Column("ending", String(16), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("down", Integer, nullable=False),  # of these, how many got a 「没用」
)

# How far the log has been grouped, in one row. Whoever changes a group or a wording locks it first: ids are theirs to
# give, and nobody else's change comes between.
question_progress = Table(
    "question_progress",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("turns_to", Moment),  # turns before this are grouped; null before the first
    Column("lookups_to", Integer, nullable=False),  # the number of the last look-up grouped
    Column("grouped_at", Moment),  # when it was last looked whether there is more
    Column("regroup", Boolean, nullable=False),  # all that nobody decided by hand is to be grouped anew
)
