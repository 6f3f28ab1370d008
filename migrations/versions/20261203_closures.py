"""That a revoked certificate stays so, although another one would be due."""

import sqlalchemy as sa
from alembic import op

revision = "0075_closures"
down_revision = "0074_designated"
branch_labels = None
depends_on = None

TABLE = "certificate_closure"
KEYS = ("id", "certificate_id, claim_id")
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Nothing was decided yet."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("certificate_id", "certificate"),
        _refers("claim_id", "claim"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_closure")),
        sa.UniqueConstraint(
            "certificate_id",
            "claim_id",
            name=op.f("uq_certificate_closure_certificate_id_claim_id"),
        ),
    )
    _close(TABLE, KEYS)


def downgrade() -> None:
    """What was decided is due again."""
    op.drop_table(TABLE)


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _close(table: str, keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for operation in OPERATIONS:
            _refuse(table, f"{table}_no_{operation.lower()}", operation, "ROW")
        _refuse(table, f"{table}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in OPERATIONS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'it is a record'); END"
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
