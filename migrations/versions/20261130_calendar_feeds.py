"""A private address of each person's calendar; when a session changed last."""

import sqlalchemy as sa
from alembic import op

revision = "0034_calendar_feeds"
down_revision = "0033_snoozes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has an address yet; a session from before counts as it was published."""
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_calendar_feed_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    op.add_column(
        "notification_choice", sa.Column("invited_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "case_session", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """Every address leads nowhere."""
    with op.batch_alter_table("notification_choice") as batch:
        batch.drop_column("invited_since")
    with op.batch_alter_table("case_session") as batch:
        batch.drop_column("changed_at")
    op.drop_table("calendar_feed")
