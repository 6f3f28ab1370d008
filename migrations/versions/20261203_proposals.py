"""What officers are asked to approve, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0067_proposals"
down_revision = "0067_accreditations"
branch_labels = None
depends_on = None

TABLES = {
    "activity_proposal": ("id", "cohort_id, number"),
    "activity_proposal_decision": ("id", "proposal_id"),
}


def upgrade() -> None:
    """Nobody was asked so far: what there is was entered."""
    op.create_table(
        "activity_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("activity_proposal", "cohort_id", "cohort"),
        _refers("activity_proposal", "provider_id", "provider"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_proposal"),
        sa.UniqueConstraint("cohort_id", "number", name="uq_activity_proposal_cohort_id_number"),
    )
    op.create_index("ix_activity_proposal_provider_id", "activity_proposal", ["provider_id"])
    op.create_table(
        "activity_proposal_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("activity_proposal_decision", "proposal_id", "activity_proposal"),
        _refers("activity_proposal_decision", "activity_id", "activity"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_proposal_decision"),
        sa.UniqueConstraint("proposal_id", name="uq_activity_proposal_decision_proposal_id"),
    )
    op.create_index(
        "ix_activity_proposal_decision_activity_id", "activity_proposal_decision", ["activity_id"]
    )
    for table, keys in TABLES.items():
        _close(table, keys)


def downgrade() -> None:
    """Versions that were approved stay; who approved them stands in each."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _close(table: str, keys: tuple[str, ...]) -> None:
    """Nothing that was asked or said changes; with a draft that is thrown away, it goes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
        )
        for name in ("update", "truncate"):
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{name}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'UPDATE of {table} is refused: it is a record'); END"
    )
    for number, key in enumerate(keys, start=1):
        op.execute(_refusal(table, number, key.split(", ")))


def _refusal(table: str, number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
