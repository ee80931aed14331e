"""Entries that staff write: drafts, published versions, trials."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "entry_drafts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("notice", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("editors", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_drafts_state", "entry_drafts", ["state"])
    op.create_table(
        "entry_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("notice", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("entry", sa.Text),
        sa.Column("folder", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("checked_by", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("draft_id", sa.Integer),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_versions"),
        sa.UniqueConstraint("notice", "entry_id", "number", name="uq_entry_versions_notice_entry_id_number"),
        sa.ForeignKeyConstraint(["draft_id"], ["entry_drafts.id"], name="fk_entry_versions_draft_id_entry_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entry_trials",
        sa.Column("draft_id", sa.Integer, nullable=False),
        sa.Column("tried", sa.String(32), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("fault", sa.Text),
        sa.Column("started", _MOMENT, nullable=False),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_entry_trials"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["entry_drafts.id"], name="fk_entry_trials_draft_id_entry_drafts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_entry_trials_seen", "entry_trials", ["seen"])


def downgrade() -> None:
    """The same step back."""
    for table in ("entry_trials", "entry_versions", "entry_drafts"):
        op.drop_table(table)
