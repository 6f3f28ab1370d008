"""What a program says of its reminders; a program that says nothing has them as delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0042_reminder_defaults"
down_revision = "0041_attendance_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No program has said anything so far."""
    with op.batch_alter_table("program") as batch:
        batch.add_column(sa.Column("reminders", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("program") as batch:
        batch.alter_column("reminders", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """Back to those that are delivered."""
    with op.batch_alter_table("program") as batch:
        batch.drop_column("reminders")
