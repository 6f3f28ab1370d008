"""Applying a file of people in one transaction.

The cohort is locked first, as in admission; then everything is read and planned anew.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.cohorts.admission.actions import mail_invitations
from app.cohorts.admission.rules import why_not_hold
from app.cohorts.applications.actions import keep_filed
from app.cohorts.applications.queries import asked as asked_of
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.recording import Happening, all_happened, locked_or_new_places
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.intake import queries, reasons
from app.cohorts.intake.actions import lock_waiting
from app.cohorts.intake.applying.recording import record, record_places
from app.cohorts.intake.applying.rules import filed_answers
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.facts import WRITES, Choices, Plan, PlannedRow
from app.cohorts.intake.models import ImportedPerson, PeopleImport
from app.cohorts.intake.refused.rules import to_keep
from app.cohorts.intake.rules import NAMED_BY, why_not_apply
from app.cohorts.models import Cohort, Enrollment
from app.core.errors import ConflictError, require
from app.core.ids import new_id
from app.people.directory.actions import NewPerson, add_institution, add_people
from app.people.institutions.actions import add_spellings
from app.people.models import Institution

KINDS = {
    Outcome.ENROLL: Kind.ENROLLED,
    Outcome.INVITE: Kind.INVITED,
    Outcome.WAITLIST: Kind.WAITLISTED,
}


def apply(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    *,
    until: datetime,
    seen: str | None,
    by: UUID | None,
    now: datetime,
) -> None:
    """Do what the plan of a file says; invitations hold their seats `until` then.

    `seen`: fingerprint of the plan that was looked at.

    Raises:
        RefusedError: It was applied already, waits for choices, or would do nothing.
        ConflictError: Something else would happen than what was looked at.
    """
    require(why_not_hold(until, now))
    seats = places.lock_seats(session, cohort.id)
    lock_waiting(session, upload)
    plan = queries.planned(session, cohort, upload, by=by, seats=seats).plan
    require(why_not_apply(cohort, plan, now))
    if seen is not None and seen != plan.fingerprint:
        raise ConflictError(reasons.CHANGED_MEANWHILE)
    planned = plan.with_outcome(*WRITES)
    people = _people(session, planned, plan.choices, by=by, now=now)
    _bring_in(session, cohort, upload, planned, people, until=until, by=by, now=now)
    _remember(session, plan, by=by, now=now)
    upload.applied_at, upload.held_until = now, until
    upload.refused = to_keep(plan, upload.rows)
    upload.rows, upload.choices = [], {}
    facts = {"cohort": cohort.slug, "file": upload.file_name} | {
        outcome.value: count for outcome, count in plan.counts.items()
    }
    record(session, "people_file.applied", upload, facts, by=by, now=now)


def _people(
    session: Session,
    planned: Sequence[PlannedRow],
    choices: Choices,
    *,
    by: UUID | None,
    now: datetime,
) -> list[UUID]:
    """Whom each of these rows brings in; who is new is added, with their institution."""
    newcomers = _newcomers(session, planned, choices, by=by, now=now)
    try:
        added = iter(add_people(session, newcomers, by=by, now=now))
    except ConflictError:
        raise ConflictError(reasons.CHANGED_MEANWHILE) from None
    return [row.person.id if row.person else next(added).id for row in planned]


def _newcomers(
    session: Session,
    planned: Sequence[PlannedRow],
    choices: Choices,
    *,
    by: UUID | None,
    now: datetime,
) -> list[tuple[NewPerson, Institution]]:
    institutions = _institutions(session, planned, choices, by=by, now=now)
    return [
        (_new_person(row), institutions[row.institution])
        for row in planned
        if row.is_new and row.institution is not None
    ]


def _new_person(planned: PlannedRow) -> NewPerson:
    row = planned.row
    return NewPerson(
        given_name=row.name.given,
        family_name=row.name.family,
        address=planned.address,
        profession=row.profession,
        degrees=row.name.degrees,
        department=row.department,
        rank=row.rank,
    )


def _institutions(
    session: Session,
    planned: Sequence[PlannedRow],
    choices: Choices,
    *,
    by: UUID | None,
    now: datetime,
) -> Mapping[UUID | str, Institution]:
    """Those of the new people, by id, or by the key of the answer that makes a new entry."""
    ids = {row.institution for row in planned if row.is_new and isinstance(row.institution, UUID)}
    keys = [row.institution for row in planned if isinstance(row.institution, str)]
    found: dict[UUID | str, Institution] = {
        institution.id: institution for institution in queries.institutions(session, ids)
    }
    found.update(_add_institutions(session, keys, choices, by=by, now=now))
    return found


def _add_institutions(
    session: Session, keys: Sequence[str], choices: Choices, *, by: UUID | None, now: datetime
) -> dict[str, Institution]:
    """A new entry for each name that was answered; several answers may have the same."""
    made: dict[str, Institution] = {}
    for facts in (choices[key] for key in dict.fromkeys(keys)):
        name, short_name, zone = facts["name"], facts["short_name"], facts["zone"]
        if name not in made:
            made[name] = add_institution(
                session, name, short_name=short_name, zone=zone, by=by, now=now
            )
    return {key: made[choices[key]["name"]] for key in keys}


def _remember(session: Session, plan: Plan, *, by: UUID | None, now: datetime) -> None:
    """Which institution was meant is known for the next file; an undo does not forget it."""
    meant = plan.institutions_meant()
    institutions = queries.institutions_meant(session, set(meant.values()))
    found = {
        written: institutions[which]
        for written, which in meant.items()
        if which in institutions  # one is added only if a row needs it
    }
    add_spellings(session, found, by=by, now=now)


def _bring_in(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    planned: Sequence[PlannedRow],
    people: Sequence[UUID],
    *,
    until: datetime,
    by: UUID | None,
    now: datetime,
) -> None:
    own = locked_or_new_places(session, cohort, people)
    what = [
        _happening(own[person_id], row, until)
        for row, person_id in zip(planned, people, strict=True)
    ]
    events = all_happened(session, what, by=by, now=now)
    session.execute(insert(ImportedPerson), _imported(upload, planned, people, events))
    _keep_answers(session, cohort, upload, planned, events, now)
    record_places(session, cohort, events, NAMED_BY, by=by, now=now)
    if not cohort.is_draft:
        invited = (entry.enrollment for entry in what if entry.kind is Kind.INVITED)
        mail_invitations(session, cohort, invited, now=now)


def _happening(place: Enrollment, row: PlannedRow, until: datetime) -> Happening:
    held_until = until if row.outcome is Outcome.INVITE else None
    return Happening(place, KINDS[row.outcome], reason=NAMED_BY, held_until=held_until)


def _imported(
    upload: PeopleImport,
    planned: Sequence[PlannedRow],
    people: Sequence[UUID],
    events: Sequence[EnrollmentEvent],
) -> list[dict[str, object]]:
    """Whom the file brought in by which event, so that an undo finds them."""
    return [
        _imported_row(upload, row, person_id, event)
        for row, person_id, event in zip(planned, people, events, strict=True)
    ]


def _imported_row(
    upload: PeopleImport, row: PlannedRow, person_id: UUID, event: EnrollmentEvent
) -> dict[str, object]:
    return {
        "id": new_id(),
        "people_import_id": upload.id,
        "line": row.row.line,
        "outcome": row.outcome,
        "person_id": person_id,
        "enrollment_id": event.enrollment_id,
        "event_number": event.number,
        "is_new_person": row.is_new,
    }


def _keep_answers(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    planned: Sequence[PlannedRow],
    events: Sequence[EnrollmentEvent],
    now: datetime,
) -> None:
    asked = asked_of(session, cohort.id)
    answers = [
        filed
        for row, event in zip(planned, events, strict=True)
        for filed in filed_answers(event.enrollment_id, row.row.answers, asked)
    ]
    keep_filed(session, upload.id, answers, now)
