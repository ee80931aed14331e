"""Messages that are no turn of a talk, such as 「有用」, kept for as long as they may be sent again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "asides",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("message_id", sa.String(128)),
        sa.Column("nonce", sa.String(128)),
        sa.Column("spoken", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asides"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_asides_conversation_id_conversations",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_asides_conversation_id_message_id"),
    )
    op.create_index("ix_asides_nonce", "asides", ["nonce"])
    op.create_index("ix_asides_created", "asides", ["created"])


def downgrade() -> None:
    """The same step back."""
    op.drop_table("asides")
