"""What is known of badges never changes: only a file that was signed can be deleted."""

from alembic import op

revision = "0079_badges_stay"
down_revision = "0078_retention"
branch_labels = None
depends_on = None

KEYS = {
    "badge_achievement": ("key",),
    "badge": ("id", "certificate_id, edition", "sha256"),
    "badge_withdrawal": ("badge_id",),
    "badge_file": ("badge_id",),
}
"""The tables whose rows never change, with all that is unique in each."""
OPERATIONS = "UPDATE", "DELETE"
DELETED = "badge_file"
"""Of a badge that is withdrawn; that it was made stays, with its hash."""


def upgrade() -> None:
    """Refuse what would change one."""
    for table, keys in KEYS.items():
        _close(table, keys, OPERATIONS[:1] if table == DELETED else OPERATIONS)


def downgrade() -> None:
    """They can be changed again."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, keys in KEYS.items():
        names = [f"{table}_no_{operation.lower()}" for operation in (*OPERATIONS, "TRUNCATE")]
        names += [f"{table}_no_replace_{number}" for number in range(1, len(keys) + 1)]
        for name in names:
            where = f" ON {table}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def _close(table: str, keys: tuple[str, ...], operations: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for operation in operations:
            _refuse(table, f"{table}_no_{operation.lower()}", operation, "ROW")
        _refuse(table, f"{table}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in operations:
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
