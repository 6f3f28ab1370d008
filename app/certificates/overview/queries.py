"""Reads across a coordinator's cohorts: which there are, how their people are, what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.queries import Candidate, candidates
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.cohorts.context import CohortContext
from app.cohorts.deciding.queries import waiting
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.jobs.queries import FailingJob, failing_jobs
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.moves.queries import texts_in_use
from app.cohorts.moves.rules import TextInUse
from app.cohorts.queries import NEWEST_POLICY, reached
from app.credit.queries import standings
from app.credit.rules import CreditStatus
from app.packs.schema import PolicyData
from app.people.roles import Reach


@dataclass(frozen=True)
class CohortRow:
    """One cohort of a coordinator's programs, with its counts."""

    here: CohortContext
    enrolled: int
    certificates: int
    """Live ones: neither revoked nor replaced."""
    first: datetime | None
    last: datetime | None
    """When its first and its last session begin."""

    def has_sessions_ahead(self, now: datetime) -> bool:
        """Whether its last session has not begun, or none is planned yet."""
        return self.last is None or now < self.last


@dataclass(frozen=True)
class CohortStandings:
    """A cohort, and how everybody in it stands, by enrollment."""

    row: CohortRow
    standings: Mapping[UUID, CreditStatus]


@dataclass(frozen=True)
class WatchedCohort(CohortStandings):
    """The same, with everybody's certificates and the texts that it uses."""

    candidates: Sequence[Candidate]
    texts: Sequence[TextInUse]


@dataclass(frozen=True)
class Watched:
    """All that a coordinator watches over at one moment."""

    failing: Sequence[FailingJob]
    cohorts: Sequence[WatchedCohort]
    applications: Mapping[UUID, int]
    """How many wait for a decision, by cohort."""


WATCHED_FOR = timedelta(days=366)
"""How long after its close a cohort still shows what waits in it."""


def watched(session: Session, reach: Reach, now: datetime) -> Watched:
    """The published cohorts within reach, neither archived nor long closed, and work that failed.

    Five statements, and a fixed number for each cohort.
    """
    failing = failing_jobs(session, reach)
    recent = cohorts_of(session, reach, open_after=now - WATCHED_FOR)
    rows = [
        row
        for row in recent
        if not row.here.cohort.is_draft and row.here.cohort.archived_at is None
    ]
    ids = [row.here.cohort.id for row in rows]
    texts, applications = texts_in_use(session, ids), waiting(session, ids)
    found = []
    for cohort in with_standings(session, rows, now):
        here = cohort.row.here
        own = candidates(session, here, now, cohort.standings)
        found.append(
            WatchedCohort(cohort.row, cohort.standings, own, texts.get(here.cohort.id, ()))
        )
    return Watched(failing, found, applications)


def with_standings(
    session: Session, rows: Sequence[CohortRow], now: datetime
) -> list[CohortStandings]:
    """How everybody stands; four statements a cohort, since each is judged by its own policy."""
    return [
        CohortStandings(row, standings(session, row.here.cohort.id, row.here.policy, now))
        for row in rows
    ]


def cohorts_of(
    session: Session,
    reach: Reach,
    *,
    open_after: datetime | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[CohortRow]:
    """The cohorts within reach, the newest first, each with its newest policy: one statement.

    `open_after` leaves out those that had closed by then.
    """
    found = _cohorts().where(reached(reach))
    if open_after is not None:
        found = found.where(col(Cohort.closes_at) > open_after)
    in_order = found.order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    rows = session.execute(in_order.limit(limit).offset(offset))
    return [
        CohortRow(
            CohortContext(cohort, program, policy, PolicyData.model_validate(policy.data)),
            enrolled=enrolled,
            certificates=certificates,
            first=first,
            last=last,
        )
        for cohort, program, policy, enrolled, certificates, first, last in rows
    ]


def _cohorts() -> Select[Cohort, Program, PolicyVersion, int, int, datetime, datetime]:
    starts_at = col(CaseSession.starts_at)
    return (
        select(
            Cohort,
            Program,
            PolicyVersion,
            _enrolled(),
            _certificates(),
            _session_times(func.min(starts_at)),
            _session_times(func.max(starts_at)),
        )
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(NEWEST_POLICY)
    )


def _enrolled() -> ScalarSelect[int]:
    here = col(Enrollment.cohort_id) == col(Cohort.id)
    return (
        select(func.count(col(Enrollment.id)))
        .where(here, is_enrolled())
        .correlate(Cohort)
        .scalar_subquery()
    )


def _certificates() -> ScalarSelect[int]:
    return (
        select(func.count(col(Certificate.id)))
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(col(Enrollment.cohort_id) == col(Cohort.id), is_live())
        .correlate(Cohort)
        .scalar_subquery()
    )


def _session_times(edge: Any) -> ScalarSelect[datetime]:
    return (
        select(edge)
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == col(Cohort.id), col(CaseSession.canceled_at).is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )
