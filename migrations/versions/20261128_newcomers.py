"""Who somebody says they are is kept until a mailed link shows that the address is theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0014_newcomers"
down_revision = "0013_people_by_file"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "newcomer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("degrees", sa.String(), nullable=False),
        sa.Column("profession", sa.String(40), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_newcomer_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newcomer")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_newcomer_token_hash")),
    )
    op.create_index(op.f("ix_newcomer_institution_id"), "newcomer", ["institution_id"])


def downgrade() -> None:
    """Forget who was about to come."""
    op.drop_table("newcomer")
