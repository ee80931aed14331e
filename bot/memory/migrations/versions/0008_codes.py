"""Codes that join a talk and a call, the prechecks made at the desk, and how often wrong codes were tried."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "prechecks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("programmes", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("verdicts", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_prechecks"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_prechecks_staff_id_staff"),
    )
    op.create_index("ix_prechecks_at", "prechecks", ["at"])
    op.create_index("ix_prechecks_staff_id", "prechecks", ["staff_id"])
    op.create_table(
        "codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("conversation_id", sa.String(36)),
        sa.Column("turn_id", sa.String(36)),
        sa.Column("precheck_id", sa.String(36)),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_codes"),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{table}.id"], name=f"fk_codes_{name}_id_{table}", ondelete="CASCADE"
            )
            for name, table in (("conversation", "conversations"), ("turn", "turns"), ("precheck", "prechecks"))
        ),
    )
    for column in ("conversation_id", "turn_id", "precheck_id", "expires"):
        op.create_index(f"ix_codes_{column}", "codes", [column])
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_codes"),
    )
    op.create_index("ix_wrong_codes_at", "wrong_codes", ["at"])


def downgrade() -> None:
    """The same step back."""
    for table in ("wrong_codes", "codes", "prechecks"):
        op.drop_table(table)
