"""Runs the demo's making from start to end: people, work, claims, certificates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.background import worker
from app.certificates.issuing import actions as certificates
from app.certificates.issuing import queries as certificate_queries
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import enrollments_of
from app.core.clock import utc_now
from app.core.db import Database
from app.credit import actions as credit
from app.credit import queries as credit_queries
from app.demo.build import Finished, is_empty, make
from app.packs.schema import PolicyData
from app.settings import Settings

UNCLAIMED = 4
"""Completers who have not claimed yet, besides Ben."""
UNISSUED = 6
"""Completers who have claimed since the first certificates were issued."""


def make_demo(
    settings: Settings, database: Database, *, if_empty: bool = False, now: datetime | None = None
) -> list[str]:
    """Fill the database; return what to tell the person who asked."""
    moment = now or utc_now()
    with database.read() as session:
        if if_empty and not is_empty(session):
            return []
    with database.write() as session:
        finished = make(session, now=moment)
        early = _claim(session, finished, moment)
    issued = _issue(settings, database, finished, early)
    return [
        f"The demo is made: {finished.cohort.title} is finished, {issued} certificates are issued.",
        "Everybody and everything in it is invented.",
    ]


def _claim(session: Session, finished: Finished, now: datetime) -> list[CohortContext]:
    """Most completers claim what they earned soon after the last session, some only now."""
    claimers = finished.completers[:-UNCLAIMED]
    for number, learner in enumerate(claimers):
        late = number >= len(claimers) - UNISSUED
        when = now - timedelta(days=2) if late else finished.term.last + timedelta(days=10)
        in_cohort = _seat(session, learner.enrollment.person_id)
        standing = credit_queries.standing(
            session, finished.cohort.id, learner.enrollment.id, in_cohort.policy, when
        )
        assert standing.eligibility is not None
        quarters = standing.eligibility.quarters - number % 3
        credit.claim(session, in_cohort, quarters, by=learner.person.id, now=when)
    return [_seat(session, finished.ben.person_id)]


def _seat(session: Session, person_id: object) -> LearnerInCohort:
    enrollment, cohort, program, version = enrollments_of(session, person_id)[0]  # type: ignore[arg-type]
    return LearnerInCohort(
        cohort, program, version, PolicyData.model_validate(version.data), enrollment
    )


def _issue(
    settings: Settings, database: Database, finished: Finished, here: Sequence[CohortContext]
) -> int:
    """Cora issued the first certificates a month after the last session."""
    when = finished.term.last + timedelta(days=30)
    early = {learner.enrollment.id for learner in finished.completers[: -UNCLAIMED - UNISSUED]}
    with database.write() as session:
        candidates = certificate_queries.candidates(session, here[0], when)
        chosen = [
            (one.enrollment_id, due.kind)
            for one in candidates
            if one.enrollment_id in early
            for due in one.ready
        ]
        certificates.start_issue(session, here[0], chosen, by=finished.coordinator.id, now=when)
    with worker(settings, database, lambda: when) as printing:
        printing.run_until_idle()
    return len(chosen)
