"""Which credit systems are not offered any more, since when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0081_retired"
down_revision = "0080_deletions"
branch_labels = None
depends_on = None

TABLE = "credit_system_retirement"
KEYS = ("id", "key, edition")
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """One table whose rows never change; a system without a row is offered."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_system_retirement")),
        sa.UniqueConstraint("key", "edition", name=op.f("uq_credit_system_retirement_key_edition")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
    else:
        _refuse_on_sqlite()


def downgrade() -> None:
    """Its triggers go with the table; every system is offered again."""
    op.drop_table(TABLE)


def _refuse_on_postgresql() -> None:
    for operation in (*OPERATIONS, "TRUNCATE"):
        name = f"{TABLE}_no_{operation.lower()}"
        each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def _refuse_on_sqlite() -> None:
    for operation in OPERATIONS:
        message = f"{operation} of {TABLE} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{operation.lower()} BEFORE {operation} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(KEYS, start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{TABLE}.{column}" for column in columns)
        there = f"SELECT 1 FROM {TABLE} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace_{number} BEFORE INSERT ON {TABLE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
