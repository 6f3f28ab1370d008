"""To how many surveys answers were deleted as somebody withdrew from a study."""

import sqlalchemy as sa
from alembic import op

revision = "0065_consent"
down_revision = "0064_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of withdrawals of before it is not known; their answers were deleted all the same."""
    op.add_column("consent_withdrawal", sa.Column("removed", sa.Integer(), nullable=True))


def downgrade() -> None:
    """The number is lost, and nothing else."""
    op.drop_column("consent_withdrawal", "removed")
