"""How long work goes, for whoever started it and for whoever comes later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.jobs import PACE_OVER, JobProgress, JobState
from app.site.manage.cohorts.pages import path_of
from app.site.manage.jobs.loaders import JobInCohort
from app.web.parts import Link

DONE_WORDS = {"certificates.issue": "signed"}
"""What is said of finished tasks, by the kind of job: "17 of 27 signed"."""


@dataclass(frozen=True)
class Failure:
    """One task that was given up."""

    name: str
    reason: str


@dataclass(frozen=True)
class JobPage:
    """A job as it stands."""

    eyebrow: str
    title: str
    path: str
    crumbs: Sequence[Link]
    back: str
    total: int
    done: int
    running: bool
    text: str
    """`17 of 27 signed`."""
    left: str | None
    """`about 3 s left`, where it can be told."""
    failures: Sequence[Failure]

    verdict: str
    """One sentence about a job that is over."""


def job_page(here: JobInCohort, state: JobState, now: datetime) -> JobPage:
    """The page of a job."""
    progress = state.progress
    cohort, path = here.here.cohort, path_of(here.here)
    word = DONE_WORDS.get(here.job.kind, "done")
    return JobPage(
        eyebrow=cohort.title,
        title=here.job.title,
        path=here.path,
        crumbs=(
            Link("Manage", "/manage"),
            Link("Cohorts", "/manage/cohorts"),
            Link(cohort.title, path),
            Link("Certificates", f"{path}/certificates"),
            Link(here.job.title, None),
        ),
        back=here.job.back_path,
        total=progress.total,
        done=progress.done,
        running=not progress.finished,
        text=f"{progress.done} of {progress.total} {word}",
        left=time_left(progress, state.recent, now - here.job.started_at),
        failures=[Failure(task.label, task.error) for task in state.failures],
        verdict=verdict(progress, word),
    )


def verdict(progress: JobProgress, word: str) -> str:
    """What became of a job: `All 27 are signed.`, `25 of 27 are signed; 2 failed.`."""
    if progress.failed:
        return f"{progress.done} of {progress.total} are {word}; {progress.failed} failed."
    if progress.total == 1:
        return f"It is {word}."
    return f"All {progress.total} are {word}." if progress.total else "There was nothing to do."


def time_left(progress: JobProgress, recent: int, running_for: timedelta) -> str | None:
    """How long a job still takes, told from how many tasks were done in the last seconds."""
    left = progress.total - progress.done - progress.failed
    if not left or not recent:
        return None
    over = min(max(running_for, timedelta(seconds=1)), PACE_OVER)
    seconds = max(1, round(left * over.total_seconds() / recent))
    if seconds < 60:
        return f"about {seconds} s left"
    return f"about {round(seconds / 60)} min left"
