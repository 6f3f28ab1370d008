"""What waits for a coordinator, one row a thing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.issuing import queries as certificates
from app.certificates.issuing.queries import Candidate
from app.certificates.overview import queries
from app.cohorts.context import CohortContext
from app.cohorts.jobs.queries import FailingJob, failing_jobs
from app.cohorts.moves.queries import texts_in_use
from app.credit import queries as credit
from app.credit.ledger import UnitLedger
from app.credit.rules import CreditStatus, why_not_claim
from app.language.moments import day
from app.language.words import counted
from app.site.manage.cohorts.content.page import behind_words
from app.site.manage.cohorts.pages import path_of, unmarked

WATCHED_FOR = timedelta(days=366)
"""How long after its close a cohort still shows what waits in it."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with where to do it."""

    title: str
    note: str
    href: str
    status: str
    icon: str
    tone: str = "warm"


@dataclass(frozen=True)
class QueuePage:
    """A coordinator's queue."""

    waiting: Sequence[Waiting]
    behind: Sequence[tuple[str, str]]
    """Cohorts that use earlier versions of texts, with where that is shown: a fact, no task."""

    @property
    def count(self) -> str:
        """`7 things wait`."""
        return counted(len(self.waiting), "thing waits", "things wait")


def queue_page(session: Session, program_ids: Collection[UUID], now: datetime) -> QueuePage:
    """What waits in the cohorts of some programs: failures first, then by cohort.

    Four statements, and a fixed number for each cohort that is not long closed.
    """
    waiting = [_failed(job) for job in failing_jobs(session, program_ids)]
    rows = queries.cohorts_of(session, program_ids, open_after=now - WATCHED_FOR)
    for row in rows:
        here = row.here
        standings = credit.standings(session, here.cohort.id, here.policy, now)
        waiting += _unmarked_sessions(here, standings.values(), now)
        waiting += _ready(here, certificates.candidates(session, here, now, standings))
        waiting += _unclaimed(here, standings.values(), now)
    coming = [row.here for row in rows if row.last is None or now < row.last]
    return QueuePage(waiting, _behind(session, coming, now))


def _behind(
    session: Session, cohorts: Sequence[CohortContext], now: datetime
) -> list[tuple[str, str]]:
    texts = texts_in_use(session, [here.cohort.id for here in cohorts])
    said = ((here, behind_words(here, texts.get(here.cohort.id, ()), now)) for here in cohorts)
    return [(words, f"{path_of(here)}/content") for here, words in said if words]


def _failed(failing: FailingJob) -> Waiting:
    return Waiting(
        title=f"Try again what failed: {failing.job.title}",
        note=failing.cohort.title,
        href=f"/manage/jobs/{failing.job.id}",
        status=f"{failing.failed} failed",
        icon="triangle-alert",
        tone="bad",
    )


def _unmarked_sessions(
    here: CohortContext, standings: Iterable[CreditStatus], now: datetime
) -> Iterator[Waiting]:
    marks: defaultdict[int, list[UnitLedger]] = defaultdict(list)
    for standing in standings:
        for unit in standing.ledger.units:
            marks[unit.position].append(unit)
    for position, units in sorted(marks.items()):
        starts_at, missing = units[0].starts_at, unmarked(units, now)
        if starts_at is not None and missing:
            yield Waiting(
                title=f"Record attendance of {here.label(position)}",
                note=f"{here.cohort.title} · held {day(starts_at, here.cohort.zone)}",
                href=f"/teach/{here.cohort.slug}/sessions/{position}/attendance",
                status=f"{missing} of {len(units)} not marked",
                icon="users",
            )


def _ready(here: CohortContext, candidates: Iterable[Candidate]) -> Iterator[Waiting]:
    ready = sum(len(candidate.ready) for candidate in candidates)
    if ready:
        yield Waiting(
            title=f"Issue {counted(ready, 'certificate')}",
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue",
            status=f"{ready} ready",
            icon="award",
            tone="accent",
        )


def _unclaimed(
    here: CohortContext, standings: Iterable[CreditStatus], now: datetime
) -> Iterator[Waiting]:
    waiting = sum(one.completion.complete and why_not_claim(one, now) is None for one in standings)
    if waiting:
        who = counted(waiting, "person has", "people have")
        yield Waiting(
            title=f"{who} completed and not claimed credit",
            note=here.cohort.title,
            href=f"{path_of(here)}/people?show=unclaimed",
            status=counted(waiting, "person", "people"),
            icon="mail",
        )
