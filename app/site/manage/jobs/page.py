"""How long work goes, for whoever started it and for whoever comes later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.jobs import PACE_OVER, JobProgress, JobState
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.language.stored import worded
from app.people.rules import NOT_FOR_ONESELF
from app.site.manage.cohorts.page import path_of
from app.site.manage.jobs.loaders import JobInCohort
from app.web.parts import Link


@dataclass(frozen=True)
class Failure:
    """One task that was given up."""

    name: Text
    reason: Text
    why_not: Reason | None
    """Why it is not the reader's to try again."""


@dataclass(frozen=True)
class JobPage:
    """A job as it stands."""

    eyebrow: str
    title: Text
    path: str
    crumbs: Sequence[Link]
    back: str
    total: int
    done: int
    running: bool
    text: Text
    """`17 of 27 signed`."""
    left: Text | None
    """`about 3 s left`, where it can be told."""
    failures: Sequence[Failure]
    again: int
    """How many of them the reader can try again."""
    verdict: Text
    """One sentence about a job that is over."""


def job_page(
    here: JobInCohort, state: JobState, now: datetime, *, own: Collection[UUID] = ()
) -> JobPage:
    """The page of a job; `own`: the failed tasks that are about the reader."""
    progress = state.progress
    cohort, path = here.here.cohort, path_of(here.here)
    title = worded(here.job.title, here.job.title_reason)
    return JobPage(
        eyebrow=cohort.title,
        title=title,
        path=here.path,
        crumbs=(
            Link(_("Manage"), "/manage"),
            Link(_("Cohorts"), "/manage/cohorts"),
            Link(cohort.title, path),
            Link(_("Certificates"), f"{path}/certificates"),
            Link(title, None),
        ),
        back=here.job.back_path,
        total=progress.total,
        done=progress.done,
        running=not progress.finished,
        text=_("{done} of {total} signed", done=progress.done, total=progress.total),
        left=time_left(progress, state.recent, now - here.job.started_at),
        failures=[
            Failure(
                worded(task.label, task.label_reason),
                worded(task.error, task.error_reason),
                NOT_FOR_ONESELF if task.id in own else None,
            )
            for task in state.failures
        ],
        again=len(state.failures) - len(own),
        verdict=verdict(progress),
    )


def verdict(progress: JobProgress) -> Text:
    """What became of a job: `All 27 are signed.`, `25 of 27 are signed; 2 failed.`."""
    if progress.failed:
        return ngettext(
            "{done} of {total} are signed; {count} failed.",
            "{done} of {total} are signed; {count} failed.",
            count=progress.failed,
            done=progress.done,
            total=progress.total,
        )
    if not progress.total:
        return _("There was nothing to do.")
    return ngettext("It is signed.", "All {count} are signed.", count=progress.total)


def time_left(progress: JobProgress, recent: int, running_for: timedelta) -> Text | None:
    """How long a job still takes, told from how many tasks were done in the last seconds."""
    left = progress.total - progress.done - progress.failed
    if not left or not recent:
        return None
    over = min(max(running_for, timedelta(seconds=1)), PACE_OVER)
    seconds = max(1, round(left * over.total_seconds() / recent))
    if seconds < 60:
        return ngettext("about {count} second left", "about {count} seconds left", count=seconds)
    return _("about {minutes} min left", minutes=round(seconds / 60))
