"""Names are compared with those that people were entered with; certificates are ordered by person."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0024_names_to_check"
down_revision = "0022_reading_places"
branch_labels = None
depends_on = None

TABLE = "name_confirmation"

person = sa.table(
    "person",
    sa.column("id", sa.Uuid()),
    sa.column("certificate_name", sa.String()),
    sa.column("degrees", sa.String()),
    sa.column("entered_name", sa.String()),
    sa.column("entered_degrees", sa.String()),
)
line = sa.table(
    "audit_line",
    sa.column("id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Uuid()),
    sa.column("act", sa.String()),
    sa.column("object_id", sa.String()),
    sa.column("facts", sa.JSON()),
)
task = sa.table(
    "task",
    sa.column("id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("payload", sa.JSON()),
)
letter = sa.table(
    "outbox_message",
    sa.column("id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("facts", sa.JSON()),
)


def upgrade() -> None:
    """What people were entered with is what the history says stood there before they changed it."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_name", sa.String(), nullable=False),
        sa.Column("degrees", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_name_confirmation_enrollment_id_enrollment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_confirmation")),
        sa.UniqueConstraint(
            "enrollment_id",
            "certificate_name",
            "degrees",
            "at",
            name=op.f("uq_name_confirmation_enrollment_id_certificate_name_degrees_at"),
        ),
    )
    for operation in ("UPDATE", "DELETE"):
        _refuse(operation)
    for name in ("entered_name", "entered_degrees"):
        op.add_column("person", sa.Column(name, sa.String(), nullable=True))
    _enter_names()
    _rewrite(task, "payload", "certificate.issue", _with_kinds)
    _rewrite(letter, "facts", "certificate", _with_list)


def downgrade() -> None:
    """Orders and letters about one certificate each; of several, only the first is left."""
    _rewrite(letter, "facts", "certificate", _with_one)
    _rewrite(task, "payload", "certificate.issue", _with_kind)
    for name in ("entered_degrees", "entered_name"):
        op.drop_column("person", name)
    op.drop_table(TABLE)


def _enter_names() -> None:
    connection = op.get_bind()
    connection.execute(
        person.update().values(
            entered_name=person.c.certificate_name, entered_degrees=person.c.degrees
        )
    )
    for id_, values in _before_changes(connection).items():
        connection.execute(_of(id_).values(**values))
    for id_ in _said_themselves(connection):
        connection.execute(_of(id_).values(entered_degrees=""))


def _of(id_: UUID) -> sa.Update:
    return person.update().where(person.c.id == id_)


def _said_themselves(connection: sa.Connection) -> list[UUID]:
    """Who introduced themselves: added by nobody, as they came in by the link of somebody new.

    Files that are read at a command line add people by nobody, too, and tell their degrees.
    """
    arrival = line.alias()
    came = (
        sa.select(line.c.object_id, arrival.c.facts)
        .join(arrival, sa.and_(arrival.c.object_id == line.c.object_id, arrival.c.at == line.c.at))
        .where(line.c.act == "person.added", line.c.actor_id.is_(None))
        .where(arrival.c.act == "sign-in")
    )
    return [
        UUID(row.object_id)
        for row in connection.execute(came)
        if row.facts.get("how") == "newcomer"
    ]


def _before_changes(connection: sa.Connection) -> dict[UUID, dict[str, str]]:
    """Name and degrees before the first change of each."""
    changes = sa.select(line.c.object_id, line.c.facts).where(line.c.act == "profile.changed")
    found: dict[UUID, dict[str, str]] = {}
    for row in connection.execute(changes.order_by(line.c.at, line.c.id)):
        first = found.setdefault(UUID(row.object_id), {})
        for own, column in (("certificate_name", "entered_name"), ("degrees", "entered_degrees")):
            if own in row.facts["before"]:
                first.setdefault(column, row.facts["before"][own])
    return {id_: values for id_, values in found.items() if values}


def _rewrite(table: sa.TableClause, column: str, kind: str, change: Any) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(table).where(table.c.kind == kind)).all()
    for row in rows:
        after = change(dict(getattr(row, column) or {}))
        connection.execute(table.update().where(table.c.id == row.id).values({column: after}))


def _with_kinds(payload: dict[str, Any]) -> dict[str, Any]:
    if "kind" in payload:
        payload["kinds"] = [payload.pop("kind")]
    return payload


def _with_kind(payload: dict[str, Any]) -> dict[str, Any]:
    if "kinds" in payload:
        payload["kind"] = payload.pop("kinds")[0]
    return payload


def _with_list(facts: dict[str, Any]) -> dict[str, Any]:
    if "certificate_kind" not in facts:
        return facts
    names = {"kind": "certificate_kind", "number": "number", "verify_path": "verify_path"}
    one = {name: facts.pop(old) for name, old in names.items()}
    return {**facts, "certificates": [one]}


def _with_one(facts: dict[str, Any]) -> dict[str, Any]:
    if not facts.get("certificates"):
        return facts
    one = facts.pop("certificates")[0]
    said = {"certificate_kind": one["kind"], "number": one["number"]}
    return {**facts, **said, "verify_path": one["verify_path"]}


def _refuse(operation: str) -> None:
    """Who stood for a name stays known."""
    head = f"CREATE TRIGGER {TABLE}_no_{operation.lower()} BEFORE {operation} ON {TABLE} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
    else:
        message = f"{operation} of {TABLE} is refused: it is a record"
        op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
