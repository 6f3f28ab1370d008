"""What people allowed when the answers of a file were read."""

import sqlalchemy as sa
from alembic import op

revision = "0064_files"
down_revision = "0063_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files that are there are ordered anew: nobody knows of which moment they are."""
    op.add_column("shared_file", sa.Column("allowed", sa.String(), nullable=True))


def downgrade() -> None:
    """Times are compared again."""
    op.drop_column("shared_file", "allowed")
