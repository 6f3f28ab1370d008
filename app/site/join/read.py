"""What the public page of a cohort is made of: what was read of it, and who reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.cohorts.admission.rules import Waiting
from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import Seats
from app.cohorts.models import Enrollment
from app.cohorts.queries import UnitRow
from app.cohorts.topics.rules import Topic
from app.credit.eligibility.rules import ApprovedActivity
from app.people.actors import Actor
from app.people.models import Institution


@dataclass(frozen=True)
class CohortToJoin:
    """What was read of a cohort for its public page."""

    here: CohortContext
    units: Sequence[UnitRow]
    minutes: Sequence[int]
    """How long each module takes."""
    approved: ApprovedActivity | None
    seats: Seats
    line: Sequence[Waiting]
    institutions: Sequence[Institution]
    asked: Sequence[ApplicationQuestion] = ()
    """Of whoever applies."""
    topics: Mapping[int, Topic] = field(default_factory=dict)
    """What each session of a series is about, by position."""


@dataclass(frozen=True)
class Reader:
    """Who reads it, and where they stand; without a person, somebody who is not signed in."""

    zone: str
    actor: Actor | None = None
    place: Enrollment | None = None
    events: Sequence[EnrollmentEvent] = ()
    answers: Sequence[ApplicationAnswer] = ()
