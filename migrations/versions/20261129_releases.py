"""What is kept for telling leads of others; marks are counted from an index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0019_releases"
down_revision = "0018_policy_versions"
branch_labels = None
depends_on = None

COUNTED = "ix_attendance_enrollment_id_status_case_session_id"


def upgrade() -> None:
    """Add the table, and replace the index of marks by one that holds status and session."""
    op.create_table(
        "cohort_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_snapshot_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_snapshot")),
        sa.UniqueConstraint(
            "cohort_id", "taken_at", name=op.f("uq_cohort_snapshot_cohort_id_taken_at")
        ),
    )
    for operation in ("UPDATE", "DELETE"):
        _refuse(operation)
    op.create_index(COUNTED, "attendance", ["enrollment_id", "status", "case_session_id"])
    op.drop_index("ix_attendance_enrollment_id", "attendance")


def downgrade() -> None:
    """Forget what was kept; the smaller index again."""
    op.create_index("ix_attendance_enrollment_id", "attendance", ["enrollment_id"])
    op.drop_index(COUNTED, "attendance")
    op.drop_table("cohort_snapshot")


def _refuse(operation: str) -> None:
    """What leads were told rests on every snapshot, so none is changed or taken out."""
    table = "cohort_snapshot"
    head = f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
    else:
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
