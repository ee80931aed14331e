"""What people ask, in groups; and what each turn was taken to ask, of which pilot."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.add_column("turns", sa.Column("matter", sa.String(64)))
    op.add_column("turns", sa.Column("pilot", sa.String(32)))
    op.create_table(
        "question_groups",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("into_id", sa.Integer),
        sa.Column("created", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_groups"),
        sa.ForeignKeyConstraint(
            ["into_id"], ["question_groups.id"], name="fk_question_groups_into_id_question_groups"
        ),
    )
    _wordings()
    _questions()
    op.create_table(
        "question_counts",
        sa.Column("wording_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("pilot", sa.String(32), nullable=False),
        sa.Column("ending", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("down", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("wording_id", "day", "channel", "pilot", "ending", name="pk_question_counts"),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["question_wordings.id"], name="fk_question_counts_wording_id_question_wordings"
        ),
    )
    op.create_table(
        "question_progress",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("turns_to", _MOMENT),
        sa.Column("lookups_to", sa.Integer, nullable=False),
        sa.Column("grouped_at", _MOMENT),
        sa.Column("regroup", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_progress"),
    )
    op.execute("INSERT INTO question_progress (id, lookups_to, regroup) VALUES (1, 0, false)")


def _wordings() -> None:
    op.create_table(
        "question_wordings",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("text", sa.Text),
        sa.Column("matter", sa.String(64)),
        sa.Column("near_id", sa.Integer),
        sa.Column("score", sa.Float),
        sa.Column("reason", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_question_wordings"),
        sa.UniqueConstraint("digest", name="uq_question_wordings_digest"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["question_groups.id"], name="fk_question_wordings_group_id_question_groups"
        ),
    )
    op.create_index("ix_question_wordings_group_id", "question_wordings", ["group_id"])


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.String(36)),
        sa.Column("lookup_id", sa.Integer),
        sa.Column("wording_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("pilot", sa.String(32)),
        sa.Column("matter", sa.String(64)),
        sa.Column("ending", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("turn_id", name="uq_questions_turn_id"),
        sa.UniqueConstraint("lookup_id", name="uq_questions_lookup_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_questions_turn_id_turns", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["lookup_id"], ["lookups.id"], name="fk_questions_lookup_id_lookups", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["question_wordings.id"], name="fk_questions_wording_id_question_wordings"
        ),
        sa.CheckConstraint("(turn_id IS NULL) <> (lookup_id IS NULL)", name="one_source"),
    )
    op.create_index("ix_questions_wording_id_day", "questions", ["wording_id", "day"])
    op.create_index("ix_questions_day", "questions", ["day"])


def downgrade() -> None:
    """The same step back."""
    for table in ("question_progress", "question_counts", "questions", "question_wordings", "question_groups"):
        op.drop_table(table)
    for column in ("pilot", "matter"):
        op.drop_column("turns", column)
