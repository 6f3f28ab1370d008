"""Who of those who applied can be decided on, and for whom there is a seat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.deciding.enums import Decision
from app.cohorts.enrollments.rules import Seats, why_no_seat
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.rules import why_nobody_gets_in, why_not_without_reason
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.cohorts.models import Cohort

DECIDED = ReasonKind(
    "application.decided", "{by} decided on the application of {name}, {at:moment}."
)
TAKEN_BACK = ReasonKind("application.taken_back", "{name} is not asking for a seat anymore.")
NOBODY = reason("application.nobody_chosen", "Choose at least one person.")
GONE = reason(
    "application.gone", "Somebody you chose has not applied for this cohort. Choose again."
)

KINDS = {
    Decision.SEAT: EnrollmentEventKind.ENROLLED,
    Decision.WAITLIST: EnrollmentEventKind.WAITLISTED,
    Decision.DECLINE: EnrollmentEventKind.DECLINED,
}
"""What happens to a place by a decision."""


@dataclass(frozen=True)
class Applicant:
    """Somebody who applied, as far as a decision needs it."""

    person_id: UUID
    name: str
    listed: str
    """Their name as it stands in a list."""
    institution_id: UUID
    """Whose seat it would be: a seat counts for the institution they belong to when they get it."""
    status: EnrollmentStatus
    applied_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    """Who decided; empty where they themselves took it back."""


@dataclass(frozen=True)
class Planned:
    """One of them, and why it cannot be decided like that; None: it can."""

    applicant: Applicant
    why_not: Reason | None


def plan(
    applicants: Sequence[Applicant],
    decision: Decision,
    seats: Seats,
    *,
    cohort: Cohort,
    by: UUID,
    now: datetime,
) -> list[Planned]:
    """Each of them, who applied first before the others: so seats go, as long as there are some."""
    found = []
    for applicant in sorted(applicants, key=lambda a: (a.applied_at, a.name, a.person_id)):
        why_not = why_not_decide(applicant, cohort.zone, by=by)
        if decision is Decision.SEAT and why_not is None:
            why_not = why_no_seat_now(seats, applicant.institution_id, cohort, now)
            if why_not is None:
                seats = with_one_more(seats, applicant.institution_id)
        found.append(Planned(applicant, why_not))
    return found


def why_no_seat_now(
    seats: Seats, institution_id: UUID, cohort: Cohort, now: datetime
) -> Reason | None:
    """Why nobody of an institution is given a seat: the cohort has closed, or none is left."""
    closed = why_nobody_gets_in(cohort.closes_at, cohort.archived_at, now)
    return closed or why_no_seat(seats, institution_id, cohort.title)


def why_not_decide(applicant: Applicant, zone: str, *, by: UUID) -> Reason | None:
    """Why somebody does not decide on an application: it is their own, or decided already."""
    if why := why_not_deal_with([applicant.person_id], by=by):
        return why
    if applicant.status is EnrollmentStatus.APPLIED:
        return None
    if applicant.decided_by is None or applicant.decided_at is None:
        return TAKEN_BACK(name=applicant.name)
    at = local(applicant.decided_at, zone)
    return DECIDED(name=applicant.name, by=applicant.decided_by, at=at)


def why_not_these(chosen: int, applied: int) -> Reason | None:
    """Why it is decided on none of those chosen: nobody is, or not all of them have applied."""
    if not chosen:
        return NOBODY
    return GONE if applied < chosen else None


def why_not_say_no(decision: Decision, why: str) -> Reason | None:
    """Why nobody is declined yet: the letter has to say for what reason."""
    return why_not_without_reason(why) if decision is Decision.DECLINE else None


def with_one_more(seats: Seats, institution_id: UUID) -> Seats:
    """The seats once somebody of an institution has one more."""
    taken = seats.taken_by.get(institution_id, 0) + 1
    by_institution = {**seats.taken_by, institution_id: taken}
    return replace(seats, taken=seats.taken + 1, taken_by=by_institution)
