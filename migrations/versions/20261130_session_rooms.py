"""What facilitators keep of a session: stars, a note, the groups that people talk in."""

import sqlalchemy as sa
from alembic import op

revision = "0046_session_rooms"
down_revision = "0045_absences"
branch_labels = None
depends_on = None

NOTE = "session_note"
KEYS = ("id", "case_session_id, edition")


def upgrade() -> None:
    """Nothing is starred, noted or grouped."""
    op.create_table(
        "reflection_star",
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("starred_at", sa.DateTime(timezone=True), nullable=False),
        _refers("reflection_star", "case_session_id", "case_session"),
        _refers("reflection_star", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint(
            "case_session_id", "enrollment_id", name=op.f("pk_reflection_star")
        ),
    )
    op.create_index("ix_reflection_star_enrollment_id", "reflection_star", ["enrollment_id"])
    op.create_table(
        NOTE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers(NOTE, "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_note")),
        sa.UniqueConstraint(
            "case_session_id", "edition", name=op.f("uq_session_note_case_session_id_edition")
        ),
    )
    _make_groups()
    _keep_notes()


def downgrade() -> None:
    """What was starred, noted and grouped is gone."""
    for table in ("breakout_wish", "breakout_place", "breakout", NOTE, "reflection_star"):
        op.drop_table(table)


def _make_groups() -> None:
    op.create_table(
        "breakout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("among", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("breakout", "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakout")),
        sa.UniqueConstraint(
            "case_session_id", "edition", name=op.f("uq_breakout_case_session_id_edition")
        ),
    )
    op.create_table(
        "breakout_place",
        sa.Column("breakout_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_breakout_place_number")),
        _refers("breakout_place", "breakout_id", "breakout"),
        _refers("breakout_place", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("breakout_id", "enrollment_id", name=op.f("pk_breakout_place")),
    )
    op.create_index("ix_breakout_place_enrollment_id", "breakout_place", ["enrollment_id"])
    op.create_table(
        "breakout_wish",
        sa.Column("breakout_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(40), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        _refers("breakout_wish", "breakout_id", "breakout"),
        _refers("breakout_wish", "one_id", "enrollment"),
        _refers("breakout_wish", "other_id", "enrollment"),
        sa.PrimaryKeyConstraint("breakout_id", "number", name=op.f("pk_breakout_wish")),
    )
    for column in ("one_id", "other_id"):
        op.create_index(f"ix_breakout_wish_{column}", "breakout_wish", [column])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _keep_notes() -> None:
    """What a note said can be deleted, and never changed or replaced."""
    head = f"CREATE TRIGGER {NOTE}_no_update BEFORE UPDATE ON {NOTE} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        op.execute(
            f"CREATE TRIGGER {NOTE}_no_truncate BEFORE TRUNCATE ON {NOTE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
        )
        for operation in ("update", "truncate"):
            op.execute(f"ALTER TABLE {NOTE} ENABLE ALWAYS TRIGGER {NOTE}_no_{operation}")
        return
    message = f"UPDATE of {NOTE} is refused: it is a record"
    op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
    for number, key in enumerate(KEYS, start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{NOTE}.{column}" for column in columns)
        there = f"SELECT 1 FROM {NOTE} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {NOTE}_no_replace_{number} BEFORE INSERT ON {NOTE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
