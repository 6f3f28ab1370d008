"""Whether the page of an earlier certificate tells the name, and which one a certificate replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0063_corrections"
down_revision = "0062_taken_back"
branch_labels = None
depends_on = None

INDEX = "ix_certificate_event_replaced_by_id"


def upgrade() -> None:
    """Of events there are, the class of their reason says it, as it did before."""
    op.add_column("certificate_event", sa.Column("hides_name", sa.Boolean(), nullable=True))
    op.create_index(INDEX, "certificate_event", ["replaced_by_id"])


def downgrade() -> None:
    """A name that was hidden is hidden by the class of its reason, or told again."""
    op.drop_index(INDEX, table_name="certificate_event")
    op.drop_column("certificate_event", "hides_name")
