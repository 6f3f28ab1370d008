"""Reads across a coordinator's cohorts: which there are, how their people are, what waits."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, bindparam, case, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.alterations.queries import is_altered
from app.certificates.models import Certificate, CertificateEvent
from app.certificates.overview.finishing.queries import HAS_CLAIMED, Finishing, finishing_in
from app.certificates.overview.unsupported.queries import Unsupported, unsupported_in
from app.certificates.queries import is_live
from app.cohorts.context import CohortContext
from app.cohorts.deciding.queries import waiting
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.intake.waiting.queries import WaitingImport, waiting_imports
from app.cohorts.jobs.queries import FailingJob, failing_jobs
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.moves.queries import texts_in_use
from app.cohorts.moves.rules import TextInUse
from app.cohorts.queries import NEWEST_POLICY, reached
from app.cohorts.rules import WATCHED_FOR
from app.core.db import plain_rows
from app.credit.stages.queries import AtRisk, at_risk_in
from app.credit.tallies.queries import (
    HowFar,
    PlannedSession,
    UnmarkedSession,
    how_far,
    marks_recorded,
    planned_sessions,
    unmarked_sessions,
)
from app.packs.schema import PolicyData
from app.people.roles import Reach


@dataclass(frozen=True)
class CohortRow:
    """One cohort of a coordinator's programs, with its counts."""

    here: CohortContext
    enrolled: int
    first: datetime | None
    last: datetime | None
    """When its first and its last session begin."""

    def has_sessions_ahead(self, now: datetime) -> bool:
        """Whether its last session has not begun, or none is planned yet."""
        return self.last is None or now < self.last

    def is_running(self, now: datetime) -> bool:
        """Whether it has begun and people can still do something about how they stand."""
        return self.first is not None and self.first <= now < self.here.cohort.closes_at


@dataclass(frozen=True)
class CohortCompleted:
    """A cohort, how many people have completed it, and how many certificates they have."""

    row: CohortRow
    completed: int
    certificates: int
    """Those that hold: neither revoked nor replaced, nor found altered."""
    certified: int
    """How many people have one of these."""


@dataclass(frozen=True)
class WatchedCohort:
    """A cohort with what may wait in it."""

    row: CohortRow
    unmarked: Sequence[UnmarkedSession]
    finishing: Finishing
    unsupported: Unsupported
    texts: Sequence[TextInUse]
    """None once its last session has begun: which version it uses can wait for nobody."""
    at_risk: Sequence[AtRisk]
    """None before it begins and once it is closed."""
    imports: Sequence[WaitingImport]
    """Files of people that were sent and not applied."""
    coming: PlannedSession | None
    """The next session that takes place."""


@dataclass(frozen=True)
class Watched:
    """All that a coordinator watches over at one moment."""

    failing: Sequence[FailingJob]
    cohorts: Sequence[WatchedCohort]
    applications: Mapping[UUID, Collection[UUID]]
    """The places for which one waits for a decision, by cohort."""


def watched(session: Session, reach: Reach, now: datetime) -> Watched:
    """The published cohorts within reach, neither archived nor long closed, and work that failed.

    As many statements for twenty cohorts as for two.
    """
    failing = failing_jobs(session, reach)
    recent = cohorts_of(session, reach, open_after=now - WATCHED_FOR)
    rows = [
        row
        for row in recent
        if not row.here.cohort.is_draft and row.here.cohort.archived_at is None
    ]
    applications = waiting(session, [row.here.cohort.id for row in rows])
    return Watched(failing, _watching(session, rows, now), applications)


def _watching(session: Session, rows: Sequence[CohortRow], now: datetime) -> list[WatchedCohort]:
    cohorts = {row.here.cohort.id: row.here for row in rows}
    sessions = planned_sessions(session, cohorts.values())
    unmarked = unmarked_sessions(session, sessions, now)
    coming = [row.here.cohort.id for row in rows if row.has_sessions_ahead(now)]
    texts = texts_in_use(session, coming)
    finishing = finishing_in(session, cohorts, sessions, now)
    looked_at = {id_: finishing[id_].standings for id_ in cohorts}
    unsupported = unsupported_in(session, cohorts, sessions, looked_at, now)
    running = {row.here.cohort.id: row.here for row in rows if row.is_running(now)}
    at_risk = at_risk_in(session, running, now)
    files = waiting_imports(session, list(cohorts))
    return [
        WatchedCohort(
            row=row,
            unmarked=unmarked.get(id_, ()),
            finishing=finishing[id_],
            unsupported=unsupported[id_],
            texts=texts.get(id_, ()),
            at_risk=at_risk.get(id_, ()),
            imports=[file for file in files if file.cohort_id == id_],
            coming=_coming([own for own in sessions if own.cohort_id == id_], now),
        )
        for row in rows
        for id_ in [row.here.cohort.id]
    ]


def _coming(sessions: Iterable[PlannedSession], now: datetime) -> PlannedSession | None:
    ahead = [own for own in sessions if not own.canceled and own.starts_at > now]
    return min(ahead, key=lambda own: own.starts_at, default=None)


