"""Tables of what is left when records are gone, and of the work of removing them."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, Table

from bot.memory.tables import Moment, metadata

# How many turns there were: of each outcome, of each step, with each clause cited … (``counting.Key``). Who and what is
# in no column.
daily_counts = Table(
    "daily_counts",
    metadata,
    Column("day", Date, primary_key=True),  # in Beijing
    Column("channel", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("number", Integer, nullable=False),
)

# Messages whose turn was deleted on demand, by a digest that leads back to nobody: sent again, they are not taken anew.
forgotten_messages = Table(
    "forgotten_messages",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

# Work that one process does once a day for all of them.
daily_tasks = Table(
    "daily_tasks",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("done", Date),  # the day it was last finished for
    Column("held_by", String(32)),  # a number of the process at work
    Column("held_until", Moment),  # from then on another may take over
)
