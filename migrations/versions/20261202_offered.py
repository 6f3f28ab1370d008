"""Which questions of consent somebody was asked when they agreed to a study."""

import sqlalchemy as sa
from alembic import op

revision = "0066_offered"
down_revision = "0065_consent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of answers of before it is not known; an empty column leaves their seals as they are."""
    op.add_column("consent", sa.Column("offered", sa.JSON(), nullable=True))


def downgrade() -> None:
    """What was asked is lost, and with it the seals of answers that say it."""
    op.drop_column("consent", "offered")
