"""What mail told people's calendars, kept where it can be asked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0050_calendar_entries"
down_revision = "0049_make_up_drafts"
branch_labels = None
depends_on = None

CHANGES = ("session_added", "session_moved", "session_canceled", "session_restored")
CARRIERS = (*CHANGES, "session_leader", "invitation")
LEFT = "session_left"

LETTERS = sa.table(
    "outbox_message",
    sa.column("key", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("person_id", sa.Uuid()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("sent_at", sa.DateTime(timezone=True)),
)
CHOICES = sa.table(
    "notification_choice",
    sa.column("person_id", sa.Uuid()),
    sa.column("invited_since", sa.DateTime(timezone=True)),
)
SESSIONS = sa.table("case_session", sa.column("id", sa.Uuid()))
ENTRIES = sa.table(
    "calendar_entry",
    sa.column("case_session_id", sa.Uuid()),
    sa.column("person_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("sequence", sa.Integer()),
    sa.column("shown", sa.Boolean()),
    sa.column("sure", sa.Boolean()),
    sa.column("told_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """What was told is what the letters say that were sent, in their order."""
    op.create_table(
        "calendar_entry",
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name="fk_calendar_entry_case_session_id_case_session",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_calendar_entry_person_id_person"
        ),
        sa.PrimaryKeyConstraint("case_session_id", "person_id", name="pk_calendar_entry"),
    )
    op.create_index("ix_calendar_entry_person_id", "calendar_entry", ["person_id"])
    _fill(op.get_bind())


def downgrade() -> None:
    """The letters say it, as they did before."""
    op.drop_index("ix_calendar_entry_person_id", table_name="calendar_entry")
    op.drop_table("calendar_entry")


def _fill(connection: sa.Connection) -> None:
    found = (
        sa.select(LETTERS, CHOICES.c.invited_since)
        .join(CHOICES, CHOICES.c.person_id == LETTERS.c.person_id)
        .where(LETTERS.c.kind.in_((*CARRIERS, LEFT)))
        .order_by(LETTERS.c.created_at, LETTERS.c.key)
    )
    sessions = set(connection.scalars(sa.select(SESSIONS.c.id)))
    newest: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for row in _told(connection.execute(found).all()):
        own = row["case_session_id"], row["person_id"]
        before = newest.get(own)
        if own[0] in sessions and (before is None or _when(before) <= _when(row)):
            newest[own] = row
    if newest:
        op.bulk_insert(ENTRIES, list(newest.values()))


def _told(letters: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """What each letter told that was sent; each leaving raised a person's numbers by two.

    Of letters from before they asked for invitations, those count that follow such a leaving: who
    is told of one had asked before, and must never be told a lower number.
    """
    left: Counter[tuple[UUID, UUID]] = Counter()
    for row in letters:
        _what, session_id, sequence = row.key.split(":")[:3]
        own = UUID(session_id), row.person_id
        left[own] += row.kind == LEFT
        was_wanted = row.invited_since is not None and row.created_at >= row.invited_since
        if row.sent_at is not None and (was_wanted or left[own]):
            yield {
                "case_session_id": own[0],
                "person_id": own[1],
                "number": int(sequence) + 2 * left[own] - (row.kind == LEFT),
                "sequence": int(sequence),
                "shown": row.kind not in {LEFT, "session_canceled"},
                "sure": True,
                "told_at": row.sent_at,
            }


def _when(row: dict[str, Any]) -> tuple[Any, int]:
    return row["told_at"], row["number"]
