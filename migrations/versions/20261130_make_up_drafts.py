"""What somebody writes to make a session up is kept before it is submitted."""

import sqlalchemy as sa
from alembic import op

revision = "0049_make_up_drafts"
down_revision = "0048_recording_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is kept yet."""
    op.create_table(
        "make_up_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name="fk_make_up_draft_enrollment_id_enrollment"
        ),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name="fk_make_up_draft_case_session_id_case_session",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_make_up_draft"),
        sa.UniqueConstraint(
            "enrollment_id",
            "case_session_id",
            name="uq_make_up_draft_enrollment_id_case_session_id",
        ),
    )


def downgrade() -> None:
    """What was not submitted is gone."""
    op.drop_table("make_up_draft")
