"""An index that answers the question log's searches alone, on SQLite."""

from alembic import op

revision = "0005"
down_revision = "0004"

_SOUGHT_BY = ("created", "id", "conversation_id", "outcome", "step", "confidence", "latency_ms", "clauses", "text")


def upgrade() -> None:
    """One step forward."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_turns_log", "turns", list(_SOUGHT_BY))


def downgrade() -> None:
    """The same step back."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_turns_log", "turns")
