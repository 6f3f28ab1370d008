"""Quotes that a coordinator released for leaders, and those that were taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0057_released_quotes"
down_revision = "0056_survey_triggers"
branch_labels = None
depends_on = None

QUOTE, WITHDRAWAL = "released_quote", "released_quote_withdrawal"
KEYS = {
    QUOTE: ("id", "survey_id, question, source, edition"),
    WITHDRAWAL: ("quote_id",),
}
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Two tables whose rows never change."""
    op.create_table(
        QUOTE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_released_quote_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_quote")),
        sa.UniqueConstraint(
            "survey_id",
            "question",
            "source",
            "edition",
            name=op.f("uq_released_quote_survey_id_question_source_edition"),
        ),
    )
    op.create_table(
        WITHDRAWAL,
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["released_quote.id"],
            name=op.f("fk_released_quote_withdrawal_quote_id_released_quote"),
        ),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_released_quote_withdrawal")),
    )
    refuse = (
        _refuse_on_postgresql if op.get_bind().dialect.name == "postgresql" else _refuse_on_sqlite
    )
    for table in KEYS:
        refuse(table)


def downgrade() -> None:
    """Their triggers go with the tables."""
    op.drop_table(WITHDRAWAL)
    op.drop_table(QUOTE)


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
