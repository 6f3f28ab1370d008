"""For how long records are kept, and which cohorts' are held."""

import sqlalchemy as sa
from alembic import op

revision = "0078_retention"
down_revision = "0077_badges"
branch_labels = None
depends_on = None

POLICY, HOLD, END = "retention_policy", "retention_hold", "retention_hold_end"
KEYS = {POLICY: ("id", "version"), HOLD: ("id", "cohort_id, edition"), END: ("hold_id",)}
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Three tables whose rows never change; without a row, the usual number of years holds."""
    _create_policy()
    _create_holds()
    refuse = (
        _refuse_on_postgresql if op.get_bind().dialect.name == "postgresql" else _refuse_on_sqlite
    )
    for table in KEYS:
        refuse(table)


def downgrade() -> None:
    """Their triggers go with the tables; nothing says any more what is held."""
    for table in (END, HOLD, POLICY):
        op.drop_table(table)


def _create_policy() -> None:
    op.create_table(
        POLICY,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        *_said("set_at"),
        sa.CheckConstraint("years >= 6", name=op.f("ck_retention_policy_years")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_policy")),
        sa.UniqueConstraint("version", name=op.f("uq_retention_policy_version")),
    )


def _create_holds() -> None:
    op.create_table(
        HOLD,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        *_said("at"),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_retention_hold_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_hold")),
        sa.UniqueConstraint(
            "cohort_id", "edition", name=op.f("uq_retention_hold_cohort_id_edition")
        ),
    )
    op.create_table(
        END,
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        *_said("at"),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["retention_hold.id"],
            name=op.f("fk_retention_hold_end_hold_id_retention_hold"),
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_retention_hold_end")),
    )


def _said(moment: str) -> tuple[sa.Column[object], ...]:
    """Why, when and by whom."""
    return (
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
    )


def _refuse_on_postgresql(table: str) -> None:
    for operation in (*OPERATIONS, "TRUNCATE"):
        name, each = (
            f"{table}_no_{operation.lower()}",
            "STATEMENT" if operation == "TRUNCATE" else "ROW",
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refuse_on_sqlite(table: str) -> None:
    for operation in OPERATIONS:
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(KEYS[table], start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{table}.{column}" for column in columns)
        there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
