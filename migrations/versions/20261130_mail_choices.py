"""People choose what mail they get; a letter knows its cohort, and why it was not sent."""

import sqlalchemy as sa
from alembic import op

revision = "0032_mail_choices"
down_revision = "0031_indexes_of_ten_years"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen anything yet."""
    op.create_table(
        "notification_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_notification_choice_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_notification_choice"),
    )
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("cohort_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("dropped_reason", sa.JSON(none_as_null=True), nullable=True))
        batch.create_index("ix_outbox_message_cohort_id_created_at", ["cohort_id", "created_at"])


def downgrade() -> None:
    """Everybody gets everything again."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_index("ix_outbox_message_cohort_id_created_at")
        batch.drop_column("dropped_reason")
        batch.drop_column("dropped_at")
        batch.drop_column("cohort_id")
    op.drop_table("notification_choice")
