"""How people take part in a cohort: together, or as they like."""

import sqlalchemy as sa
from alembic import op

revision = "0047_series"
down_revision = "0046_session_rooms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every cohort so far expected all of its people."""
    with op.batch_alter_table("cohort") as batch:
        batch.add_column(
            sa.Column("format", sa.String(40), nullable=False, server_default="cohort")
        )
    with op.batch_alter_table("cohort") as batch:
        batch.alter_column("format", server_default=None)


def downgrade() -> None:
    """A series becomes a cohort like any other."""
    with op.batch_alter_table("cohort") as batch:
        batch.drop_column("format")
