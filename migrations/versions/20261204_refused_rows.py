"""Rows of a file of people that brought nobody in are kept for a while, to be mended."""

import sqlalchemy as sa
from alembic import op

revision = "0083_refused_rows"
down_revision = "0082_corrected_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of files that were applied before, nothing is known of such rows."""
    with op.batch_alter_table("people_import") as table:
        table.add_column(sa.Column("refused", sa.JSON(), nullable=True))


def downgrade() -> None:
    """What is lost: the rows that somebody still meant to mend."""
    with op.batch_alter_table("people_import") as table:
        table.drop_column("refused")
