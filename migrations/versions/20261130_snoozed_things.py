"""With what is put off it is kept what was in it, so that what is new brings it back."""

import sqlalchemy as sa
from alembic import op

revision = "0052_snoozed_things"
down_revision = "0051_reminder_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was put off before it is not known: it stays so until its day."""
    with op.batch_alter_table("snooze") as batch:
        batch.add_column(sa.Column("things", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("snooze") as batch:
        batch.alter_column("things", existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    """What is put off stays so until its day, whatever comes."""
    with op.batch_alter_table("snooze") as batch:
        batch.drop_column("things")
