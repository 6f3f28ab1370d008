"""Certificates of which the stored file was found altered, and those that are whole again."""

import sqlalchemy as sa
from alembic import op

revision = "0084_alterations"
down_revision = "0083_refused_rows"
branch_labels = None
depends_on = None

KEYS = {
    "certificate_alteration": ("id", "certificate_id, edition"),
    "certificate_mending": ("alteration_id",),
}
"""The tables, whose rows never change, with all that is unique in each."""
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Two tables that nobody changes."""
    op.create_table(
        "certificate_alteration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("certificate_alteration", "certificate_id", "certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_alteration")),
        sa.UniqueConstraint(
            "certificate_id",
            "edition",
            name=op.f("uq_certificate_alteration_certificate_id_edition"),
        ),
    )
    op.create_table(
        "certificate_mending",
        sa.Column("alteration_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("certificate_mending", "alteration_id", "certificate_alteration"),
        sa.PrimaryKeyConstraint("alteration_id", name=op.f("pk_certificate_mending")),
    )
    for table, keys in KEYS.items():
        _close(table, keys)


def downgrade() -> None:
    """What was found is looked for again."""
    for table in reversed(KEYS):
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
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
