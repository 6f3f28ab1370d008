"""Files of attendance, and what people are called in them; a mark can come of the command line."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0041_attendance_imports"
down_revision = "0040_amendments"
branch_labels = None
depends_on = None

CHANGE = "attendance_change"
KEYS = (("id",), ("attendance_id", "version"))
"""All that is unique among changes of marks."""


def upgrade() -> None:
    """Nothing was sent so far; every change of a mark was somebody's."""
    op.create_table(
        "attendance_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("written_as", sa.String(), nullable=False),
        sa.Column("delimiter", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name="fk_attendance_import_case_session_id_case_session",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_import"),
        sa.UniqueConstraint(
            "case_session_id", "sha256", name="uq_attendance_import_case_session_id_sha256"
        ),
    )
    op.create_table(
        "attendance_column",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("held", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name="fk_attendance_column_program_id_program"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_column"),
        sa.UniqueConstraint("program_id", "header", name="uq_attendance_column_program_id_header"),
    )
    op.create_table(
        "attendance_alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name="fk_attendance_alias_case_session_id_case_session",
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name="fk_attendance_alias_enrollment_id_enrollment",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_alias"),
        sa.UniqueConstraint(
            "enrollment_id", "alias", name="uq_attendance_alias_enrollment_id_alias"
        ),
    )
    op.create_index("ix_attendance_alias_case_session_id", "attendance_alias", ["case_session_id"])
    _let_by_be_empty(nullable=True)


def downgrade() -> None:
    """Changes of marks by the command line are taken for those of nobody known."""
    nobody = "'00000000-0000-0000-0000-000000000000'" if _is_postgresql() else f"'{'0' * 32}'"
    if not _is_postgresql():
        _drop_triggers()
        op.execute(f"UPDATE {CHANGE} SET by = {nobody} WHERE by IS NULL")  # noqa: S608
        _make_triggers()
    else:
        op.execute(f"ALTER TABLE {CHANGE} DISABLE TRIGGER {CHANGE}_no_update")
        op.execute(f"UPDATE {CHANGE} SET by = {nobody} WHERE by IS NULL")  # noqa: S608
        op.execute(f"ALTER TABLE {CHANGE} ENABLE ALWAYS TRIGGER {CHANGE}_no_update")
    _let_by_be_empty(nullable=False)
    op.drop_table("attendance_alias")
    op.drop_table("attendance_column")
    op.drop_table("attendance_import")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _let_by_be_empty(*, nullable: bool) -> None:
    """SQLite makes the table anew, and its triggers with it."""
    if _is_postgresql():
        op.alter_column(CHANGE, "by", existing_type=sa.Uuid(), nullable=nullable)
        return
    _drop_triggers()
    with op.batch_alter_table(CHANGE) as batch:
        batch.alter_column("by", existing_type=sa.Uuid(), nullable=nullable)
    _make_triggers()


def _triggers() -> Iterator[tuple[str, str]]:
    """By name, the triggers for which a record is closed on SQLite."""
    for operation in ("UPDATE", "DELETE"):
        refusal = f"SELECT RAISE(ABORT, '{operation} of {CHANGE} is refused: it is a record')"
        name = f"{CHANGE}_no_{operation.lower()}"
        yield name, f"CREATE TRIGGER {name} BEFORE {operation} ON {CHANGE} BEGIN {refusal}; END"
    for number, key in enumerate(KEYS, start=1):
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        there = f"SELECT 1 FROM {CHANGE} WHERE {same}"  # noqa: S608 - names from above
        columns = ", ".join(f"{CHANGE}.{column}" for column in key)
        name = f"{CHANGE}_no_replace_{number}"
        yield (
            name,
            f"CREATE TRIGGER {name} BEFORE INSERT ON {CHANGE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END",
        )


def _drop_triggers() -> None:
    for name, _made in _triggers():
        op.execute(f"DROP TRIGGER {name}")


def _make_triggers() -> None:
    for _name, made in _triggers():
        op.execute(made)
