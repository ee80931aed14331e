"""What is left when records are gone: daily counts; messages not to be taken again; who is at the daily work."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "kind", "name", name="pk_daily_counts"),
    )
    op.create_table(
        "forgotten_messages",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_forgotten_messages"),
    )
    op.create_index("ix_forgotten_messages_at", "forgotten_messages", ["at"])
    op.create_table(
        "daily_tasks",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("done", sa.Date),
        sa.Column("held_by", sa.String(32)),
        sa.Column("held_until", _MOMENT),
        sa.PrimaryKeyConstraint("name", name="pk_daily_tasks"),
    )


def downgrade() -> None:
    """The same step back."""
    for table in ("daily_tasks", "forgotten_messages", "daily_counts"):
        op.drop_table(table)
