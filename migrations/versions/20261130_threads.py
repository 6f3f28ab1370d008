"""Questions and answers beside each unit, and the daily letter about them."""

import sqlalchemy as sa
from alembic import op

revision = "0037_threads"
down_revision = "0036_introductions"
branch_labels = None
depends_on = None

KEYS = ("id", "post_id, edition")


def upgrade() -> None:
    """Every cohort has threads, and nobody has written in one."""
    with op.batch_alter_table("cohort") as batch:
        batch.add_column(
            sa.Column("has_threads", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("cohort") as batch:
        batch.alter_column("has_threads", existing_type=sa.Boolean(), server_default=None)
    _make_posts()
    _make_reports()
    _make_choices()
    _keep_versions()


def downgrade() -> None:
    """What was written is gone."""
    for table in (
        *("thread_digest", "thread_read", "thread_mute", "thread_report_settlement"),
        *("thread_report", "thread_post_end", "thread_post_version", "thread_post"),
    ):
        op.drop_table(table)
    with op.batch_alter_table("cohort") as batch:
        batch.drop_column("has_threads")


def _make_posts() -> None:
    op.create_table(
        "thread_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        _refers("thread_post", "unit_id", "unit"),
        _refers("thread_post", "question_id", "thread_post"),
        _refers("thread_post", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_post")),
    )
    op.create_index("ix_thread_post_unit_id_posted_at", "thread_post", ["unit_id", "posted_at"])
    for column in ("question_id", "person_id", "posted_at"):
        op.create_index(f"ix_thread_post_{column}", "thread_post", [column])
    op.create_table(
        "thread_post_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _refers("thread_post_version", "post_id", "thread_post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_post_version")),
        sa.UniqueConstraint(
            "post_id", "edition", name=op.f("uq_thread_post_version_post_id_edition")
        ),
    )
    op.create_table(
        "thread_post_end",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("thread_post_end", "post_id", "thread_post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_post_end")),
        sa.UniqueConstraint("post_id", name=op.f("uq_thread_post_end_post_id")),
    )


def _make_reports() -> None:
    op.create_table(
        "thread_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("thread_report", "post_id", "thread_post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_report")),
        sa.UniqueConstraint("post_id", "by", name=op.f("uq_thread_report_post_id_by")),
    )
    op.create_table(
        "thread_report_settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("thread_report_settlement", "report_id", "thread_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_report_settlement")),
        sa.UniqueConstraint("report_id", name=op.f("uq_thread_report_settlement_report_id")),
    )


def _make_choices() -> None:
    for table, column in (("thread_mute", "muted_at"), ("thread_read", "read_at")):
        op.create_table(
            table,
            sa.Column("person_id", sa.Uuid(), nullable=False),
            sa.Column("unit_id", sa.Uuid(), nullable=False),
            sa.Column(column, sa.DateTime(timezone=True), nullable=False),
            _refers(table, "person_id", "person"),
            _refers(table, "unit_id", "unit"),
            sa.PrimaryKeyConstraint("person_id", "unit_id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "thread_digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        _refers("thread_digest", "person_id", "person"),
        _refers("thread_digest", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_digest")),
        sa.UniqueConstraint(
            "person_id", "cohort_id", "day", name=op.f("uq_thread_digest_person_id_cohort_id_day")
        ),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _keep_versions() -> None:
    """What a post said can be deleted with its author's data, and never changed or replaced."""
    table = "thread_post_version"
    head = f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
        )
        for operation in ("update", "truncate"):
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{operation}")
        return
    message = f"UPDATE of {table} is refused: it is a record"
    op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
    for number, key in enumerate(KEYS, start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{table}.{column}" for column in columns)
        there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
