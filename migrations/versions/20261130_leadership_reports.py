"""Reports to leaders: what was ordered, and the bytes that were made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0055_leadership_reports"
down_revision = "0054_shown_tables"
branch_labels = None
depends_on = None

KEYS = {
    "leadership_report": ("id", "program_id, number"),
    "leadership_report_file": ("report_id",),
}
"""Both tables, whose rows never change, with all that is unique in them."""


def upgrade() -> None:
    """No report was ordered yet."""
    op.create_table(
        "leadership_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("faculty", sa.JSON(), nullable=False),
        sa.Column("costs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_leadership_report_order")),
        _refers("leadership_report", "program_id", "program"),
        _refers("leadership_report", "job_id", "job"),
        _refers("leadership_report", "ordered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadership_report")),
        sa.UniqueConstraint(
            "program_id", "number", name=op.f("uq_leadership_report_program_id_number")
        ),
    )
    op.create_table(
        "leadership_report_file",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("paragraph", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _refers("leadership_report_file", "report_id", "leadership_report"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_leadership_report_file")),
    )
    _make_triggers()


def downgrade() -> None:
    """What was made is gone."""
    op.drop_table("leadership_report_file")
    op.drop_table("leadership_report")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _make_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, keys in KEYS.items():
        if postgresql:
            _refuse_on_postgresql(table)
        else:
            _refuse_on_sqlite(table, keys)


def _refuse_on_postgresql(table: str) -> None:
    for operation, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = f"{table}_no_{operation.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refuse_on_sqlite(table: str, keys: tuple[str, ...]) -> None:
    for operation in ("UPDATE", "DELETE"):
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(keys, start=1):
        op.execute(_no_replacement(table, number, key.split(", ")))


def _no_replacement(table: str, number: int, key: list[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
