"""What waits for a coordinator, one row a thing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.overview.finishing.queries import Finishing
from app.certificates.overview.queries import Watched, WatchedCohort
from app.certificates.overview.unsupported.queries import Unsupported
from app.cohorts.context import CohortContext
from app.cohorts.jobs.queries import FailingJob
from app.cohorts.moves.rules import TextInUse, can_be_brought_up_to_date
from app.credit.rules import CreditStatus, why_not_claim
from app.credit.tallies.queries import UnmarkedSession
from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.stored import worded
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import people_ready, ready_to_issue, to_issue
from app.web.parts import Link


@dataclass(frozen=True)
class QueueItem:
    """One thing that waits, with where to do it."""

    title: Text
    note: str
    href: str
    status: Text
    icon: str
    tone: str = "warm"


@dataclass(frozen=True)
class QueuePage:
    """A coordinator's queue."""

    waiting: Sequence[QueueItem]
    behind: Sequence[Link]
    """Cohorts that use earlier versions of texts, with where that is shown: a fact, no task."""
    mail: Reason | None = None
    """Why no mail gets out."""

    @property
    def count(self) -> Text:
        """`7 things wait`."""
        number = len(self.waiting)
        return ngettext("{count} thing waits", "{count} things wait", count=number)


def queue_page(
    watched: Watched, now: datetime, *, by: UUID, mail: Reason | None = None
) -> QueuePage:
    """What waits for somebody in the cohorts that are watched: failures first, then by cohort."""
    waiting = [_failed(job) for job in watched.failing]
    for cohort in watched.cohorts:
        here = cohort.row.here
        waiting += _applications(here, watched.applications.get(here.cohort.id, 0))
        waiting += [_unmarked(cohort, unmarked) for unmarked in cohort.unmarked]
        waiting += _unsupported(here, cohort.unsupported)
        waiting += _names(here, cohort.finishing.names_for(by))
        waiting += _ready(here, cohort.finishing, by)
        waiting += _unclaimed(here, cohort.finishing.standings, now)
    return QueuePage(waiting, _behind(watched.cohorts, now), mail)


def _behind(cohorts: Sequence[WatchedCohort], now: datetime) -> list[Link]:
    said = [
        (cohort.row.here, _behind_words(cohort.row.here, cohort.texts, now)) for cohort in cohorts
    ]
    return [Link(words, f"{path_of(here)}/content") for here, words in said if words]


def _behind_words(here: CohortContext, texts: Sequence[TextInUse], now: datetime) -> Text | None:
    """`Fall 2026 does not use the current versions of 3 texts.`; None if none can be moved."""
    number = len(can_be_brought_up_to_date(texts, closes_at=here.cohort.closes_at, now=now))
    if not number:
        return None
    return ngettext(
        "{cohort} does not use the current version of {count} text.",
        "{cohort} does not use the current versions of {count} texts.",
        count=number,
        cohort=here.cohort.title,
    )


def _failed(failing: FailingJob) -> QueueItem:
    return QueueItem(
        title=_(
            "Try again what failed: {job}",
            job=worded(failing.job.title, failing.job.title_reason),
        ),
        note=failing.cohort.title,
        href=f"/manage/jobs/{failing.job.id}",
        status=ngettext("{count} failed", "{count} failed", count=failing.failed),
        icon="triangle-alert",
        tone="bad",
    )


def _applications(here: CohortContext, waiting: int) -> Iterator[QueueItem]:
    if waiting:
        yield QueueItem(
            title=ngettext(
                "Decide on {count} application", "Decide on {count} applications", count=waiting
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/applications?show=waiting",
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="users",
        )


def _unmarked(cohort: WatchedCohort, unmarked: UnmarkedSession) -> QueueItem:
    here = cohort.row.here
    starts = local(unmarked.starts_at, here.cohort.zone)
    return QueueItem(
        title=_("Record attendance of {unit}", unit=here.label(unmarked.position)),
        note=dotted((here.cohort.title, _("held {starts:day}", starts=starts))),
        href=f"/teach/{here.cohort.slug}/sessions/{unmarked.position}/attendance",
        status=ngettext(
            "{count} of {all} not marked",
            "{count} of {all} not marked",
            count=unmarked.missing,
            all=cohort.row.enrolled,
        ),
        icon="users",
    )


def _unsupported(here: CohortContext, found: Unsupported) -> Iterator[QueueItem]:
    """What the records no longer say, though it was certified or claimed."""
    completions = ngettext(
        "{count} attestation of completion is not borne out by the records",
        "{count} attestations of completion are not borne out by the records",
        count=found.completions,
    )
    claims = ngettext(
        "{count} claim of credit is above what the records say was earned",
        "{count} claims of credit are above what the records say was earned",
        count=found.claims,
    )
    for title, people in ((completions, found.completions), (claims, found.claims)):
        if people:
            yield _disagreement(here, title, people)


def _disagreement(here: CohortContext, title: Text, people: int) -> QueueItem:
    return QueueItem(
        title=title,
        note=here.cohort.title,
        href=f"{path_of(here)}/people?show=unsupported",
        status=ngettext("{count} person", "{count} people", count=people),
        icon="triangle-alert",
        tone="bad",
    )


def _ready(here: CohortContext, finishing: Finishing, by: UUID) -> Iterator[QueueItem]:
    ready = ready_to_issue(finishing, by=by)
    if ready.people:
        yield QueueItem(
            title=to_issue(ready),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue",
            status=people_ready(ready),
            icon="award",
            tone="accent",
        )


def _names(here: CohortContext, waiting: int) -> Iterator[QueueItem]:
    if waiting:
        yield QueueItem(
            title=ngettext(
                "Check {count} name before certificates are issued",
                "Check {count} names before certificates are issued",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue#names",
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="award",
        )


def _unclaimed(
    here: CohortContext, standings: Iterable[CreditStatus], now: datetime
) -> Iterator[QueueItem]:
    waiting = sum(
        standing.completion.complete and why_not_claim(standing, now) is None
        for standing in standings
    )
    if waiting:
        yield QueueItem(
            title=ngettext(
                "{count} person has completed and not claimed credit",
                "{count} people have completed and not claimed credit",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/people?show=unclaimed",
            status=ngettext("{count} person", "{count} people", count=waiting),
            icon="mail",
        )
