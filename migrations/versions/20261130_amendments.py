"""A certificate whose foundation was changed is flagged; a session can have not been held."""

import sqlalchemy as sa
from alembic import op

revision = "0040_amendments"
down_revision = "0039_reminders"
branch_labels = None
depends_on = None

KEYS = {
    "certificate_flag": ("id", "certificate_id, case_session_id, cause_id"),
    "certificate_review": ("id", "flag_id"),
}
"""The new tables, whose rows never change, with all that is unique in each."""
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Nothing is flagged yet, and every session that was not canceled was held."""
    op.create_table(
        "certificate_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_status", sa.String(40), nullable=False),
        sa.Column("to_status", sa.String(40), nullable=False),
        sa.Column("from_minutes", sa.Integer(), nullable=True),
        sa.Column("to_minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_flag_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name=op.f("fk_certificate_flag_case_session_id_case_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_flag")),
        sa.UniqueConstraint(
            "certificate_id",
            "case_session_id",
            "cause_id",
            name=op.f("uq_certificate_flag_certificate_id_case_session_id_cause_id"),
        ),
    )
    op.create_table(
        "certificate_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flag_id"],
            ["certificate_flag.id"],
            name=op.f("fk_certificate_review_flag_id_certificate_flag"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_review")),
        sa.UniqueConstraint("flag_id", name=op.f("uq_certificate_review_flag_id")),
    )
    op.add_column(
        "case_session", sa.Column("not_held_at", sa.DateTime(timezone=True), nullable=True)
    )
    for table, keys in KEYS.items():
        _close(table, keys)


def downgrade() -> None:
    """A session that was not held stays canceled."""
    op.drop_table("certificate_review")
    op.drop_table("certificate_flag")
    with op.batch_alter_table("case_session") as batch:
        batch.drop_column("not_held_at")


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
