"""What was told of groups of people is remembered, so that two reports tell no more than each."""

import sqlalchemy as sa
from alembic import op

revision = "0054_shown_tables"
down_revision = "0058_waves"
branch_labels = None
depends_on = None

TABLE = "shown_table"
KEYS = ("id", "name, scope, edition")
OPERATIONS = ("update", "delete")


def upgrade() -> None:
    """Nothing was told yet."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_table")),
        sa.UniqueConstraint(
            "name", "scope", "edition", name=op.f("uq_shown_table_name_scope_edition")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgresql()
    else:
        _keep_on_sqlite()


def downgrade() -> None:
    """Forget what was told: the next report is decided as if it were the first."""
    op.drop_table(TABLE)


def _keep_on_postgresql() -> None:
    for operation in (*OPERATIONS, "truncate"):
        each = "STATEMENT" if operation == "truncate" else "ROW"
        name = f"{TABLE}_no_{operation}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation.upper()} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def _keep_on_sqlite() -> None:
    for operation in OPERATIONS:
        message = f"{operation.upper()} of {TABLE} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{operation} BEFORE {operation.upper()} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(KEYS, start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{TABLE}.{column}" for column in columns)
        there = f"SELECT 1 FROM {TABLE} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace_{number} BEFORE INSERT ON {TABLE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
