"""Where a learner was in a unit's text is kept, so another device goes on there."""

import sqlalchemy as sa
from alembic import op

revision = "0022_reading_places"
down_revision = "0025_sign_in_codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One place for each learner and unit; it is a bookmark and may change."""
    op.create_table(
        "reading_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name="fk_reading_place_enrollment_id_enrollment"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_reading_place_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_place"),
        sa.UniqueConstraint(
            "enrollment_id", "unit_id", name="uq_reading_place_enrollment_id_unit_id"
        ),
    )


def downgrade() -> None:
    """Nobody’s place is kept."""
    op.drop_table("reading_place")
