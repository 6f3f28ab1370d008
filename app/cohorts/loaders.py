"""The only place of 404 and 403 for what belongs to a cohort.

Each loader fetches what the address names, tells the visit in what capacity the person stands
before it, and returns it only if the visit's action is theirs to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Path

from app.cohorts import queries
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program
from app.cohorts.queries import UnitRow
from app.content.schema import PolicyData
from app.core.errors import NotFoundError
from app.people.visits import Visit
from app.policy.table import Role

Position = Annotated[int, Path(ge=1, le=10_000)]
"""A unit's place in its cohort, as addresses name it."""


@dataclass(frozen=True)
class CohortHere:
    """The cohort an address names, with its program and its policy."""

    cohort: Cohort
    program: Program
    policy_version: PolicyVersion
    policy: PolicyData

    @property
    def path(self) -> str:
        """The learner's address of the cohort."""
        return f"/cohorts/{self.cohort.slug}"

    def label(self, position: int) -> str:
        """What the program calls a unit: "Week 5"."""
        return f"{self.cohort.unit_label} {position}"


@dataclass(frozen=True)
class Seat(CohortHere):
    """A learner's own place in a cohort."""

    enrollment: Enrollment


def load_seat(visit: Visit, slug: str) -> Seat:
    """The visitor's own enrollment in a cohort."""
    here, enrollment, roles = _before(visit, slug)
    visit.permit(roles)
    if enrollment is None:
        raise NotFoundError
    return Seat(here.cohort, here.program, here.policy_version, here.policy, enrollment)


def load_cohort(visit: Visit, slug: str) -> CohortHere:
    """A cohort, for those who teach or coordinate it."""
    here, _, roles = _before(visit, slug)
    visit.permit(roles)
    return here


def load_session(visit: Visit, slug: str, position: int) -> tuple[CohortHere, UnitRow]:
    """A unit with its session, for those who teach the cohort or lead this one session."""
    here, _, roles = _before(visit, slug)
    unit = queries.unit_with_session(visit.db, here.cohort.id, position)
    if unit is None:
        raise NotFoundError
    if queries.leads_session(visit.db, unit.session_id, visit.actor.person_id):
        roles = roles | {Role.FACILITATOR}
    visit.permit(roles)
    return here, unit


def unit_at(units: Iterable[UnitRow], position: int) -> UnitRow:
    """The unit at a position."""
    found = next((unit for unit in units if unit.position == position), None)
    if found is None:
        raise NotFoundError
    return found


def _before(visit: Visit, slug: str) -> tuple[CohortHere, Enrollment | None, frozenset[Role]]:
    actor = visit.actor
    found = queries.cohort_before(visit.db, slug, actor.person_id)
    if found is None:
        raise NotFoundError
    cohort, program, policy_version, _ = found
    enrollment: Enrollment | None = found[3]
    roles = set()
    if enrollment is not None:
        roles.add(Role.LEARNER)
    if cohort.id in actor.scope_ids(Role.FACILITATOR):
        roles.add(Role.FACILITATOR)
    if program.id in actor.scope_ids(Role.COORDINATOR):
        roles.add(Role.COORDINATOR)
    policy = PolicyData.model_validate(policy_version.data)
    return CohortHere(cohort, program, policy_version, policy), enrollment, frozenset(roles)
