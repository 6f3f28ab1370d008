"""How often somebody did what is bounded is counted by all processes together."""

import sqlalchemy as sa
from alembic import op

revision = "0030_rate_counts"
down_revision = "0029_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """On PostgreSQL what is counted need not outlive a crash, so it is not written twice."""
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count") as batch:
        batch.create_index(op.f("ix_rate_count_ends"), ["ends"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE rate_count SET UNLOGGED")


def downgrade() -> None:
    """Each process counts alone again."""
    op.drop_table("rate_count")
