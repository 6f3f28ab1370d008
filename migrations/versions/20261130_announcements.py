"""Messages to people: what was written, whom it went to, and the texts that they began with."""

import sqlalchemy as sa
from alembic import op

revision = "0035_announcements"
down_revision = "0034_calendar_feeds"
branch_labels = None
depends_on = None

RECORDS = {
    "announcement_recipient": ("announcement_id, person_id",),
    "announcement_template": ("id", "program_id, key, language, version"),
}
"""What never changes, with all that is unique in it."""
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Nothing has been written yet."""
    _make_announcements()
    op.create_table(
        "announcement_recipient",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("left_out", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_recipient_announcement_id_announcement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_announcement_recipient_person_id_person")
        ),
        sa.PrimaryKeyConstraint(
            "announcement_id", "person_id", name=op.f("pk_announcement_recipient")
        ),
    )
    op.create_index(
        op.f("ix_announcement_recipient_person_id"), "announcement_recipient", ["person_id"]
    )
    op.create_table(
        "announcement_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_announcement_template_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_template")),
        sa.UniqueConstraint(
            "program_id",
            "key",
            "language",
            "version",
            name=op.f("uq_announcement_template_program_id_key_language_version"),
        ),
    )
    for table, keys in RECORDS.items():
        if op.get_bind().dialect.name == "postgresql":
            _refuse_on_postgresql(table)
        else:
            _refuse_on_sqlite(table, keys)


def downgrade() -> None:
    """Letters that were sent stay in the outbox."""
    for table in ("announcement_template", "announcement_recipient", "announcement"):
        op.drop_table(table)


def _make_announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("by_lead", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("quiet_days", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_announcement_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_announcement_written_by_person")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_announcement_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(
        op.f("ix_announcement_cohort_id_created_at"), "announcement", ["cohort_id", "created_at"]
    )
    op.create_index(op.f("ix_announcement_written_by"), "announcement", ["written_by"])
    op.create_index(op.f("ix_announcement_job_id"), "announcement", ["job_id"])


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


def _refuse_on_sqlite(table: str, keys: tuple[str, ...]) -> None:
    for operation in OPERATIONS:
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(keys, start=1):
        op.execute(_no_replacing(table, number, key.split(", ")))


def _no_replacing(table: str, number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
