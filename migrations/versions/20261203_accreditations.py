"""Accreditations of providers, and which one an activity's statement is of."""

import sqlalchemy as sa
from alembic import op

revision = "0067_accreditations"
down_revision = "0067_providers"
branch_labels = None
depends_on = None

TABLE = "accreditation"
KEYS = ("id", "provider_id, accreditor, accreditor_name, version")
OPERATIONS = "UPDATE", "DELETE"


def upgrade() -> None:
    """Nobody entered any; of statements there are, it is not known."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("accreditor", sa.String(40), nullable=False),
        sa.Column("accreditor_name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("joint_statement", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name="ck_accreditation_order"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="fk_accreditation_provider_id_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accreditation"),
        sa.UniqueConstraint(
            *("provider_id", "accreditor", "accreditor_name", "version"),
            name="uq_accreditation_provider_id_accreditor_accreditor_name_version",
        ),
    )
    op.create_index("ix_accreditation_provider_id", TABLE, ["provider_id"])
    _close()
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("accreditation_id", sa.Uuid(), nullable=True))
        batch.create_index("ix_activity_accreditation_id", ["accreditation_id"])
        batch.create_foreign_key(
            "fk_activity_accreditation_id_accreditation",
            *(TABLE, ["accreditation_id"], ["id"]),
        )


def downgrade() -> None:
    """Activities keep their words."""
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint("fk_activity_accreditation_id_accreditation", type_="foreignkey")
        batch.drop_index("ix_activity_accreditation_id")
        batch.drop_column("accreditation_id")
    op.drop_table(TABLE)


def _close() -> None:
    """What was entered never changes."""
    if op.get_bind().dialect.name == "postgresql":
        for operation in OPERATIONS:
            _refuse(f"{TABLE}_no_{operation.lower()}", operation, "ROW")
        _refuse(f"{TABLE}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in OPERATIONS:
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{operation.lower()} BEFORE {operation} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{operation} of {TABLE} is refused: it is a record'); END"
        )
    for number, key in enumerate(KEYS, start=1):
        op.execute(_refusal(number, key.split(", ")))


def _refuse(name: str, operation: str, each: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
        f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
    )
    op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def _refusal(number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{TABLE}.{column}" for column in key)
    there = f"SELECT 1 FROM {TABLE} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {TABLE}_no_replace_{number} BEFORE INSERT ON {TABLE} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
