"""Reads for the report to leaders: the cohorts of a program with all that happened in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.reports.queries import facts_of
from app.certificates.reports.records import CohortFacts, Part
from app.certificates.reports.rules import completers, report
from app.cohorts.context import CohortContext
from app.cohorts.deleted.queries import deleted_among
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.programs.queries import syllabus
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.content.releases.queries import newest_release
from app.core.db import plain_rows
from app.credit.enums import AMA_PRA_1
from app.credit.models import Activity, Claim, ClaimWithdrawal, CreditSystem, Designation
from app.language.moments import local
from app.outcomes.leadership.measured import measured_in
from app.outcomes.leadership.records import (
    Claimed,
    Designated,
    Gathered,
    RanCohort,
    SessionNumbers,
    Taking,
    Window,
)
from app.outcomes.leadership.rules import names_of
from app.packs.schema import PolicyData
from app.people.models import Institution

_FIRST = (
    select(func.min(col(CaseSession.starts_at)))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(col(CaseSession.canceled_at).is_(None), col(Unit.cohort_id) == col(Cohort.id))
    .correlate(Cohort)
    .scalar_subquery()
)


@dataclass(frozen=True)
class BegunCohort:
    """A cohort with its first session."""

    here: CohortContext
    began_at: datetime

    @property
    def on(self) -> date:
        """The day of the first session, by the cohort's clock."""
        return local(self.began_at, self.here.cohort.zone).date()


def _has_begun(now: datetime) -> ColumnElement[bool]:
    return _FIRST.is_not(None) & (now > _FIRST)


def begun_cohorts(session: Session, program_id: UUID, now: datetime) -> list[BegunCohort]:
    """The published cohorts of a program whose first session has begun, in that order.

    None of those whose records were deleted: what is left of them is not what was.
    """
    rows = session.execute(
        select(Cohort, Program, PolicyVersion, _FIRST.label("began_at"))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(NEWEST_POLICY, is_published(), col(Cohort.program_id) == program_id, _has_begun(now))
        .order_by(_FIRST, col(Cohort.slug))
    ).all()
    deleted = deleted_among(session, [row.Cohort for row in rows], now)
    return [
        BegunCohort(
            CohortContext(cohort, program, policy, PolicyData.model_validate(policy.data)), began_at
        )
        for cohort, program, policy, began_at in rows
        if cohort.id not in deleted
    ]


def deleted_of(session: Session, program_id: UUID, now: datetime) -> int:
    """Of how many cohorts of a program the records were deleted."""
    own = session.scalars(select(Cohort).where(col(Cohort.program_id) == program_id)).all()
    return len(deleted_among(session, own, now))


def within(cohorts: Sequence[BegunCohort], window: Window) -> list[BegunCohort]:
    """Those that began in a window."""
    return [own for own in cohorts if window.first <= own.on <= window.last]


def people_ever_in(session: Session, cohort_ids: Collection[UUID]) -> int:
    """How many different people were ever enrolled in some cohorts: one statement."""
    enrolled = (
        select(func.count(col(Enrollment.person_id).distinct()))
        .where(col(Enrollment.cohort_id).in_(cohort_ids))
        .where(col(Enrollment.enrolled_at).is_not(None))
    )
    return session.scalar(enrolled) or 0


def gather(
    session: Session, program: Program, cohorts: Sequence[BegunCohort], now: datetime
) -> Gathered:
    """All that a report on some cohorts needs: statements for one, however many there are."""
    facts = facts_of(session, [own.here for own in cohorts], now)
    ids = [own.here.cohort.id for own in cohorts]
    institutions = _institutions(session)
    release = newest_release(session, program.key)
    return Gathered(
        program=program.title,
        summary=program.summary,
        weeks=len(syllabus(session, program.id)),
        release=release.number if release else None,
        cohorts=[_ran(own, facts[own.here.cohort.id], now) for own in cohorts],
        designated=_designated(session, ids),
        claimed=_claimed(session, ids),
        partners=[own.short_name for own in institutions if own.takes_part],
        aliases=names_of((own.name, own.short_name) for own in institutions),
        regions={own.short_name: own.region for own in institutions},
        measured=measured_in(session, ids, now),
        cut_off=now,
        zone=cohorts[-1].here.cohort.zone,
    )


