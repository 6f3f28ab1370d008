"""One person's record, as far as a role over cohorts reaches: roles, places, what happened."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.arms.queries import is_barred
from app.cohorts.arms.rules import policy_of_arm
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import (
    CaseSession,
    Cohort,
    Enrollment,
    PolicyVersion,
    Program,
    Unit,
)
from app.cohorts.people.queries import Seen, seen_grant
from app.cohorts.queries import NEWEST_POLICY, reached
from app.packs.schema import PolicyData
from app.people.enums import Scope
from app.people.models import Institution, RoleGrant
from app.people.providers.models import Provider
from app.people.roles import Reach


@dataclass(frozen=True)
class RoleHeld:
    """A role of somebody, and over what, by name."""

    grant: RoleGrant
    over: str | None
    """The program, cohort, institution or provider; None: the installation."""


def grants_of(session: Session, far: Seen, person_id: UUID) -> list[RoleHeld]:
    """Every role that somebody was ever given, as far as it is seen, the newest first."""
    over = func.coalesce(
        *(col(Program.title), col(Cohort.title), col(Institution.short_name), col(Provider.name))
    )
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    found = (
        select(RoleGrant, over)
        .outerjoin(Program, and_(scope == Scope.PROGRAM, scope_id == col(Program.id)))
        .outerjoin(Cohort, and_(scope == Scope.COHORT, scope_id == col(Cohort.id)))
        .outerjoin(Institution, and_(scope == Scope.INSTITUTION, scope_id == col(Institution.id)))
        .outerjoin(Provider, and_(scope == Scope.PROVIDER, scope_id == col(Provider.id)))
        .where(col(RoleGrant.person_id) == person_id, seen_grant(far))
        .order_by(col(RoleGrant.granted_at).desc(), col(RoleGrant.id))
    )
    return [RoleHeld(grant, name) for grant, name in session.execute(found)]


def places_within(session: Session, reach: Reach, person_id: UUID) -> list[LearnerInCohort]:
    """Somebody's places within reach, the newest cohort first, each with its newest policy."""
    found = (
        select(Enrollment, Cohort, Program, PolicyVersion, is_barred())
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(col(Enrollment.person_id) == person_id, NEWEST_POLICY, reached(reach))
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )
    return [_learner(*row) for row in session.execute(found)]


def _learner(
    enrollment: Enrollment,
    cohort: Cohort,
    program: Program,
    version: PolicyVersion,
    barred: bool,
) -> LearnerInCohort:
    has_sessions = not barred
    policy = policy_of_arm(PolicyData.model_validate(version.data), has_sessions=has_sessions)
    return LearnerInCohort(cohort, program, version, policy, enrollment, has_sessions)


@dataclass(frozen=True)
class PlaceEvent:
    """Something that happened to a place, and the institution it was enrolled from."""

    event: EnrollmentEvent
    cohort: str
    institution: str | None
    behalf: str | None
    """The institution for which its lead acted."""


def events_of(session: Session, enrollment_ids: Collection[UUID]) -> list[PlaceEvent]:
    """Everything that happened to some places, in order."""
    behalf = aliased(Institution)
    rows = session.execute(
        select(EnrollmentEvent, col(Cohort.title), col(Institution.short_name), col(behalf.name))
        .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .outerjoin(Institution, col(Institution.id) == col(EnrollmentEvent.institution_id))
        .outerjoin(behalf, col(behalf.id) == col(EnrollmentEvent.on_behalf_of))
        .where(col(EnrollmentEvent.enrollment_id).in_(enrollment_ids))
        .order_by(col(EnrollmentEvent.at), col(EnrollmentEvent.number))
    )
    return [PlaceEvent(*row) for row in rows]


def sessions_within(session: Session, reach: Reach, ids: Collection[UUID]) -> set[UUID]:
    """Those of some sessions whose cohort lies within reach."""
    found = (
        select(col(CaseSession.id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(col(CaseSession.id).in_(ids), reached(reach))
    )
    return set(session.scalars(found))