@dataclass(frozen=True)
class CohortAtRisk:
    """A cohort that is running, and who in it completes only by catching up."""

    here: CohortContext
    people: Sequence[AtRisk]


def at_risk_within(session: Session, reach: Reach, now: datetime) -> list[CohortAtRisk]:
    """The running cohorts within reach that have people at risk: as the coordinator's queue says.

    As many statements for twenty cohorts as for two.
    """
    running = {
        row.here.cohort.id: row.here
        for row in cohorts_of(session, reach, open_after=now)
        if not row.here.cohort.is_draft
        and row.here.cohort.archived_at is None
        and row.is_running(now)
    }
    found = at_risk_in(session, running, now)
    return [CohortAtRisk(here, found[id_]) for id_, here in running.items() if id_ in found]


def with_completed(
    session: Session, rows: Sequence[CohortRow], now: datetime
) -> list[CohortCompleted]:
    """How many people have completed each cohort: four statements for any number of cohorts."""
    cohorts = [row.here for row in rows]
    far = how_far(session, cohorts, planned_sessions(session, cohorts), now)
    live = _live_certificates(session, far)
    return [
        CohortCompleted(row, far[id_].completed, live.certificates[id_], live.people[id_])
        for row in rows
        for id_ in [row.here.cohort.id]
    ]


_IN_COHORTS = col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True))
_NO_LONGER = select(col(CertificateEvent.certificate_id)).union(
    select(col(Certificate.id)).where(is_altered())
)
_ISSUED: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.cohort_id),
        func.count().label("certificates"),
        func.count(col(Enrollment.id).distinct()).label("people"),
    )
    .join(Certificate, col(Certificate.enrollment_id) == col(Enrollment.id))
    .where(_IN_COHORTS)
    .group_by(col(Enrollment.cohort_id))
)
_OTHER = aliased(Certificate)
_HAS_ANOTHER = exists().where(
    col(_OTHER.enrollment_id) == col(Enrollment.id), col(_OTHER.id).not_in(_NO_LONGER)
)
_GONE: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.cohort_id),
        func.count().label("certificates"),
        func.count(case((~_HAS_ANOTHER, col(Enrollment.id))).distinct()).label("people"),
    )
    .join(Certificate, col(Certificate.enrollment_id) == col(Enrollment.id))
    .where(_IN_COHORTS, col(Certificate.id).in_(_NO_LONGER))
    .group_by(col(Enrollment.cohort_id))
)


@dataclass(frozen=True)
class _Live:
    certificates: Counter[UUID] = field(default_factory=Counter)
    people: Counter[UUID] = field(default_factory=Counter)


def _live_certificates(session: Session, cohort_ids: Iterable[UUID]) -> _Live:
    """How many each cohort has: of all, for which an index is enough, less those that are gone."""
    found, asked = _Live(), {"cohort_ids": list(cohort_ids)}
    for statement, sign in ((_ISSUED, 1), (_GONE, -1)):
        for row in plain_rows(session, statement, asked):
            found.certificates[row.cohort_id] += sign * row.certificates
            found.people[row.cohort_id] += sign * row.people
    return found


@dataclass(frozen=True)
class CohortInNumbers:
    """How far the people of one cohort are, and its attendance."""

    far: HowFar
    claimed: int
    certified: int
    finishing: Finishing
    recorded: Mapping[int, int]
    """By the unit's position, how many marks there are."""
    waiting: Mapping[int, int]
    """By the unit's position, of how many people a mark is still to be recorded."""


def cohort_in_numbers(session: Session, here: CohortContext, now: datetime) -> CohortInNumbers:
    """One cohort in numbers: fifteen statements for any number of people."""
    id_ = here.cohort.id
    sessions = planned_sessions(session, [here])
    unmarked = unmarked_sessions(session, sessions, now).get(id_, ())
    got = session.execute(_GOT, {"cohort_id": id_}).one()
    return CohortInNumbers(
        far=how_far(session, [here], sessions, now)[id_],
        claimed=got.claimed,
        certified=got.certified,
        finishing=finishing_in(session, {id_: here}, sessions, now)[id_],
        recorded=marks_recorded(session, id_),
        waiting={own.position: own.missing for own in unmarked},
    )


_CERTIFIED = exists().where(
    col(Certificate.enrollment_id) == col(Enrollment.id), is_live(), ~is_altered()
)
_GOT = select(
    func.count(case((HAS_CLAIMED, 1))).label("claimed"),
    func.count(case((_CERTIFIED, 1))).label("certified"),
).where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())


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
            first=first,
            last=last,
        )
        for cohort, program, policy, enrolled, first, last in rows
    ]


def _cohorts() -> Select[Cohort, Program, PolicyVersion, int, datetime, datetime]:
    starts_at = col(CaseSession.starts_at)
    return (
        select(
            Cohort,
            Program,
            PolicyVersion,
            _enrolled(),
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


def _session_times(edge: Any) -> ScalarSelect[datetime]:
    return (
        select(edge)
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == col(Cohort.id), col(CaseSession.canceled_at).is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )
