"""Learners check in to a session, and that can be taken back; joining by the link can be enough."""

import sqlalchemy as sa
from alembic import op

revision = "0044_check_ins"
down_revision = "0043_zoom"
branch_labels = None
depends_on = None

KEYS = {
    "check_in": ("id", "enrollment_id, case_session_id, edition"),
    "check_in_strike": ("id", "check_in_id"),
}
"""The new tables, whose rows never change, with all that is unique in each."""
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Nobody checked in so far, and in no cohort does the link do it."""
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("check_in", "enrollment_id", "enrollment"),
        _refers("check_in", "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "enrollment_id",
            "case_session_id",
            "edition",
            name=op.f("uq_check_in_enrollment_id_case_session_id_edition"),
        ),
    )
    op.create_index(op.f("ix_check_in_case_session_id"), "check_in", ["case_session_id"])
    op.create_table(
        "check_in_strike",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("check_in_strike", "check_in_id", "check_in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_strike")),
        sa.UniqueConstraint("check_in_id", name=op.f("uq_check_in_strike_check_in_id")),
    )
    with op.batch_alter_table("cohort") as batch:
        batch.add_column(
            sa.Column("link_checks_in", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("cohort") as batch:
        batch.alter_column("link_checks_in", existing_type=sa.Boolean(), server_default=None)
    for table, keys in KEYS.items():
        _close(table, keys)


def downgrade() -> None:
    """Marks that were made by checking in stay, and say so."""
    op.drop_table("check_in_strike")
    op.drop_table("check_in")
    with op.batch_alter_table("cohort") as batch:
        batch.drop_column("link_checks_in")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _close(table: str, keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for operation in OPERATIONS:
            _refuse(table, f"{table}_no_{operation.lower()}", operation, "ROW")
        _refuse(table, f"{table}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in OPERATIONS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{operation} of {table} is refused: it is a record'); END"
        )
    for number, key in enumerate(keys, start=1):
        op.execute(_refusal(table, number, key.split(", ")))


def _refuse(table: str, name: str, operation: str, each: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refusal(table: str, number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
