"""Analyses of projects, as they were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0060_project_analyses"
down_revision = "0059_trials"
branch_labels = None
depends_on = None

KEYS = {"project_analysis": ("id", "project_id, number")}
"""The table, whose rows never change, with all that is unique in it."""


def upgrade() -> None:
    """No project was analyzed yet."""
    op.create_table(
        "project_analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        _refers("project_analysis", "project_id", "project"),
        _refers("project_analysis", "ordered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_analysis")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_project_analysis_project_id_number")
        ),
    )
    _make_triggers()


def downgrade() -> None:
    """What was shown is gone."""
    op.drop_table("project_analysis")


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