def _ran(own: BegunCohort, facts: CohortFacts, now: datetime) -> RanCohort:
    here = own.here
    ends = [unit.ends_at for unit in facts.units if unit.ends_at is not None]
    return RanCohort(
        here.cohort.slug,
        here.cohort.title,
        own.on,
        over=bool(ends) and max(ends) <= now,
        asks_nothing=here.policy.asks_nothing,
        takings=[
            Taking(place.person, place.was, completed)
            for place, completed in completers(facts, now)
        ],
        sessions=_sessions(facts, now),
        planned=len(ends),
        policy_version=here.policy_version.version,
    )


def _sessions(facts: CohortFacts, now: datetime) -> list[SessionNumbers]:
    numbers = report(facts, (), Part.INSTITUTION, now).numbers
    return [
        SessionNumbers(
            str(own.position), own.counted, own.counted + own.excused + own.missed + own.waiting
        )
        for own in numbers.sessions
        if own.held and own.counted + own.excused + own.missed
    ]


_NEWER = aliased(Activity)
_ACTIVITIES: Select[*tuple[Any, ...]] = (
    select(col(Cohort.title), col(Designation.max_quarters))
    .select_from(Activity)
    .join(Cohort, col(Cohort.id) == col(Activity.cohort_id))
    .join(Designation, col(Designation.activity_id) == col(Activity.id))
    .join(CreditSystem, col(CreditSystem.id) == col(Designation.system_id))
    .where(
        col(Activity.cohort_id).in_(bindparam("cohort_ids", expanding=True)),
        col(CreditSystem.key) == AMA_PRA_1,
        ~exists().where(
            col(_NEWER.cohort_id) == col(Activity.cohort_id),
            col(_NEWER.version) > col(Activity.version),
        ),
    )
)


def _designated(session: Session, cohort_ids: Collection[UUID]) -> list[Designated]:
    return [
        Designated(*row) for row in plain_rows(session, _ACTIVITIES, {"cohort_ids": cohort_ids})
    ]


_NAME = (
    select(col(CreditSystem.name))
    .where(col(CreditSystem.key) == col(Claim.credit_system))
    .order_by(col(CreditSystem.version).desc())
    .limit(1)
    .scalar_subquery()
)
_CLAIMS: Select[*tuple[Any, ...]] = (
    select(
        col(Claim.credit_system),
        func.count(col(Claim.enrollment_id).distinct()).label("people"),
        func.sum(col(Claim.quarters)).label("quarters"),
        _NAME.label("name"),
    )
    .join(Activity, col(Activity.id) == col(Claim.activity_id))
    .where(
        col(Activity.cohort_id).in_(bindparam("cohort_ids", expanding=True)),
        ~exists().where(col(ClaimWithdrawal.claim_id) == col(Claim.id)),
    )
    .group_by(col(Claim.credit_system))
    .order_by(col(Claim.credit_system))
)


def _claimed(session: Session, cohort_ids: Collection[UUID]) -> list[Claimed]:
    rows = session.execute(_CLAIMS, {"cohort_ids": list(cohort_ids)})
    return [Claimed(row[0], row.people, int(row.quarters), row.name) for row in rows]


class _Partner(NamedTuple):
    name: str
    short_name: str
    region: str
    takes_part: bool


def _institutions(session: Session) -> list[_Partner]:
    """All institutions that are none other now."""
    rows = session.execute(
        select(
            col(Institution.name),
            col(Institution.short_name),
            col(Institution.region),
            col(Institution.left_at).is_(None),
        )
        .where(col(Institution.merged_into_id).is_(None))
        .order_by(col(Institution.name))
    )
    return [_Partner(*row) for row in rows]
