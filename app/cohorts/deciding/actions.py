"""Deciding on applications: a seat, the waitlist, or no, of one person or of several at once.

The cohort is locked first, as by every act on its seats, and who still waits is seen after that: of
two who decide at once one does, and the other is told who did.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.admission.queries import line
from app.cohorts.deciding import queries, rules
from app.cohorts.deciding.enums import Decision
from app.cohorts.deciding.queries import Application
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.recording import Happening, all_happened, sealed
from app.cohorts.joining import letters
from app.cohorts.models import Cohort, Enrollment
from app.core import audit
from app.core.errors import NotFoundError, require


def decide(
    session: Session,
    cohort: Cohort,
    person_ids: Sequence[UUID],
    decision: Decision,
    *,
    reason: str,
    by: UUID,
    now: datetime,
    on_behalf_of: UUID | None = None,
) -> None:
    """Decide on the applications of these people in the same way, on all of them or on none.

    `on_behalf_of`: the institution whose lead decides; that the lead may is asked under the lock.

    Raises `RefusedError` with the first reason why one of them cannot be decided like that: no
    seat is left, somebody decided meanwhile, or they are `by`; and for a no without a reason.
    Raises `NotFoundError` for a lead to whom one of them is not to be decided (any more).
    """
    require(rules.why_not_say_no(decision, reason))
    seats = places.lock_seats(session, cohort.id)
    own = places.locked_places_in(session, cohort.id, person_ids)
    applied = queries.applications(session, cohort.id, person_ids)
    if on_behalf_of is not None:
        _require_own(session, applied, on_behalf_of)
    applicants = [application.applicant for application in applied]
    planned = rules.plan(applicants, decision, seats, cohort=cohort, by=by, now=now)
    require(rules.why_not_these(len(set(person_ids)), len(planned)))
    require(next((each.why_not for each in planned if each.why_not), None))
    kind = rules.KINDS[decision]
    what = [
        Happening(own[each.applicant.person_id], kind, reason, on_behalf_of=on_behalf_of)
        for each in planned
    ]
    events = all_happened(session, what, by=by, now=now)
    facts = {"cohort": cohort.slug}
    name = f"enrollment.{kind.value}"
    acts = [
        audit.Act(name, "enrollment", event.enrollment_id, facts | sealed(event), reason)
        for event in events
    ]
    audit.record_all(session, acts, by=by, now=now, on_behalf_of=on_behalf_of)
    _tell(session, cohort, [happening.enrollment for happening in what], decision, reason, now)


def _require_own(session: Session, applied: Sequence[Application], institution_id: UUID) -> None:
    ids = {application.enrollment.id for application in applied}
    own = queries.applications_to_leads(session, [institution_id], ids)
    if ids != {application.enrollment.id for application in own}:
        raise NotFoundError


def _tell(
    session: Session,
    cohort: Cohort,
    decided: Sequence[Enrollment],
    decision: Decision,
    reason: str,
    now: datetime,
) -> None:
    match decision:
        case Decision.SEAT:
            letters.tell_all_enrolled(session, cohort, decided, now)
        case Decision.WAITLIST:
            at = _positions(session, cohort)
            placed = [(at[place.id], place) for place in decided]
            letters.tell_all_waitlisted(session, cohort, placed, now)
        case Decision.DECLINE:
            letters.tell_all_declined(session, cohort, decided, reason, now)


def _positions(session: Session, cohort: Cohort) -> Mapping[UUID, int]:
    """Where everybody stands who waits, once those who were decided on wait, too."""
    waiting = line(session, cohort.id)
    return {entry.enrollment_id: number for number, entry in enumerate(waiting, start=1)}
