"""More time to claim, or an exemption, for one person."""

import sqlalchemy as sa
from alembic import op

revision = "0069_extensions"
down_revision = "0068_systems"
branch_labels = None
depends_on = None

GIVEN, WITHDRAWAL = "claim_extension", "claim_extension_withdrawal"
KEYS = {GIVEN: ("id", "enrollment_id, edition"), WITHDRAWAL: ("extension_id",)}
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Two tables whose rows never change."""
    op.create_table(
        GIVEN,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waives_evaluation", sa.Boolean(), nullable=False),
        sa.Column("waives_completion", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_claim_extension_enrollment_id_enrollment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_extension")),
        sa.UniqueConstraint(
            "enrollment_id", "edition", name=op.f("uq_claim_extension_enrollment_id_edition")
        ),
    )
    op.create_index(op.f("ix_claim_extension_enrollment_id"), GIVEN, ["enrollment_id"])
    op.create_table(
        WITHDRAWAL,
        sa.Column("extension_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["extension_id"],
            ["claim_extension.id"],
            name=op.f("fk_claim_extension_withdrawal_extension_id_claim_extension"),
        ),
        sa.PrimaryKeyConstraint("extension_id", name=op.f("pk_claim_extension_withdrawal")),
    )
    refuse = (
        _refuse_on_postgresql if op.get_bind().dialect.name == "postgresql" else _refuse_on_sqlite
    )
    for table in KEYS:
        refuse(table)


def downgrade() -> None:
    """Their triggers go with the tables; nobody has more time than others."""
    op.drop_table(WITHDRAWAL)
    op.drop_index(op.f("ix_claim_extension_enrollment_id"), GIVEN)
    op.drop_table(GIVEN)


def _refuse_on_postgresql(table: str) -> None:
    for operation in (*OPERATIONS, "TRUNCATE"):
        name, each = (
            f"{table}_no_{operation.lower()}",
            "STATEMENT" if operation == "TRUNCATE" else "ROW",
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refuse_on_sqlite(table: str) -> None:
    for operation in OPERATIONS:
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(KEYS[table], start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{table}.{column}" for column in columns)
        there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
