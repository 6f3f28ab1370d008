"""People choose the language that they read in, and a program has one that it is written in."""

import sqlalchemy as sa
from alembic import op

revision = "0007_reader_language"
down_revision = "0006_make_ups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen yet, and every program so far is in English."""
    with op.batch_alter_table("program") as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=False, server_default="en"))
    with op.batch_alter_table("program") as batch:
        batch.alter_column("language", server_default=None)
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    """Forget what was chosen and written."""
    with op.batch_alter_table("program") as batch:
        batch.drop_column("language")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("language")
