"""Providers of accredited activities, of which an activity so far knew only the name."""

from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa
from alembic import op

revision = "0067_providers"
down_revision = "0066_offered"
branch_labels = None
depends_on = None

PROVIDER = sa.table(
    "provider",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("name", "zone", "accreditor_number")),
    sa.column("added_at", sa.DateTime(timezone=True)),
)
ACTIVITY = sa.table(
    "activity",
    sa.column("cohort_id", sa.Uuid()),
    sa.column("provider", sa.String()),
    sa.column("provider_id", sa.Uuid()),
    sa.column("approved_at", sa.DateTime(timezone=True)),
)
COHORT = sa.table("cohort", sa.column("id", sa.Uuid()), sa.column("zone", sa.String()))


def upgrade() -> None:
    """One for each name there is; its zone is that of the cohort that named it last."""
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("accreditor_number", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["provider.id"], name="fk_provider_merged_into_id_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_provider"),
        sa.UniqueConstraint("name", name="uq_provider_name"),
    )
    op.create_index("ix_provider_merged_into_id", "provider", ["merged_into_id"])
    op.add_column("activity", sa.Column("provider_id", sa.Uuid(), nullable=True))
    for name, provider_id in _named().items():
        own = sa.update(ACTIVITY).where(ACTIVITY.c.provider == name)
        op.get_bind().execute(own.values(provider_id=provider_id))
    with op.batch_alter_table("activity") as batch:
        batch.alter_column("provider_id", existing_type=sa.Uuid(), nullable=False)
        batch.create_index("ix_activity_provider_id", ["provider_id"])
        batch.create_foreign_key(
            "fk_activity_provider_id_provider", "provider", ["provider_id"], ["id"]
        )


def _named() -> dict[str, UUID]:
    """Add one for each name; oldest first, so that the newest zone stands."""
    joined = ACTIVITY.join(COHORT, COHORT.c.id == ACTIVITY.c.cohort_id)
    told = sa.select(ACTIVITY.c.provider, COHORT.c.zone, ACTIVITY.c.approved_at)
    rows = op.get_bind().execute(told.select_from(joined).order_by(ACTIVITY.c.approved_at)).all()
    added: dict[str, UUID] = {}
    for row in {row.provider: row for row in rows}.values():
        added[row.provider] = uuid5(NAMESPACE_URL, f"provider:{row.provider}")  # the same each time
        op.get_bind().execute(
            sa.insert(PROVIDER).values(
                id=added[row.provider],
                name=row.provider,
                zone=row.zone,
                accreditor_number="",
                added_at=row.approved_at,
            )
        )
    return added


def downgrade() -> None:
    """Of a provider only the name is left, which each activity has."""
    op.execute("DELETE FROM role_grant WHERE scope = 'provider'")
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint("fk_activity_provider_id_provider", type_="foreignkey")
        batch.drop_index("ix_activity_provider_id")
        batch.drop_column("provider_id")
    op.drop_table("provider")
