"""Institutions have breaks, which whoever plans a cohort sees."""

import sqlalchemy as sa
from alembic import op

revision = "0015_institution_breaks"
down_revision = "0014_newcomers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "institution_break",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name="fk_institution_break_institution_id_institution",
        ),
        sa.CheckConstraint("first <= last", name="ck_institution_break_order"),
        sa.PrimaryKeyConstraint("id", name="pk_institution_break"),
    )
    op.create_index("ix_institution_break_institution_id", "institution_break", ["institution_id"])


def downgrade() -> None:
    """Remove it; what was written down of breaks is lost."""
    op.drop_table("institution_break")
