"""Whoever sees what waits can put it off."""

import sqlalchemy as sa
from alembic import op

revision = "0033_snoozes"
down_revision = "0032_mail_choices"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing was put off yet."""
    op.create_table(
        "snooze",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_snooze_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_snooze"),
        sa.UniqueConstraint("person_id", "subject", name="uq_snooze_person_id_subject"),
    )


def downgrade() -> None:
    """All that waits is seen again."""
    op.drop_table("snooze")
