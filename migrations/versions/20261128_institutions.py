"""Institutions have a state or country, mail domains, other names, and an end; roles are revoked by
somebody, with a reason.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_institutions"
down_revision = "0011_people_merged"
branch_labels = None
depends_on = None

MERGED_INTO = "fk_institution_merged_into_id_institution"


def upgrade() -> None:
    """Of those there are no more is known; who revoked what stands in the history only."""
    with op.batch_alter_table("institution") as batch:
        batch.add_column(sa.Column("region", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("institution") as batch:
        batch.alter_column("region", server_default=None)
        batch.create_foreign_key(MERGED_INTO, "institution", ["merged_into_id"], ["id"])
        batch.create_index(batch.f("ix_institution_merged_into_id"), ["merged_into_id"])
    _names("institution_domain", "domain")
    _names("institution_spelling", "spelling", sa.Column("written", sa.String(), nullable=False))
    with op.batch_alter_table("role_grant") as batch:
        batch.add_column(sa.Column("revoked_by", sa.Uuid(), nullable=True))
        batch.add_column(
            sa.Column("revoked_reason", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("role_grant") as batch:
        batch.alter_column("revoked_reason", server_default=None)


def downgrade() -> None:
    """Forget all of it; who was merged stays apart, and the history knows who revoked what."""
    with op.batch_alter_table("role_grant") as batch:
        batch.drop_column("revoked_reason")
        batch.drop_column("revoked_by")
    op.drop_table("institution_spelling")
    op.drop_table("institution_domain")
    with op.batch_alter_table("institution") as batch:
        batch.drop_index(batch.f("ix_institution_merged_into_id"))
        batch.drop_constraint(MERGED_INTO, type_="foreignkey")
        batch.drop_column("merged_into_id")
        batch.drop_column("left_at")
        batch.drop_column("region")


def _names(table: str, column: str, *more: sa.Column[str]) -> None:
    """A table of what belongs to one institution."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(column, sa.String(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f(f"fk_{table}_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}")),
    )
    op.create_index(op.f(f"ix_{table}_institution_id"), table, ["institution_id"])
