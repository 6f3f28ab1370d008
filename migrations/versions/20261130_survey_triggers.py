"""What was sent stays as it is, whose answers come by fives, what people were told of a survey."""

import sqlalchemy as sa
from alembic import op

revision = "0056_survey_triggers"
down_revision = "0055_leadership_reports"
branch_labels = None
depends_on = None

FIXED = ("cohort_id", "key", "purpose", "mode", "version_id", "scope_id", "asks_then")
ASKED = ("survey_id", "enrollment_id", "rater_id")
FEWEST = 5
KEYS = {
    "survey": ("id", "cohort_id, key"),
    "survey_invitation": ("id", "survey_id, enrollment_id", "survey_id, rater_id"),
    "identified_answers": ("invitation_id",),
    "confidential_answers": ("id", "survey_id, pseudonym"),
    "anonymous_answers": ("survey_id",),
    "pseudonym": ("id", "scope_id, enrollment_id", "scope_id, rater_id", "scope_id, pseudonym"),
}
"""What must not be put in the place of a row: SQLite would delete that without asking a trigger."""


def upgrade() -> None:
    """Rows can go, with whose they are; what they say cannot be changed."""
    with op.batch_alter_table("survey") as batch:
        batch.add_column(sa.Column("scope_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE survey SET scope_id = cohort_id")
    with op.batch_alter_table("survey") as batch:
        batch.alter_column("scope_id", existing_type=sa.Uuid(), nullable=False)
    for table, when in _refused().items():
        _refuse(table, "UPDATE", when)
    _refuse("anonymous_answers", "INSERT", f"json_array_length(NEW.sheets) < {FEWEST}")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEYS:
            _refuse_to_empty(table)
    else:
        for table, keys in KEYS.items():
            for number, key in enumerate(keys, start=1):
                _refuse_to_replace(table, number, key.split(", "))


def downgrade() -> None:
    """All that was sent stays; that it stays, nothing sees to any more."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    names = [(f"{table}_no_update", table) for table in _refused()]
    names.append(("anonymous_answers_no_insert", "anonymous_answers"))
    if postgresql:
        names += [(f"{table}_no_truncate", table) for table in KEYS]
    else:
        names += [
            (f"{table}_no_replace_{number}", table)
            for table, keys in KEYS.items()
            for number in range(1, len(keys) + 1)
        ]
    for name, table in names:
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    with op.batch_alter_table("survey") as batch:
        batch.drop_column("scope_id")


def _refused() -> dict[str, str]:
    """Which changes of a row are refused, by table."""
    sent = "OLD.sent_at IS NOT NULL"
    reopened = "(OLD.closed_at IS NOT NULL AND " + _differs("closed_at") + ")"
    undone = "(OLD.is_done AND NOT NEW.is_done)"
    fewer = "json_array_length(NEW.sheets) < json_array_length(OLD.sheets)"
    return {
        "survey": " OR ".join((*map(_differs, FIXED), reopened)),
        "survey_invitation": " OR ".join((*map(_differs, ASKED), undone)),
        "identified_answers": sent,
        "confidential_answers": sent,
        "anonymous_answers": f"{fewer} + {FEWEST}",
        "pseudonym": "1 = 1",
    }


def _differs(column: str) -> str:
    how = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return f"OLD.{column} {how} NEW.{column}"


def _refuse(table: str, operation: str, when: str) -> None:
    name = f"{table}_no_{operation.lower()}"
    head = f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN ({when}) "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "EXECUTE FUNCTION waypost_refuse()")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    else:
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _refuse_to_empty(table: str) -> None:
    name = f"{table}_no_truncate"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refuse_to_replace(table: str, number: int, key: list[str]) -> None:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    op.execute(
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
