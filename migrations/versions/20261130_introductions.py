"""What people tell of themselves to the people of their cohorts."""

import sqlalchemy as sa
from alembic import op

revision = "0036_introductions"
down_revision = "0035_announcements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody tells anything yet."""
    op.create_table(
        "introduction",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("offers", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("after_end", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_introduction_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_introduction")),
    )


def downgrade() -> None:
    """What they told is forgotten."""
    op.drop_table("introduction")
