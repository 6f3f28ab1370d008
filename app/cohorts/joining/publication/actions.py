"""The letters that wait for a cohort's publication: to the invited, the enrolled and the line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.admission import queries as admission
from app.cohorts.admission.actions import mail_invitations
from app.cohorts.enrollments.recording import Happening, all_happened, sealed
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.intake.rules import held_until
from app.cohorts.joining import letters
from app.cohorts.joining.publication import queries
from app.cohorts.joining.rules import PUBLISHED_LATE
from app.cohorts.models import Cohort, Enrollment
from app.core import audit


def tell_who_has_a_place(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """Tell everybody who has a place in a cohort that was just published.

    Nobody knew of it before. So an invitation whose time is over is made anew: it never went out.
    """
    invited = queries.places_with(session, cohort.id, Status.INVITED)
    _renew(session, cohort, [own for own in invited if _is_over(own, now)], now)
    mail_invitations(session, cohort, invited, now=now)
    enrolled = queries.places_with(session, cohort.id, Status.ENROLLED)
    letters.tell_all_enrolled(session, cohort, enrolled, now)
    places = {own.id: own for own in queries.places_with(session, cohort.id, Status.WAITLISTED)}
    line = enumerate(admission.line(session, cohort.id), start=1)
    waiting = [(position, places[waits.enrollment_id]) for position, waits in line]
    letters.tell_all_waitlisted(session, cohort, waiting, now)


def _is_over(place: Enrollment, now: datetime) -> bool:
    return place.held_until is not None and place.held_until <= now


def _renew(session: Session, cohort: Cohort, places: Sequence[Enrollment], now: datetime) -> None:
    """Invite again who was invited until a moment that is over, by the rule that says so."""
    until = held_until(now, cohort.zone, None)
    facts = {"cohort": cohort.slug}
    steps = ((Kind.TAKEN_BACK, None), (Kind.INVITED, until))
    for kind, held in steps if places else ():
        what = [Happening(own, kind, reason=PUBLISHED_LATE, held_until=held) for own in places]
        events = all_happened(session, what, by=None, now=now)
        told = facts | {"held_until": held.isoformat()} if held else facts
        lines = [
            audit.Act(
                f"enrollment.{kind.value}",
                "enrollment",
                event.enrollment_id,
                told | sealed(event),
                PUBLISHED_LATE,
            )
            for event in events
        ]
        audit.record_all(session, lines, by=None, now=now)
