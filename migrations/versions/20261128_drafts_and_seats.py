"""A cohort can be a draft, has ways in, seats by institution, and seats that are held for an answer.

The cohorts that are there have been seen by everybody, so all of them are published; people came
into them through their coordinator.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_drafts_and_seats"
down_revision = "0009_enrolled_facts"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
ONLY_HELD = "held_until IS NULL OR {} IN ('invited', 'offered')"


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("cohort") as batch:
        batch.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(
            sa.Column("way_in", sa.String(40), nullable=False, server_default="invitation")
        )
        batch.add_column(
            sa.Column("enrollment_closes_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch.add_column(
            sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="72")
        )
        batch.add_column(sa.Column("promote_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE cohort SET published_at = enrollment_opens_at")
    with op.batch_alter_table("cohort") as batch:
        batch.alter_column("way_in", server_default=None)
        batch.alter_column("offer_hours", server_default=None)
    with op.batch_alter_table("enrollment") as batch:
        batch.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_enrollment_held_until"), ONLY_HELD.format("status"))
    op.create_index(op.f("ix_enrollment_held_until"), "enrollment", ["held_until"])
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_enrollment_event_held_until"), ONLY_HELD.format("kind")
        )
    _make_triggers()
    op.create_table(
        "institution_seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_institution_seats_seats")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_institution_seats_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_institution_seats_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_seats")),
        sa.UniqueConstraint(
            "cohort_id",
            "institution_id",
            name=op.f("uq_institution_seats_cohort_id_institution_id"),
        ),
    )
    op.create_index(
        op.f("ix_institution_seats_institution_id"), "institution_seats", ["institution_id"]
    )


def downgrade() -> None:
    """Forget them. A draft becomes a cohort that everybody sees."""
    op.drop_table("institution_seats")
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.drop_constraint(op.f("ck_enrollment_event_held_until"), type_="check")
        batch.drop_column("held_until")
    _make_triggers()
    op.drop_index(op.f("ix_enrollment_held_until"), "enrollment")
    with op.batch_alter_table("enrollment") as batch:
        batch.drop_constraint(op.f("ck_enrollment_held_until"), type_="check")
        batch.drop_column("held_until")
    with op.batch_alter_table("cohort") as batch:
        for column in (
            "promote_until",
            "offer_hours",
            "enrollment_closes_at",
            "way_in",
            "archived_at",
            "published_at",
        ):
            batch.drop_column(column)


def _drop_triggers() -> None:
    on_table = " ON enrollment_event" if op.get_bind().dialect.name == "postgresql" else ""
    for operation in OPERATIONS:
        op.execute(f"DROP TRIGGER enrollment_event_no_{operation.lower()}{on_table}")


def _make_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        name = f"enrollment_event_no_{operation.lower()}"
        head = f"CREATE TRIGGER {name} BEFORE {operation} ON enrollment_event "
        if postgresql:
            op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        else:
            message = f"{operation} of enrollment_event is refused: it is a record"
            op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
