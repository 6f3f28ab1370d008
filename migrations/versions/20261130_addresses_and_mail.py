"""What became of mail to an address."""

import sqlalchemy as sa
from alembic import op

revision = "0038_addresses_and_mail"
down_revision = "0037_threads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of any address yet."""
    op.create_table(
        "address_trouble",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["email_address.id"],
            name="fk_address_trouble_address_id_email_address",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_address_trouble"),
    )
    op.create_index("ix_address_trouble_address_id_at", "address_trouble", ["address_id", "at"])
    op.create_index("ix_address_trouble_message_id", "address_trouble", ["message_id"])


def downgrade() -> None:
    """Every address works as far as is known."""
    op.drop_table("address_trouble")
