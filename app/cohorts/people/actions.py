"""Making two records of one person one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, delete, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.cohorts.models import SessionPart
from app.cohorts.people import queries
from app.core import audit, outbox
from app.core.errors import require
from app.people.addresses.queries import addresses_of
from app.people.introductions.models import Introduction
from app.people.introductions.queries import introduction_of
from app.people.introductions.rules import NOTHING
from app.people.merging import rules
from app.people.merging.rules import Merging
from app.people.models import AddressLink, EmailAddress, Person, SignInToken, WebSession

STAYS = frozenset(
    {
        "web_session.person_id",
        "sign_in_token.person_id",
        "address_link.person_id",
        "second_factor.person_id",
        "recovery_code.person_id",
        "notification_choice.person_id",
        "snooze.person_id",
        "calendar_feed.person_id",
        "calendar_entry.person_id",
        "announcement_recipient.person_id",
        "leadership_report.ordered_by",
        "project_analysis.ordered_by",
        "shared_file.ordered_by",
        "audit_folder.ordered_by",
        "thread_mute.person_id",
        "thread_read.person_id",
        "thread_digest.person_id",
    }
)
"""What signs the merged record in, when its mail came, what that told a calendar and how far it
had read stays with it.

So does what it was sent in a message to many: that is a record, and both may have got it. Whoever
ordered a report or an analysis is part of what never changes."""
ALSO = ("outbox_message.person_id",)
"""Refers to a person and has no foreign key, since old mail is to nobody."""


@dataclass(frozen=True)
class Merged:
    """Two records that became one."""

    person: Person
    moved: dict[str, int]
    """How many rows of each table hang on the other record now."""


def merge_people(
    session: Session,
    keep: UUID,
    merge: UUID,
    *,
    beyond: bool = False,
    named: bool = True,
    by: UUID,
    now: datetime,
) -> Merged:
    """Let everything that hangs on one record hang on another, and disable the first one.

    Records that never change say who acted by the id of the record of then; it stays as a row, so
    the name stays, too. `beyond`: whether something hangs on them that is not `by`'s to decide;
    `named`: whether the refusal may name cohorts.

    Raises `RefusedError` with the rule's reason.
    """
    locked = queries.lock_people(session, (keep, merge))
    kept, merged = locked[keep], locked[merge]
    merging = _merging(session, kept, merged, beyond=beyond)
    require(rules.why_not_merge(merging, by=by, named=named))
    before = [known.address for known in addresses_of(session, merge) if known.is_primary]
    _end_sign_ins(session, merge, now)
    _drop_second_parts(session, keep, merge)
    _drop_second_introduction(session, keep, merge)
    session.execute(
        update(EmailAddress).where(col(EmailAddress.person_id) == merge).values(is_primary=False)
    )
    moved = _move(session, keep, merge)
    merged.merged_into_id = keep
    merged.disabled_at = merged.disabled_at or now
    session.expire(kept)
    facts = {"merged": str(merge), "moved": moved}
    audit.record(session, "person.merged", "person", keep, by=by, now=now, facts=facts)
    _tell(session, keep, merge, before, now)
    return Merged(kept, moved)


def _merging(session: Session, kept: Person, merged: Person, *, beyond: bool) -> Merging:
    return Merging(
        keep=kept.id,
        merge=merged.id,
        merged_before=any(person.merged_into_id is not None for person in (kept, merged)),
        ended=kept.disabled_at is not None,
        shared=tuple(queries.shared_cohorts(session, kept.id, merged.id)),
        beyond=beyond,
    )


def person_columns() -> list[Column[UUID]]:
    """Every column of any table that names a person and goes along, also of tables yet to come."""
    columns = [column for table in SQLModel.metadata.sorted_tables for column in table.columns]
    return [
        column
        for column in columns
        if str(column) not in STAYS
        and (str(column) in ALSO or any(key.column is _PERSON_ID for key in column.foreign_keys))
    ]


_PERSON_ID = Person.__table__.c.id  # type: ignore[attr-defined]


def _move(session: Session, keep: UUID, merge: UUID) -> dict[str, int]:
    moved = {}
    for column in person_columns():  # one statement a column; their number does not grow with rows
        values = {column.name: keep}
        done = session.connection().execute(
            update(column.table).where(column == merge).values(values)
        )
        if done.rowcount:
            moved[column.table.name] = done.rowcount
    session.expire_all()
    return moved


def _end_sign_ins(session: Session, merge: UUID, now: datetime) -> None:
    """Every browser is signed out, and no mailed link works any more."""
    session.execute(
        update(WebSession)
        .where(col(WebSession.person_id) == merge, col(WebSession.ended_at).is_(None))
        .values(ended_at=now)
    )
    for kind in (SignInToken, AddressLink):
        session.execute(
            update(kind)
            .where(col(kind.person_id) == merge, col(kind.consumed_at).is_(None))
            .values(consumed_at=now)
        )


def _drop_second_parts(session: Session, keep: UUID, merge: UUID) -> None:
    """Whoever leads a session under both records leads it once."""
    led = queries.sessions_led(session, keep)
    session.execute(
        delete(SessionPart).where(
            col(SessionPart.person_id) == merge, col(SessionPart.case_session_id).in_(led)
        )
    )


def _drop_second_introduction(session: Session, keep: UUID, merge: UUID) -> None:
    """What somebody told under the record that goes on is what they tell."""
    idle = merge if introduction_of(session, keep) != NOTHING else keep
    session.execute(delete(Introduction).where(col(Introduction.person_id) == idle))


def _tell(session: Session, keep: UUID, merge: UUID, before: list[str], now: datetime) -> None:
    """Tell the person, at the address of the record that goes on and at that of the other."""
    for number, recipient in enumerate((None, *before)):
        outbox.post(
            session,
            kind="records_merged",
            key=f"records-merged:{merge}:{number}",
            person_id=keep,
            recipient=recipient,
            facts={},
            now=now,
        )
