"""Why work failed, and what it is called, gets a code and facts beside the English words.

Rows from before have none, and are shown in the words that they have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_job_reasons"
down_revision = "0007_reader_language"
branch_labels = None
depends_on = None

REASONS = (("job", "title_reason"), ("task", "label_reason"), ("task", "error_reason"))


def upgrade() -> None:
    """Nothing is known yet beside the words."""
    for table, column in REASONS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.JSON(), nullable=True))


def downgrade() -> None:
    """Keep the words only."""
    for table, column in REASONS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
