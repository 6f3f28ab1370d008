"""A sign-in letter has a code beside its link."""

import sqlalchemy as sa
from alembic import op

revision = "0025_sign_in_codes"
down_revision = "0021_reflections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Letters that were sent before have none; they work for ten minutes."""
    with op.batch_alter_table("sign_in_token") as batch:
        batch.add_column(sa.Column("code_hash", sa.String(), nullable=True))
        batch.add_column(sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("sign_in_token") as batch:
        batch.alter_column("wrong_codes", server_default=None)


def downgrade() -> None:
    """Codes are gone; links go on working."""
    with op.batch_alter_table("sign_in_token") as batch:
        batch.drop_column("wrong_codes")
        batch.drop_column("code_hash")
