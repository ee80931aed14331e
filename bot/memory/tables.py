"""The tables. ``migrations/`` makes them; a test compares the two on both databases.

JSON is kept as text, byte for byte as it was written, so that a repeated message gets exactly the stored reply.
Moments are UTC. No table holds a user's id: only a keyed hash of it (``store.py``).
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database (SQLite forgets the offset, so it is put back)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; raises ValueError for a naive value, whose meaning would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, always in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


# One talk: one person in one channel.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("user_hash", String(64), nullable=False),
    Column("state", Text),  # JSON of ConversationState; null until the first turn
    Column("former_state", Text),  # the last state that could not be read, kept for whoever looks into it
    Column("turns", Integer, nullable=False),  # how many so far
    Column("rest", Text),  # JSON list of the pages the last reply left unsaid, for whoever asks for 更多
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("channel", "user_hash"),
    Index("ix_conversations_channel", "id", "channel"),  # a turn's channel without the talk's state, which is long
)

# The log: one message and what was said to it.
turns = Table(
    "turns",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", String(36), ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … within the conversation: the order, whatever the clock says
    Column("message_id", String(128)),  # as the channel names it; null where it names none
    Column("text", Text, nullable=False),  # masked
    Column("outcome", String(16), nullable=False),
    Column("step", String(32), nullable=False),
    Column("confidence", Float),
    Column("clauses", Text, nullable=False),  # JSON list of the clause ids cited
    Column("replies", Text, nullable=False),  # JSON list of Reply
    Column("latency_ms", Float, nullable=False),
    Column("runners_up", Text, nullable=False, server_default="[]"),  # JSON list of matters
    Column("matter", String(64)),  # what it was taken to ask: an entry's id or a trade
    Column("pilot", String(32)),  # the one the talk was about
    Column("spoken", Text),  # the words that left, where the channel writes them its own way: a retry gets the same
    Column("asks", String(64)),  # the fact a dialog waited for after it
    Column("nonce", String(128), index=True),  # the channel's number against replay, where it has one
    Column("created", Moment, nullable=False, index=True),
    UniqueConstraint("conversation_id", "message_id"),
    UniqueConstraint("conversation_id", "number"),
    # All that the question log is sought by, without the replies, which are most of a row: a search that finds little
    # reads a tenth of the table. Not on PostgreSQL, whose indexes refuse a row above 2.7 kB and whose scan needs none.
    Index(
        "ix_turns_log",
        *("created", "id", "conversation_id", "outcome", "step", "confidence", "latency_ms", "clauses", "text"),
        info={"only": "sqlite"},
    ),
    # All that turns are counted by; see ``figures.py``.
    Index("ix_turns_figures", "created", "conversation_id", "number", "outcome", "pilot", "asks"),
)

# Verdicts as they were told, each with what is needed to replay it.
verdicts = Table(
    "verdicts",
    metadata,
    Column("token", String(64), primary_key=True),  # the long unguessable end of the applicant's own link
    Column("conversation_id", String(36), ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("turn_id", String(36), ForeignKey(turns.c.id, ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # 0, 1, 2: the verdict's place among those of the turn
    Column("programme", String(32), nullable=False),
    Column("answers", Text, nullable=False),  # JSON of the facts it was computed from
    Column("as_of", Date, nullable=False),
    Column("rules", String(128), nullable=False),  # hash of the rules in force
    Column("verdict", Text, nullable=False),  # JSON of the verdict
    Column("result", String(32), nullable=False, server_default=""),
    Column("deciding", Text, nullable=False, server_default="[]"),  # JSON list of the clause ids it rests on
    Column("created", Moment, nullable=False, index=True),
    UniqueConstraint("turn_id", "position"),
    Index("ix_verdicts_conversation_id", "conversation_id"),
)

# The platform's access tokens, one for each account, shared by all processes.
access_tokens = Table(
    "access_tokens",
    metadata,
    Column("app_id", String(64), primary_key=True),
    Column("token", Text),  # sealed; null while the first one is being fetched
    Column("expires", Moment),
    Column("fetching_until", Moment),  # the process that wrote this is fetching; the others wait, at most until then
    Column("forced", Moment),  # when a new one was last demanded before the old one's end: the platform counts these
)

# Replies that go out on their own, after the answer to the message: the one place where a raw user id is kept, sealed,
# and only until the reply is sent.
owed_replies = Table(
    "owed_replies",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", String(36), ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("recipient", Text, nullable=False),  # sealed
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),  # 0, 1, 2 …: the order among those of one turn
    Column("attempts", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("due", Moment, nullable=False, index=True),  # not to be sent before; moved on while a process is sending it
    Index("ix_owed_replies_conversation_id", "conversation_id"),
)

# The desk's people. An account is never deleted, only disabled: the trail refers to it.
staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(32), nullable=False),  # lower case
    Column("name", String(64), nullable=False),
    Column("password_hash", String(255), nullable=False),  # argon2id, with its parameters
    Column("roles", Text, nullable=False),  # JSON list of lookup, curate, publish, admin
    Column("disabled", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),  # attempts since the last success, the running one included
    Column("locked_until", Moment),
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    UniqueConstraint("login"),
)

# Who is logged in where. The token itself is in the officer's browser only.
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", Integer, ForeignKey(staff.c.id, ondelete="CASCADE"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Index("ix_staff_sessions_staff_id", "staff_id"),
)

# What was done at the desk and on it. Triggers refuse any change of a row; each row's ``chain`` is over all before it.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("staff_id", Integer),  # null for the command line, and for a login nobody has
    Column("staff_login", String(32), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("details", Text, nullable=False),  # JSON object, without personal data
    Column("chain", String(64), nullable=False),
    Index("ix_audit_staff_login", "staff_login"),
    sqlite_autoincrement=True,  # a number is never given twice, even after a restored copy
)

# What officers looked up with a caller on the line, and what came of it.
lookups = Table(
    "lookups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", Integer, ForeignKey(staff.c.id), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("text", Text, nullable=False),  # masked
    Column("matter", String(64)),
    Column("pilot", String(32)),
    Column("mark", String(16)),  # answered, not_answered, passed_on; null while nothing was said of it
    Column("note", Text),  # masked
    Column("step", String(32)),
    Column("confidence", Float),
    Index("ix_lookups_staff_id_at", "staff_id", "at"),
)

# What changes the bot at once, in every process.
switches = Table(
    "switches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String(32), nullable=False),  # the officer's login
)

# 「有用」 and 「没用」, one for a turn: the last one counts.
thumbs = Table(
    "thumbs",
    metadata,
    Column("turn_id", String(36), ForeignKey(turns.c.id, ondelete="CASCADE"), primary_key=True),
    Column("up", Boolean, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# Messages that are no turn, such as 「有用」: what was said to them, so that one sent again gets the same words.
asides = Table(
    "asides",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", String(36), ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("message_id", String(128)),
    Column("nonce", String(128), index=True),
    Column("spoken", Text, nullable=False),
    Column("created", Moment, nullable=False, index=True),
    UniqueConstraint("conversation_id", "message_id"),
)

# Prechecks that staff made with a caller: the answers, the day and the rules, as with a verdict told in a talk.
prechecks = Table(
    "prechecks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("staff_id", Integer, ForeignKey(staff.c.id), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("programmes", Text, nullable=False),  # JSON list
    Column("answers", Text, nullable=False),  # JSON of the facts
    Column("as_of", Date, nullable=False),
    Column("verdicts", Text, nullable=False),  # JSON list of verdicts, each with the hash of its rules
    Column("note", Text),  # masked
    Index("ix_prechecks_staff_id", "staff_id"),
)

# Codes that join a talk and a call (``bot/codes.py``). A talk's opens its turn at the desk; the desk's brings a
# precheck into the talk of whoever sends it first, and ``conversation_id`` is then theirs.
codes = Table(
    "codes",
    metadata,
    Column("digest", String(64), primary_key=True),  # keyed
    Column("sealed", Text),  # a talk's only: its person is shown it again
    Column("conversation_id", String(36), ForeignKey(conversations.c.id, ondelete="CASCADE"), index=True),
    Column("turn_id", String(36), ForeignKey(turns.c.id, ondelete="CASCADE"), index=True),
    Column("precheck_id", String(36), ForeignKey(prechecks.c.id, ondelete="CASCADE"), index=True),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# Codes that were none, for an hour: how many somebody tried, and everybody together.
wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", String(64), nullable=False),  # a digest that no other table has
    Column("at", Moment, nullable=False, index=True),
)

# What was purged, exported or forgotten, in numbers only.
privacy_runs = Table(
    "privacy_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("counts", Text, nullable=False),  # JSON object
)
