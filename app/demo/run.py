"""Runs the demo's making from start to end: people, work, claims, certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.background import worker
from app.certificates.issuing import actions as certificates
from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.draft import PrintSetup
from app.certificates.models import Certificate
from app.certificates.orders import WantedCertificate
from app.certificates.printing.templates import TemplatePack
from app.cohorts.context import LearnerInCohort
from app.core.clock import utc_now
from app.core.db import Database
from app.credit import actions as credit
from app.credit import queries as credit_queries
from app.credit.tallies.actions import take_snapshots
from app.demo import teaching
from app.demo.build import Finished, is_empty, make
from app.demo.messages import write_messages
from app.settings import Settings

UNCLAIMED = 4
"""Completers who have not claimed yet, besides Ben."""
UNISSUED = 6
"""Completers who have claimed since the first certificates were issued."""


@dataclass(frozen=True)
class Filled:
    """What is told of a demo, and the moment at which its certificates are issued."""

    title: str
    ordered: int
    """How many certificates."""
    issued_at: datetime
    running: str
    """The running cohort, as addresses name it."""


def make_demo(
    settings: Settings, database: Database, *, if_empty: bool = False, now: datetime | None = None
) -> list[str]:
    """Fill the database; return what to tell the person who asked.

    Everything is made in one transaction, but for the messages, which are of one cohort's chain,
    and the printing of the certificates: where that is cut short, the worker goes on with it.
    """
    moment = now or utc_now()
    with database.read() as session:
        if if_empty and not is_empty(session):
            return []
    assert settings.secret_key is not None  # settings see to it
    secret = settings.secret_key.get_secret_value()
    with database.write() as session:
        setup = PrintSetup(settings.base_url, TemplatePack())
        filled = fill(session, setup, secret=secret, now=moment)
    with database.write() as session:
        write_messages(session, filled.running, settings.base_url, now=moment)
    with worker(settings, database, lambda: filled.issued_at) as printing:
        printing.run_until_idle()
    with database.read() as session:
        issued = session.scalar(select(func.count()).select_from(Certificate)) or 0
    return [
        f"The demo is made: {filled.title} is finished, {issued} certificates are issued.",
        *_not_issued(filled.ordered - issued),
        "Everybody and everything in it is invented.",
    ]


def _not_issued(count: int) -> Sequence[str]:
    if not count:
        return ()
    return (
        f"{count} certificates that were ordered could not be printed. What is missing is told by: "
        "DEMO=1 .venv/bin/python -m app doctor",
    )


def fill(session: Session, print_setup: PrintSetup, *, secret: str, now: datetime) -> Filled:
    """Everything but the printing of certificates, which is left to the worker."""
    finished = make(session, secret=secret, now=now)
    here, by = finished.completers[0], finished.coordinator.id
    teaching.lead(session, here, finished.facilitator.id, by=by)
    issued_at = finished.dates.last + timedelta(days=30)
    claimers = finished.completers[1:-UNCLAIMED]  # without Ben
    _claim(session, finished, claimers, now)
    ordered = _start_issue(session, finished, claimers[:-UNISSUED], issued_at)
    ordered += teaching.issue(session, here, print_setup, by=by, now=issued_at)
    take_snapshots(session, now=now)
    return Filled(finished.dates.title, ordered, issued_at, finished.running)


def _claim(
    session: Session, finished: Finished, claimers: Sequence[LearnerInCohort], now: datetime
) -> None:
    """Most completers claim what they earned soon after the last session, some only now."""
    for number, learner in enumerate(claimers):
        late = number >= len(claimers) - UNISSUED
        when = now - timedelta(days=2) if late else finished.dates.last + timedelta(days=10)
        standing = credit_queries.own_standing(
            session, learner.cohort.id, learner.enrollment.id, learner.policy, when
        )
        assert standing.eligibility is not None
        quarters = standing.eligibility.quarters - number % 3
        credit.claim(session, learner, quarters, by=learner.enrollment.person_id, now=when)


def _start_issue(
    session: Session, finished: Finished, learners: Sequence[LearnerInCohort], now: datetime
) -> int:
    """Cora starts the issue of the first certificates; how many they are."""
    here = finished.completers[0]
    early = {learner.enrollment.id for learner in learners}
    chosen = [
        WantedCertificate(candidate.enrollment_id, due.kind)
        for candidate in candidate_queries.candidates(session, here, now)
        if candidate.enrollment_id in early
        for due in candidate.ready
    ]
    certificates.start_issue(session, here, chosen, by=finished.coordinator.id, now=now)
    return len(chosen)
