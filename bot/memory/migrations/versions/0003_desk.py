"""The desk: its people and their sessions, the trail, look-ups, switches, thumbs, and what was purged."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)

# The trail is final: not even this program can change a row of it.
_FINAL_SQLITE = tuple(
    f"""
    CREATE TRIGGER audit_is_final_{verb.lower()} BEFORE {verb} ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is final'); END
    """
    for verb in ("UPDATE", "DELETE")
)
_FINAL_POSTGRESQL = (
    """
    CREATE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is final'; END $$
    """,
    """
    CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_final()
    """,
)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("login", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", _MOMENT),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id_staff", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    _create_audit()
    op.create_table(
        "lookups",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("matter", sa.String(64)),
        sa.Column("pilot", sa.String(32)),
        sa.Column("mark", sa.String(16)),
        sa.Column("note", sa.Text),
        sa.Column("step", sa.String(32)),
        sa.Column("confidence", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_lookups"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_lookups_staff_id_staff"),
    )
    op.create_index("ix_lookups_at", "lookups", ["at"])
    op.create_index("ix_lookups_staff_id_at", "lookups", ["staff_id", "at"])
    op.create_table(
        "switches",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )
    op.create_table(
        "thumbs",
        sa.Column("turn_id", sa.String(36), nullable=False),
        sa.Column("up", sa.Boolean, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("turn_id", name="pk_thumbs"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_thumbs_turn_id_turns", ondelete="CASCADE"),
    )
    op.create_index("ix_thumbs_at", "thumbs", ["at"])
    op.create_table(
        "privacy_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_runs"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("staff_id", sa.Integer),
        sa.Column("staff_login", sa.String(32), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_staff_login", "audit", ["staff_login"])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _FINAL_SQLITE if on_sqlite else _FINAL_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """The same step back."""
    for table in ("privacy_runs", "thumbs", "switches", "lookups", "audit", "staff_sessions", "staff"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_final()")
