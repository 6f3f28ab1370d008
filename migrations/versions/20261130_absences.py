"""Excuses asked for in advance, make-ups as learners submit them, and recordings of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0045_absences"
down_revision = "0044_check_ins"
branch_labels = None
depends_on = None

KEYS = {
    "excuse": ("id", "enrollment_id, case_session_id, edition"),
    "excuse_event": ("id", "excuse_id, number"),
    "make_up_event": ("id", "request_id, number", "make_up_id"),
}
"""Rows that never change, and all that is unique among them; private text can be deleted."""


def upgrade() -> None:
    """Nobody has asked for anything, and there are no recordings."""
    _make_excuses()
    _make_requests()
    _make_recordings()
    for table in KEYS:
        _keep(table)


def downgrade() -> None:
    """What was asked and written is gone; make-ups that stand beside marks stay."""
    for table in (
        *("session_recording_removal", "session_recording", "make_up_event", "make_up_request"),
        *("excuse_event", "excuse"),
    ):
        op.drop_table(table)


def _make_excuses() -> None:
    op.create_table(
        "excuse",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *_of_session("excuse"),
    )
    op.create_index("ix_excuse_case_session_id", "excuse", ["case_session_id"])
    op.create_table(
        "excuse_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("excuse_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("excuse_event", "excuse_id", "excuse"),
        sa.PrimaryKeyConstraint("id", name="pk_excuse_event"),
        sa.UniqueConstraint("excuse_id", "number", name="uq_excuse_event_excuse_id_number"),
    )


def _make_requests() -> None:
    op.create_table(
        "make_up_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        *_of_session("make_up_request"),
    )
    op.create_index("ix_make_up_request_case_session_id", "make_up_request", ["case_session_id"])
    op.create_table(
        "make_up_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sister_session_id", sa.Uuid(), nullable=True),
        sa.Column("credit", sa.String(40), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("make_up_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("make_up_event", "request_id", "make_up_request"),
        _refers("make_up_event", "sister_session_id", "case_session"),
        _refers("make_up_event", "make_up_id", "make_up"),
        sa.PrimaryKeyConstraint("id", name="pk_make_up_event"),
        sa.UniqueConstraint("request_id", "number", name="uq_make_up_event_request_id_number"),
        sa.UniqueConstraint("make_up_id", name="uq_make_up_event_make_up_id"),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name="ck_make_up_event_minutes"),
        sa.CheckConstraint(
            "(step = 'approved') = (make_up_id IS NOT NULL)", name="ck_make_up_event_approved"
        ),
    )


def _make_recordings() -> None:
    op.create_table(
        "session_recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("has_captions", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("visible_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("session_recording", "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name="pk_session_recording"),
        sa.UniqueConstraint(
            "case_session_id", "edition", name="uq_session_recording_case_session_id_edition"
        ),
    )
    op.create_table(
        "session_recording_removal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("session_recording_removal", "recording_id", "session_recording"),
        sa.PrimaryKeyConstraint("id", name="pk_session_recording_removal"),
        sa.UniqueConstraint("recording_id", name="uq_session_recording_removal_recording_id"),
    )


def _of_session(table: str) -> tuple[sa.Constraint, ...]:
    """What a row about somebody at a session has, one edition after the other."""
    columns = "enrollment_id", "case_session_id", "edition"
    return (
        _refers(table, "enrollment_id", "enrollment"),
        _refers(table, "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}"),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _keep(table: str) -> None:
    """What was said can be deleted with its author's data, and never changed or replaced."""
    head = f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
        )
        for operation in ("update", "truncate"):
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{operation}")
        return
    message = f"UPDATE of {table} is refused: it is a record"
    op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
    for number, key in enumerate(KEYS[table], start=1):
        _keep_from_replacing(table, key, number)


def _keep_from_replacing(table: str, key: str, number: int) -> None:
    columns = key.split(", ")
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    named = ", ".join(f"{table}.{column}" for column in columns)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    op.execute(
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
    )
