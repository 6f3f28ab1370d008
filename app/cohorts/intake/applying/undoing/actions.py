"""Undoing a file of people while nobody whom it brought in has worked.

The cohort is locked first, as in admission.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications.actions import forget_filed
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.recording import Happening, all_happened
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.intake import queries
from app.cohorts.intake.applying import queries as brought
from app.cohorts.intake.applying.queries import Imported
from app.cohorts.intake.applying.recording import record, record_places
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.rules import why_not_undo
from app.cohorts.models import Cohort, Enrollment
from app.core import audit
from app.core.errors import require
from app.core.models import OutboxMessage
from app.people.models import EmailAddress


def undo(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    *,
    reason: str,
    by: UUID | None,
    now: datetime,
) -> None:
    """Take back everything that a file did: places, seats, letters that wait, accounts.

    The rows that brought nobody in go with it.

    Who is new and has nothing else keeps only what the history names: their account is closed and
    their address is free again.

    Raises `RefusedError` without a reason, if it is not there to undo, or once somebody has worked.
    """
    places.lock_seats(session, cohort.id)
    queries.lock_import(session, upload.id)
    own = places.places_by_id(session, brought.enrollment_ids(session, upload.id))
    moved_on = brought.count_moved_on(session, upload.id)
    require(why_not_undo(cohort, upload, moved_on, reason))
    imported = brought.imported(session, upload.id)
    _take_back(session, cohort, imported, own, reason=reason, by=by, now=now)
    _close_accounts(session, upload, reason=reason, by=by, now=now)
    forget_filed(session, upload.id)
    upload.refused, upload.undone_at = None, now
    facts = {"cohort": cohort.slug, "file": upload.file_name, "people": len(imported)}
    record(session, "people_file.undone", upload, facts, by=by, now=now, reason=reason)


def _take_back(
    session: Session,
    cohort: Cohort,
    imported: Sequence[Imported],
    own: Mapping[UUID, Enrollment],
    *,
    reason: str,
    by: UUID | None,
    now: datetime,
) -> None:
    _recall_invitations(session, own.values(), now)
    places = [own[entry.imported_person.enrollment_id] for entry in imported]
    what = [Happening(place, Kind.TAKEN_BACK, reason=reason) for place in places]
    events = all_happened(session, what, by=by, now=now)
    record_places(session, cohort, events, reason, by=by, now=now)


def _recall_invitations(session: Session, places: Iterable[Enrollment], now: datetime) -> None:
    """Letters that were not sent yet are worth nothing any more."""
    keys = [
        f"invited:{place.id}:{place.held_until.isoformat()}"
        for place in places
        if place.held_until is not None
    ]
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.key).in_(keys), col(OutboxMessage.sent_at).is_(None))
        .values(useless_after=now)
    )


def _close_accounts(
    session: Session, upload: PeopleImport, *, reason: str, by: UUID | None, now: datetime
) -> None:
    people = brought.only_imported(session, upload.id)
    for person in people:
        person.disabled_at = now
    ids = [person.id for person in people]
    session.execute(delete(EmailAddress).where(col(EmailAddress.person_id).in_(ids)))
    acts = [audit.Act("person.closed", "person", id_, reason=reason) for id_ in ids]
    audit.record_all(session, acts, by=by, now=now)
