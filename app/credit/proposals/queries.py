"""Reads of what was asked for, and of what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, SessionPart, Unit
from app.cohorts.queries import is_published, reached
from app.core.db import records
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.providers.models import Provider
from app.people.providers.queries import IS_NOW, NAMED
from app.people.queries import grant_holds
from app.people.roles import Reach
from app.policy.table import Role


@dataclass(frozen=True)
class AskedOf:
    """A proposal with who asked, what became of it, and who decided."""

    proposal: ActivityProposal
    provider: Provider
    """As it is now: what was asked of one that was merged, its target is asked."""
    asker: Person
    decision: ProposalDecision | None
    decider: Person | None

    def is_newest(self, approved: ApprovedActivity | None) -> bool:
        """Whether its coordinator goes on from it, and not from what was approved since."""
        if approved is None or self.decision is None:
            return True
        since = approved.activity.changed_at or approved.activity.approved_at
        return self.decision.outcome is Outcome.RETURNED and self.proposal.proposed_at > since

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.decision is None


@dataclass(frozen=True)
class WaitingProposal:
    """What waits for somebody, and in which cohort."""

    proposal: ActivityProposal
    provider: Provider
    cohort: Cohort
    program: Program
    decision: ProposalDecision | None
    """Of one that was returned."""


@dataclass(frozen=True)
class CohortActivity:
    """The activity of a cohort as it is now."""

    activity: Activity
    cohort: Cohort
    program: Program


_DECIDER = aliased(Person, name="decider")
_LATER = aliased(ActivityProposal)
_OWN_DECISION = col(ProposalDecision.proposal_id) == col(ActivityProposal.id)
IS_NEWEST = ~exists().where(
    col(_LATER.cohort_id) == col(ActivityProposal.cohort_id),
    col(_LATER.number) > col(ActivityProposal.number),
)
"""That nothing was asked for a cohort since."""


def _asked() -> Select[ActivityProposal, Provider, Person, ProposalDecision, Person]:
    return (
        select(ActivityProposal, Provider, Person, ProposalDecision, _DECIDER)
        .join(NAMED, col(NAMED.id) == col(ActivityProposal.provider_id))
        .join(Provider, IS_NOW)
        .join(Person, col(Person.id) == col(ActivityProposal.by))
        .outerjoin(ProposalDecision, _OWN_DECISION)
        .outerjoin(_DECIDER, col(_DECIDER.id) == col(ProposalDecision.by))
        .order_by(col(ActivityProposal.number).desc())
        .execution_options(populate_existing=True)
    )


def asked_in(session: Session, cohort_id: UUID) -> list[AskedOf]:
    """Everything that was asked for a cohort, the newest first."""
    own = _asked().where(col(ActivityProposal.cohort_id) == cohort_id)
    return [AskedOf(*row) for row in session.execute(own)]


def asked_last(session: Session, cohort_id: UUID) -> AskedOf | None:
    """What was asked for last."""
    own = _asked().where(col(ActivityProposal.cohort_id) == cohort_id).limit(1)
    return next((AskedOf(*row) for row in session.execute(own)), None)


def approved_by_act(session: Session, activity_id: UUID) -> AskedOf | None:
    """The proposal by whose approval a version came to be; None: somebody entered it."""
    own = _asked().where(col(ProposalDecision.activity_id) == activity_id)
    return next((AskedOf(*row) for row in session.execute(own)), None)


def waiting_for(session: Session, provider_ids: Collection[UUID]) -> list[WaitingProposal]:
    """What waits for the officers of these providers, the longest first: one statement."""
    own = _waiting().where(col(Provider.id).in_(provider_ids), col(ProposalDecision.id).is_(None))
    return [WaitingProposal(*row) for row in session.execute(own)]


def waiting_within(session: Session, reach: Reach) -> list[WaitingProposal]:
    """What coordinators asked for and did not get so far: it waits, or was returned.

    Nothing of a cohort that was published without credit after a return: it cannot have any.
    """
    in_force = exists().where(col(Activity.cohort_id) == col(Cohort.id))
    goes_on = or_(~is_published(), in_force)
    returned = and_(col(ProposalDecision.outcome) == Outcome.RETURNED, goes_on)
    open_ = col(ProposalDecision.id).is_(None)
    own = _waiting().where(IS_NEWEST, or_(open_, returned), reached(reach))
    return [WaitingProposal(*row) for row in session.execute(own)]


def _waiting() -> Select[ActivityProposal, Provider, Cohort, Program, ProposalDecision]:
    return (
        select(ActivityProposal, Provider, Cohort, Program, ProposalDecision)
        .join(NAMED, col(NAMED.id) == col(ActivityProposal.provider_id))
        .join(Provider, IS_NOW)
        .join(Cohort, col(Cohort.id) == col(ActivityProposal.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .outerjoin(ProposalDecision, _OWN_DECISION)
        .order_by(col(ActivityProposal.proposed_at), col(ActivityProposal.id))
    )


_NEWER = aliased(Activity)


def activities_of(session: Session, provider_ids: Collection[UUID]) -> list[CohortActivity]:
    """The activities of these providers as they are now, the newest cohort first."""
    newest = ~exists().where(
        col(_NEWER.cohort_id) == col(Activity.cohort_id),
        col(_NEWER.version) > col(Activity.version),
    )
    own = (
        select(Activity, Cohort, Program)
        .join(Cohort, col(Cohort.id) == col(Activity.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .where(col(Activity.provider_id).in_(provider_ids), newest)
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )
    return records(session.execute(own), CohortActivity)


def belongs_to(session: Session, cohort: Cohort, person_id: UUID, now: datetime) -> bool:
    """Whether somebody learns in a cohort, leads a session of it, teaches or coordinates it."""
    return bool(session.scalar(select(or_(*_ways_in(cohort, person_id, now)))))


def _ways_in(cohort: Cohort, person_id: UUID, now: datetime) -> Sequence[ColumnElement[bool]]:
    learns = exists().where(
        col(Enrollment.cohort_id) == cohort.id,
        col(Enrollment.person_id) == person_id,
        col(Enrollment.status) != EnrollmentStatus.NONE,
    )
    leads = exists().where(
        col(SessionPart.person_id) == person_id,
        col(SessionPart.case_session_id) == col(CaseSession.id),
        col(CaseSession.unit_id) == col(Unit.id),
        col(Unit.cohort_id) == cohort.id,
    )
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    over = or_(
        scope == Scope.INSTALLATION,
        and_(scope == Scope.PROGRAM, scope_id == cohort.program_id),
        and_(scope == Scope.COHORT, scope_id == cohort.id),
    )
    staff = exists().where(
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.role).in_((Role.COORDINATOR, Role.FACILITATOR)),
        over,
        grant_holds(now),
    )
    return learns, leads, staff
