"""What the WeChat channel keeps: words as they left, what they left unsaid, access tokens, replies still owed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.add_column("conversations", sa.Column("rest", sa.Text))
    op.add_column("turns", sa.Column("runners_up", sa.Text, nullable=False, server_default="[]"))
    op.add_column("turns", sa.Column("spoken", sa.Text))
    op.add_column("turns", sa.Column("nonce", sa.String(128)))
    op.create_index("ix_turns_nonce", "turns", ["nonce"])
    op.create_table(
        "access_tokens",
        sa.Column("app_id", sa.String(64), nullable=False),
        sa.Column("token", sa.Text),
        sa.Column("expires", _MOMENT),
        sa.Column("fetching_until", _MOMENT),
        sa.Column("forced", _MOMENT),
        sa.PrimaryKeyConstraint("app_id", name="pk_access_tokens"),
    )
    op.create_table(
        "owed_replies",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("due", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_owed_replies"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_owed_replies_conversation_id_conversations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_owed_replies_conversation_id", "owed_replies", ["conversation_id"])
    op.create_index("ix_owed_replies_due", "owed_replies", ["due"])


def downgrade() -> None:
    """The same step back."""
    op.drop_table("owed_replies")
    op.drop_table("access_tokens")
    op.drop_index("ix_turns_nonce", "turns")
    for column in ("nonce", "spoken", "runners_up"):
        op.drop_column("turns", column)
    op.drop_column("conversations", "rest")
