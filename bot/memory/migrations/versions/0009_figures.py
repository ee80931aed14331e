"""What turns and verdicts are counted by: the open question, the result, the clauses that decided it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_COUNTED_BY = ("created", "conversation_id", "number", "outcome", "pilot", "asks")
_BATCH = 500


def upgrade() -> None:
    """One step forward. Of turns from before it is not known; verdicts carry all of it already."""
    op.add_column("turns", sa.Column("asks", sa.String(64)))
    op.create_index("ix_turns_figures", "turns", list(_COUNTED_BY))
    op.create_index("ix_conversations_channel", "conversations", ["id", "channel"])
    op.add_column("verdicts", sa.Column("result", sa.String(32), nullable=False, server_default=""))
    op.add_column("verdicts", sa.Column("deciding", sa.Text, nullable=False, server_default="[]"))
    _read_verdicts(op.get_bind())


def _read_verdicts(connection: sa.Connection) -> None:
    names = ("token", "verdict", "result", "deciding")
    verdicts = sa.table("verdicts", *(sa.column(name) for name in names))
    last = ""
    while True:
        some = sa.select(verdicts.c.token, verdicts.c.verdict).where(verdicts.c.token > last)
        rows = connection.execute(some.order_by(verdicts.c.token).limit(_BATCH)).all()
        for token, kept in rows:
            verdict = json.loads(kept)
            found = {"result": verdict["result"], "deciding": json.dumps(_deciding(verdict.get("criteria", [])))}
            connection.execute(sa.update(verdicts).where(verdicts.c.token == token).values(found))
        if len(rows) < _BATCH:
            return
        last = rows[-1].token


def _deciding(lines: list[dict[str, str]]) -> list[str]:
    """As the program of this day finds them; an older verdict's lines have no anchor."""
    for kind in ("hard", "soft"):
        if unmet := [line for line in lines if line["kind"] == kind and line["status"] == "unmet"]:
            return _anchors(unmet)
    return _anchors([line for line in lines if line["status"] in ("unknown", "ambiguous")])


def _anchors(lines: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(line["anchor"] for line in lines if "anchor" in line))


def downgrade() -> None:
    """The same step back."""
    op.drop_column("verdicts", "deciding")
    op.drop_column("verdicts", "result")
    op.drop_index("ix_conversations_channel", "conversations")
    op.drop_index("ix_turns_figures", "turns")
    op.drop_column("turns", "asks")
