"""Who is in a cohort is read from an index alone."""

from alembic import op

revision = "0020_enrolled_by_index"
down_revision = "0019_releases"
branch_labels = None
depends_on = None

ENROLLED = "ix_enrollment_cohort_id_status_id"


def upgrade() -> None:
    """Replace the index of a cohort's places by one that holds their status, too."""
    op.create_index(ENROLLED, "enrollment", ["cohort_id", "status", "id"])
    op.drop_index("ix_enrollment_cohort_id", "enrollment")


def downgrade() -> None:
    """The smaller index again."""
    op.create_index("ix_enrollment_cohort_id", "enrollment", ["cohort_id"])
    op.drop_index(ENROLLED, "enrollment")
