"""Reminders: what a cohort changed of their rules, and what people were reminded of."""

import sqlalchemy as sa
from alembic import op

revision = "0039_reminders"
down_revision = "0038_addresses_and_mail"
branch_labels = None
depends_on = None

KEYS = {
    "reminder_change": ("id", "cohort_id, rule, version"),
    "reminded": ("id", "enrollment_id, rule, about"),
}
"""Both tables, whose rows never change, with all that is unique in them."""


def upgrade() -> None:
    """Every rule as its program has it, and nobody reminded of anything."""
    op.create_table(
        "reminder_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Time(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name="fk_reminder_change_cohort_id_cohort"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_change"),
        sa.UniqueConstraint(
            "cohort_id", "rule", "version", name="uq_reminder_change_cohort_id_rule_version"
        ),
    )
    op.create_table(
        "reminded",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("letter_key", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name="fk_reminded_enrollment_id_enrollment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminded"),
        sa.UniqueConstraint(
            "enrollment_id", "rule", "about", name="uq_reminded_enrollment_id_rule_about"
        ),
    )
    op.create_index("ix_reminded_letter_key", "reminded", ["letter_key"])
    _make_triggers()


def downgrade() -> None:
    """Nobody is reminded of anything."""
    op.drop_table("reminded")
    op.drop_table("reminder_change")


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
