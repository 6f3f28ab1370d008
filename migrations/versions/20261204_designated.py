"""Since when a changed activity is designated for what, and why it was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0074_designated"
down_revision = "0073_pars"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever was approved so far is designated since the day of its activity, and says nothing.

    So no number of anybody's changes.
    """
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("activity") as table:
        table.add_column(sa.Column("changed_at", moment, nullable=True))
        table.add_column(sa.Column("change_reason", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("component") as table:
        table.add_column(sa.Column("rates", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("designation") as table:
        table.add_column(sa.Column("since", moment, nullable=True))
    with op.batch_alter_table("activity") as table:
        table.alter_column("change_reason", server_default=None)
    with op.batch_alter_table("component") as table:
        table.alter_column("rates", server_default=None)


def downgrade() -> None:
    """Everything of a version is as old as its activity again.

    What is lost: when a version was changed and why, what a module or session earned before that,
    and from which day on a system that was added counts. So a system that was added counts all
    work, and the minutes of the newest version count for work that was done under another.
    """
    with op.batch_alter_table("designation") as table:
        table.drop_column("since")
    with op.batch_alter_table("component") as table:
        table.drop_column("rates")
    with op.batch_alter_table("activity") as table:
        table.drop_column("change_reason")
        table.drop_column("changed_at")
