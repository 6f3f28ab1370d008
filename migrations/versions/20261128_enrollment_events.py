"""What happens to a place in a cohort becomes events; the place keeps what the person was then.

Of enrollments that are there already, who enrolled them is known from the audit trail, and what
the person was then only as what they are now.
"""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0005_enrollment_events"
down_revision = "0004_letters_by_kind"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
INSERTED_AT_ONCE = 1000


def upgrade() -> None:
    """Add the events, fill them from the two moments there were, and add the person's facts."""
    _make_events()
    with op.batch_alter_table("enrollment") as batch:
        batch.add_column(sa.Column("status", sa.String(40), nullable=True))
        batch.add_column(sa.Column("institution_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("department", sa.String(), nullable=True))
        batch.add_column(sa.Column("rank", sa.String(), nullable=True))
        batch.add_column(sa.Column("profession", sa.String(40), nullable=True))
    _write_events()
    op.execute(
        "UPDATE enrollment SET status = "
        "CASE WHEN withdrawn_at IS NULL THEN 'enrolled' ELSE 'withdrawn' END"
    )
    for column in ("institution_id", "department", "rank", "profession"):
        op.execute(
            f"UPDATE enrollment SET {column} = "  # noqa: S608
            f"(SELECT {column} FROM person WHERE person.id = enrollment.person_id)"
        )
    with op.batch_alter_table("enrollment") as batch:
        batch.drop_constraint(op.f("ck_enrollment_dates"), type_="check")
        batch.drop_column("withdrawn_at")
        batch.alter_column("status", existing_type=sa.String(40), nullable=False)
        batch.alter_column("institution_id", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("department", existing_type=sa.String(), nullable=False)
        batch.alter_column("rank", existing_type=sa.String(), nullable=False)
        batch.alter_column("profession", existing_type=sa.String(40), nullable=False)
        batch.alter_column("enrolled_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch.create_check_constraint(
            op.f("ck_enrollment_enrolled_at"), "status <> 'enrolled' OR enrolled_at IS NOT NULL"
        )
        batch.create_foreign_key(
            op.f("fk_enrollment_institution_id_institution"),
            "institution",
            ["institution_id"],
            ["id"],
        )
    _make_triggers()


def downgrade() -> None:
    """Keep every row. Whoever is not enrolled becomes who left, when the newest event says."""
    with op.batch_alter_table("enrollment") as batch:
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    newest = (
        "(SELECT MAX(at) FROM enrollment_event "
        "WHERE enrollment_event.enrollment_id = enrollment.id)"
    )
    op.execute(f"UPDATE enrollment SET withdrawn_at = {newest} WHERE status <> 'enrolled'")  # noqa: S608
    op.execute("UPDATE enrollment SET enrolled_at = withdrawn_at WHERE enrolled_at IS NULL")
    with op.batch_alter_table("enrollment") as batch:
        batch.drop_constraint(op.f("fk_enrollment_institution_id_institution"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_enrollment_enrolled_at"), type_="check")
        batch.alter_column("enrolled_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for column in ("status", "institution_id", "department", "rank", "profession"):
            batch.drop_column(column)
        batch.create_check_constraint(
            op.f("ck_enrollment_dates"), "withdrawn_at IS NULL OR withdrawn_at >= enrolled_at"
        )
    op.drop_table("enrollment_event")


def _make_events() -> None:
    op.create_table(
        "enrollment_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("other_enrollment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'transferred' OR other_enrollment_id IS NOT NULL",
            name=op.f("ck_enrollment_event_transferred"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_enrollment_event_enrollment_id_enrollment"),
        ),
        sa.ForeignKeyConstraint(
            ["other_enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_enrollment_event_other_enrollment_id_enrollment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment_event")),
        sa.UniqueConstraint(
            "enrollment_id", "number", name=op.f("uq_enrollment_event_enrollment_id_number")
        ),
    )


_ENROLLMENT = sa.table(
    "enrollment",
    sa.column("id", sa.Uuid()),
    sa.column("enrolled_at", sa.DateTime(timezone=True)),
    sa.column("withdrawn_at", sa.DateTime(timezone=True)),
)
_EVENT = sa.table(
    "enrollment_event",
    sa.column("id", sa.Uuid()),
    sa.column("enrollment_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("by", sa.Uuid()),
    sa.column("reason", sa.String()),
)
_LINE = sa.table(
    "audit_line",
    sa.column("act", sa.String()),
    sa.column("object_id", sa.String()),
    sa.column("actor_id", sa.Uuid()),
)


def _write_events() -> None:
    bind = op.get_bind()
    lines = sa.select(_LINE.c.object_id, _LINE.c.actor_id)
    found = bind.execute(lines.where(_LINE.c.act == "enrollment.enrolled"))
    by = {line.object_id: line.actor_id for line in found}
    events: list[dict[str, Any]] = []
    for place in bind.execute(sa.select(_ENROLLMENT)).all():
        enrolled_by = by.get(str(place.id))
        events.append(_event(place.id, 1, "enrolled", place.enrolled_at, enrolled_by))
        if place.withdrawn_at is not None:
            events.append(_event(place.id, 2, "withdrawn", place.withdrawn_at, None))
    for start in range(0, len(events), INSERTED_AT_ONCE):
        bind.execute(sa.insert(_EVENT), events[start : start + INSERTED_AT_ONCE])


def _event(enrollment_id: Any, number: int, kind: str, at: Any, by: Any) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "enrollment_id": enrollment_id,
        "number": number,
        "kind": kind,
        "at": at,
        "by": by,
        "reason": "",
    }


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
