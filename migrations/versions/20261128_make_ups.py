"""A make-up becomes a fact beside the absence, in place of a status that overwrote it.

What the mark said before it was overwritten stands in its history: absent, excused or partial, and
the minutes. The lines of the history say the same as before, with the make-up as a column of its own.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006_make_ups"
down_revision = "0005_enrollment_events"
branch_labels = None
depends_on = None

RECORDS = "make_up", "make_up_withdrawal"
OPERATIONS = "UPDATE", "DELETE"
MISSED = frozenset({"absent", "excused", "partial"})

_MARK = sa.table(
    "attendance",
    sa.column("id", sa.Uuid()),
    sa.column("case_session_id", sa.Uuid()),
    sa.column("enrollment_id", sa.Uuid()),
    sa.column("status", sa.String()),
    sa.column("minutes", sa.Integer()),
)
_LINE = sa.table(
    "attendance_change",
    sa.column("id", sa.Uuid()),
    sa.column("attendance_id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("from_status", sa.String()),
    sa.column("to_status", sa.String()),
    sa.column("from_minutes", sa.Integer()),
    sa.column("to_minutes", sa.Integer()),
    sa.column("from_made_up", sa.Boolean()),
    sa.column("to_made_up", sa.Boolean()),
    sa.column("by", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("reason", sa.String()),
)
_MAKE_UP = sa.table(
    "make_up",
    sa.column("id", sa.Uuid()),
    sa.column("enrollment_id", sa.Uuid()),
    sa.column("case_session_id", sa.Uuid()),
    sa.column("edition", sa.Integer()),
    sa.column("made_at", sa.DateTime(timezone=True)),
    sa.column("by", sa.Uuid()),
    sa.column("reason", sa.String()),
)
_WITHDRAWAL = sa.table(
    "make_up_withdrawal",
    sa.column("id", sa.Uuid()),
    sa.column("make_up_id", sa.Uuid()),
    sa.column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.column("by", sa.Uuid()),
    sa.column("reason", sa.String()),
)
_SESSION = sa.table(
    "case_session", sa.column("id", sa.Uuid()), sa.column("starts_at", sa.DateTime(timezone=True))
)


def upgrade() -> None:
    """Make the facts from the histories, then let no mark be stored as made up any more."""
    _make_tables()
    _drop_triggers("attendance_change")
    with op.batch_alter_table("attendance_change") as batch:
        for column in ("from_made_up", "to_made_up"):
            batch.add_column(
                sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    _split_made_up()
    with op.batch_alter_table("attendance_change") as batch:
        for column in ("from_made_up", "to_made_up"):
            batch.alter_column(column, existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("attendance") as batch:
        batch.create_check_constraint(op.f("ck_attendance_status"), "status <> 'made_up'")
    for table in ("attendance_change", *RECORDS):
        _make_triggers(table)


def downgrade() -> None:
    """Overwrite the marks beside which a make-up stands, as it was done before."""
    with op.batch_alter_table("attendance") as batch:
        batch.drop_constraint(op.f("ck_attendance_status"), type_="check")
    op.execute(
        "UPDATE attendance SET status = 'made_up', minutes = NULL WHERE EXISTS ("
        "SELECT 1 FROM make_up WHERE make_up.enrollment_id = attendance.enrollment_id "
        "AND make_up.case_session_id = attendance.case_session_id AND NOT EXISTS ("
        "SELECT 1 FROM make_up_withdrawal WHERE make_up_withdrawal.make_up_id = make_up.id))"
    )
    _drop_triggers("attendance_change")
    for side in ("from", "to"):
        op.execute(
            f"UPDATE attendance_change SET {side}_status = 'made_up', {side}_minutes = NULL "  # noqa: S608
            f"WHERE {side}_made_up"
        )
    with op.batch_alter_table("attendance_change") as batch:
        batch.drop_column("from_made_up")
        batch.drop_column("to_made_up")
    _make_triggers("attendance_change")
    op.drop_table("make_up_withdrawal")
    op.drop_table("make_up")


def _make_tables() -> None:
    op.create_table(
        "make_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name=op.f("fk_make_up_case_session_id_case_session"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_make_up_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_up")),
        sa.UniqueConstraint(
            "enrollment_id",
            "case_session_id",
            "edition",
            name=op.f("uq_make_up_enrollment_id_case_session_id_edition"),
        ),
    )
    op.create_table(
        "make_up_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("make_up_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["make_up_id"], ["make_up.id"], name=op.f("fk_make_up_withdrawal_make_up_id_make_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_up_withdrawal")),
        sa.UniqueConstraint("make_up_id", name=op.f("uq_make_up_withdrawal_make_up_id")),
    )


def _split_made_up() -> None:
    """Every mark that is or ever was made up, line by line of its history."""
    bind = op.get_bind()
    once = sa.select(_LINE.c.attendance_id).where(_LINE.c.to_status == "made_up")
    marks = sa.select(_MARK, _SESSION.c.starts_at).join(
        _SESSION, _SESSION.c.id == _MARK.c.case_session_id
    )
    concerned = sa.or_(_MARK.c.status == "made_up", _MARK.c.id.in_(once))
    found = {mark.id: mark for mark in bind.execute(marks.where(concerned))}
    lines = (
        sa.select(_LINE)
        .where(_LINE.c.attendance_id.in_(once))
        .order_by(_LINE.c.attendance_id, _LINE.c.version)
    )
    histories = {
        key: list(group)
        for key, group in groupby(bind.execute(lines).all(), key=lambda line: line.attendance_id)
    }
    for key, mark in found.items():
        _split_one(bind, mark, histories.get(key, []))


def _split_one(bind: sa.Connection, mark: Any, lines: Iterable[Any]) -> None:
    # what the make-up stands beside; undoing the end of one brings the same back
    beside: tuple[str, int | None] = ("absent", None)
    standing, edition = None, 0
    for line in lines:
        if line.to_status == "made_up" and line.from_status in MISSED:
            beside = (line.from_status, line.from_minutes)
        _rewrite(bind, line, beside)
        if line.to_status == "made_up" and standing is None:
            edition += 1
            standing = _make_up(bind, mark, edition, line.at, line.by, line.reason)
        elif line.to_status != "made_up" and standing is not None:
            _withdraw(bind, standing, line)
            standing = None
    if mark.status == "made_up":
        if standing is None:  # a mark without a history
            _make_up(bind, mark, edition + 1, mark.starts_at, None, "")
        kept = sa.update(_MARK).where(_MARK.c.id == mark.id)
        bind.execute(kept.values(status=beside[0], minutes=beside[1]))


def _rewrite(bind: sa.Connection, line: Any, beside: tuple[str, int | None]) -> None:
    values: dict[str, Any] = {}
    for side in ("from", "to"):
        if getattr(line, f"{side}_status") == "made_up":
            values |= {
                f"{side}_status": beside[0],
                f"{side}_minutes": beside[1],
                f"{side}_made_up": True,
            }
    if values:
        bind.execute(sa.update(_LINE).where(_LINE.c.id == line.id).values(values))


def _make_up(bind: sa.Connection, mark: Any, edition: int, at: Any, by: Any, reason: str) -> Any:
    id_ = uuid4()
    bind.execute(
        sa.insert(_MAKE_UP).values(
            id=id_,
            enrollment_id=mark.enrollment_id,
            case_session_id=mark.case_session_id,
            edition=edition,
            made_at=at,
            by=by,
            reason=reason,
        )
    )
    return id_


def _withdraw(bind: sa.Connection, make_up_id: Any, line: Any) -> None:
    bind.execute(
        sa.insert(_WITHDRAWAL).values(
            id=uuid4(), make_up_id=make_up_id, withdrawn_at=line.at, by=line.by, reason=line.reason
        )
    )


def _drop_triggers(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        on_table = f" ON {table}" if postgresql else ""
        op.execute(f"DROP TRIGGER {table}_no_{operation.lower()}{on_table}")


def _make_triggers(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        head = f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
        if postgresql:
            op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        else:
            message = f"{operation} of {table} is refused: it is a record"
            op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
