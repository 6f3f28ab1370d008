"""That the day on which an activity was approved first turned out to be another one."""

import sqlalchemy as sa
from alembic import op

revision = "0082_corrected_day"
down_revision = "0081_retired"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was corrected so far."""
    with op.batch_alter_table("activity") as table:
        table.add_column(sa.Column("day_corrected_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Claims that were made before a correction are judged by the day that was wrong again."""
    with op.batch_alter_table("activity") as table:
        table.drop_column("day_corrected_at")
