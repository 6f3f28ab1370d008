"""A version of a policy says who made it, and why it follows the one before it."""

import sqlalchemy as sa
from alembic import op

revision = "0018_policy_versions"
down_revision = "0017_applications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Versions that are there already are first ones, so they need no reason."""
    with op.batch_alter_table("policy_version") as batch:
        batch.add_column(sa.Column("by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("policy_version") as batch:
        batch.alter_column("reason", server_default=None)


def downgrade() -> None:
    """Forget who made a version, and why."""
    with op.batch_alter_table("policy_version") as batch:
        batch.drop_column("reason")
        batch.drop_column("by")
