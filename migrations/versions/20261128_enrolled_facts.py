"""What a person was is said by the event that enrolled them, and not by their place alone.

The place was overwritten at every re-enrollment. So of the events that are there already only the
one by which somebody was enrolled last is known to say what the place says; earlier ones stay empty.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009_enrolled_facts"
down_revision = "0008_job_reasons"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
UPDATED_AT_ONCE = 1000
FACTS = "institution_id", "department", "rank", "profession"
ONLY_ENROLLED = (
    "(kind = 'enrolled' OR institution_id IS NULL) "
    "AND (institution_id IS NULL) = (department IS NULL) "
    "AND (institution_id IS NULL) = (rank IS NULL) "
    "AND (institution_id IS NULL) = (profession IS NULL)"
)

_ENROLLMENT = sa.table(
    "enrollment",
    sa.column("id", sa.Uuid()),
    sa.column("institution_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("department", "rank", "profession")),
)
_EVENT = sa.table(
    "enrollment_event",
    sa.column("id", sa.Uuid()),
    sa.column("enrollment_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("institution_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("department", "rank", "profession")),
)


def upgrade() -> None:
    """Add the four facts, and fill them where they are known."""
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.add_column(sa.Column("institution_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("department", sa.String(), nullable=True))
        batch.add_column(sa.Column("rank", sa.String(), nullable=True))
        batch.add_column(sa.Column("profession", sa.String(40), nullable=True))
        batch.create_foreign_key(
            op.f("fk_enrollment_event_institution_id_institution"),
            "institution",
            ["institution_id"],
            ["id"],
        )
        batch.create_check_constraint(op.f("ck_enrollment_event_facts"), ONLY_ENROLLED)
    _fill()
    _make_triggers()


def downgrade() -> None:
    """The place keeps what the event that stands says."""
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.drop_constraint(op.f("ck_enrollment_event_facts"), type_="check")
        batch.drop_constraint(
            op.f("fk_enrollment_event_institution_id_institution"), type_="foreignkey"
        )
        for column in FACTS:
            batch.drop_column(column)
    _make_triggers()


def _fill() -> None:
    bind = op.get_bind()
    places = {place.id: place for place in bind.execute(sa.select(_ENROLLMENT))}
    events = sa.select(_EVENT.c.id, _EVENT.c.enrollment_id, _EVENT.c.kind)
    in_order = bind.execute(events.order_by(_EVENT.c.enrollment_id, _EVENT.c.number)).all()
    known = []
    for key, history in groupby(in_order, key=lambda event: event.enrollment_id):
        event_id = _enrolled_last(history)
        if event_id is not None:
            known.append({"event": event_id} | {f"new_{n}": getattr(places[key], n) for n in FACTS})
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in FACTS}
    filled = sa.update(_EVENT).where(_EVENT.c.id == sa.bindparam("event")).values(values)
    for start in range(0, len(known), UPDATED_AT_ONCE):
        bind.execute(filled, known[start : start + UPDATED_AT_ONCE])


def _enrolled_last(history: Iterable[Any]) -> Any:
    """The newest event that enrolled somebody and was not taken back."""
    stand: list[Any] = []
    for event in history:
        if event.kind == "taken_back":
            stand.pop()
        else:
            stand.append(event)
    return next((event.id for event in reversed(stand) if event.kind == "enrolled"), None)


def _drop_triggers() -> None:
    on_table = " ON enrollment_event" if op.get_bind().dialect.name == "postgresql" else ""
    for operation in OPERATIONS:
        op.execute(f"DROP TRIGGER enrollment_event_no_{operation.lower()}{on_table}")


def _make_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        name = f"enrollment_event_no_{operation.lower()}"
        head = f"CREATE TRIGGER {name} BEFORE {operation} ON enrollment_event "
        if postgresql:
            op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        else:
            message = f"{operation} of enrollment_event is refused: it is a record"
            op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
