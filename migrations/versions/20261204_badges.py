"""Digital badges of certificates, which nobody has made yet."""

import sqlalchemy as sa
from alembic import op

revision = "0077_badges"
down_revision = "0076_teaching"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What badges have in common, the badges, what was signed, and which were withdrawn."""
    op.create_table(
        "badge_achievement",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("issuer_key", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_badge_achievement")),
    )
    index = op.f("ix_badge_achievement_issuer_key")
    op.create_index(index, "badge_achievement", ["issuer_key"])
    _create_badges()
    op.create_table(
        "badge_file",
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        sa.Column("jws", sa.String(), nullable=False),
        _refers("badge_file", "badge_id", "badge"),
        sa.PrimaryKeyConstraint("badge_id", name=op.f("pk_badge_file")),
    )
    op.create_table(
        "badge_withdrawal",
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        _moment("at"),
        _refers("badge_withdrawal", "badge_id", "badge"),
        sa.PrimaryKeyConstraint("badge_id", name=op.f("pk_badge_withdrawal")),
    )


def _create_badges() -> None:
    op.create_table(
        "badge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("achievement_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        _moment("made_at"),
        _refers("badge", "certificate_id", "certificate"),
        _refers("badge", "achievement_key", "badge_achievement", "key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint(
            "certificate_id", "edition", name=op.f("uq_badge_certificate_id_edition")
        ),
        sa.UniqueConstraint("sha256", name=op.f("uq_badge_sha256")),
    )
    op.create_index(op.f("ix_badge_achievement_key"), "badge", ["achievement_key"])


def downgrade() -> None:
    """Badges that were given away are no longer known here."""
    for table in ("badge_withdrawal", "badge_file", "badge", "badge_achievement"):
        op.drop_table(table)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _refers(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=name)
