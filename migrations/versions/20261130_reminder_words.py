"""Of a program's reminders only what its author said is kept, not the usual of one day.

Until now what was left out was filled in, and would have stayed as it was on that day for good.
A value that is the usual of then counts as left out: whether it was written cannot be told.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0051_reminder_words"
down_revision = "0050_calendar_entries"
branch_labels = None
depends_on = None

AT_ONE = {"send": True, "time": "13:00"}
FILLED_IN: dict[str, dict[str, Any]] = {
    "unit_open": AT_ONE,
    "unsigned": {**AT_ONE, "days_before": 2},
    "session_tomorrow": {**AT_ONE, "days_before": 1},
    "session_soon": {"send": True, "minutes_before": 60},
    "missed": {**AT_ONE, "weekday": "monday"},
    "off_track": {**AT_ONE, "weekday": "monday"},
    "claim_open": AT_ONE,
    "claim_closing": {**AT_ONE, "days_before": 7},
}
PROGRAM = sa.table("program", sa.column("id", sa.Uuid()), sa.column("reminders", sa.JSON()))
VERSION = sa.table(
    "content_version",
    sa.column("id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("data", sa.JSON()),
)
TRIGGER = "content_version_no_update"


def upgrade() -> None:
    """Take out what was filled in; no hash is taken over it."""
    bind = op.get_bind()
    for id_, reminders in bind.execute(sa.select(PROGRAM.c.id, PROGRAM.c.reminders)).all():
        bind.execute(_of(PROGRAM, id_).values(reminders=_said(reminders)))
    _let_versions_change()
    programs = sa.select(VERSION.c.id, VERSION.c.data).where(VERSION.c.kind == "program")
    for id_, data in bind.execute(programs).all():
        if "reminders" in data:
            said = {**data, "reminders": _said(data["reminders"])}
            bind.execute(_of(VERSION, id_).values(data=said))
    _refuse_changes_of_versions()


def downgrade() -> None:
    """An older version fills in by itself what is left out."""


def _said(filled_in: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    own = {
        rule: {name: value for name, value in values.items() if FILLED_IN[rule].get(name) != value}
        for rule, values in filled_in.items()
    }
    return {rule: values for rule, values in own.items() if values}


def _of(table: sa.TableClause, id_: object) -> sa.Update:
    return sa.update(table).where(table.c.id == id_)


def _let_versions_change() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE content_version DISABLE TRIGGER {TRIGGER}")
    else:
        op.execute(f"DROP TRIGGER {TRIGGER}")


def _refuse_changes_of_versions() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE content_version ENABLE ALWAYS TRIGGER {TRIGGER}")
        return
    message = "UPDATE of content_version is refused: it is a record"
    op.execute(
        f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON content_version "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
