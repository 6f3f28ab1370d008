"""Finds what belongs to a cohort, or says 404; asks who may see it, or says 403.

Each loader fetches what the address names, tells the visit in what capacity the person stands
before it, and returns it only if the visit's action is theirs to do.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import Path

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.models import Enrollment
from app.cohorts.queries import UnitRow
from app.cohorts.sessions import queries as sessions
from app.core.errors import NotFoundError
from app.people.roles import of_cohort, roles_over
from app.policy.table import Role
from app.site.visits import Visit

Position = Annotated[int, Path(ge=1, le=10_000)]
"""A unit's place in its cohort, as addresses name it."""


def load_learner(visit: Visit, slug: str) -> LearnerInCohort:
    """The visitor's own enrollment in a cohort."""
    here, enrollment, roles = _cohort_for(visit, slug)
    visit.permit(roles)
    if enrollment is None:
        raise NotFoundError
    return LearnerInCohort(here.cohort, here.program, here.policy_version, here.policy, enrollment)


def load_cohort(visit: Visit, slug: str) -> CohortContext:
    """A cohort, for those who teach or coordinate it."""
    here, _, roles = _cohort_for(visit, slug)
    visit.permit(roles)
    return here


def load_session(visit: Visit, slug: str, position: int) -> tuple[CohortContext, UnitRow]:
    """A unit with its session, for those who teach the cohort or have a part in it."""
    here, _, roles = _cohort_for(visit, slug)
    unit = cohorts.unit_with_session(visit.db, here.cohort.id, position)
    if unit is None:
        raise NotFoundError
    takes_part = sessions.has_part_in(visit.db, unit.session_id, visit.actor.person_id)
    visit.permit(roles | {Role.FACILITATOR} if takes_part else roles)
    return here, unit


def unit_at(units: Iterable[UnitRow], position: int) -> UnitRow:
    """The unit at a position."""
    found = next((unit for unit in units if unit.position == position), None)
    if found is None:
        raise NotFoundError
    return found


def _cohort_for(
    visit: Visit, slug: str
) -> tuple[CohortContext, Enrollment | None, frozenset[Role]]:
    actor = visit.actor
    found = enrollments.cohort_for_person(visit.db, slug, actor.person_id)
    if found is None:
        raise NotFoundError
    own = {Role.LEARNER} if found.enrollment is not None else ()
    place = of_cohort(found.here.program.id, found.here.cohort.id)
    return found.here, found.enrollment, roles_over(actor, place, own)


def still_enrolled(places: Sequence[LearnerInCohort]) -> list[LearnerInCohort]:
    """Those from which the person has not withdrawn."""
    return [place for place in places if place.enrollment.is_enrolled]


def units_for(visit: Visit, learner: LearnerInCohort) -> list[UnitRow]:
    """The units of a cohort, with what was opened early for this learner."""
    return cohorts.units(visit.db, learner.cohort.id, enrollment_id=learner.enrollment.id)
