"""What of a cohort is announced to go, is called off, and is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0080_deletions"
down_revision = "0079_badges_stay"
branch_labels = None
depends_on = None

ANNOUNCEMENT, CALL_OFF, DELETION = "deletion_announcement", "deletion_call_off", "deletion"
KEYS = {
    ANNOUNCEMENT: ("id", "cohort_id, edition"),
    CALL_OFF: ("announcement_id",),
    DELETION: ("announcement_id",),
}
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Three tables whose rows never change."""
    _create_announcements()
    _create_ends()
    refuse = (
        _refuse_on_postgresql if op.get_bind().dialect.name == "postgresql" else _refuse_on_sqlite
    )
    for table in KEYS:
        refuse(table)


def downgrade() -> None:
    """Their triggers go with the tables; nothing says any more what was deleted."""
    for table in (DELETION, CALL_OFF, ANNOUNCEMENT):
        op.drop_table(table)


def _create_announcements() -> None:
    op.create_table(
        ANNOUNCEMENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("goes_from", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_deletion_announcement_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_announcement")),
        sa.UniqueConstraint(
            "cohort_id", "edition", name=op.f("uq_deletion_announcement_cohort_id_edition")
        ),
    )


def _create_ends() -> None:
    op.create_table(
        CALL_OFF,
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        *_of_announcement(CALL_OFF),
    )
    op.create_table(
        DELETION,
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("certificates", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("announced_line", sa.Integer(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_of_announcement(DELETION),
    )


def _of_announcement(table: str) -> tuple[sa.Constraint, ...]:
    """At most one to each."""
    return (
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["deletion_announcement.id"],
            name=op.f(f"fk_{table}_announcement_id_deletion_announcement"),
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f(f"pk_{table}")),
    )


def _refuse_on_postgresql(table: str) -> None:
    for operation in (*OPERATIONS, "TRUNCATE"):
        each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        name = f"{table}_no_{operation.lower()}"
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
