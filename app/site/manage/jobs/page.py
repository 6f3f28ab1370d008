"""How long work goes, for whoever started it and for whoever comes later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.jobs import PACE_OVER, JobProgress, JobState
from app.core.models import Task
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.language.stored import worded
from app.messages.announcements.rules import JOB as SENDING
from app.people.rules import NOT_FOR_ONESELF
from app.site.manage.cohorts.page import path_of
from app.site.manage.jobs.loaders import JobInCohort
from app.site.manage.jobs.people import JobPerson
from app.web.parts import Link
from app.web.shown import Shown


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
    """`17 of 27 people done`."""
    left: Text | None
    """`about 3 s left`, where it can be told."""
    waits_for: Text | None
    """Why it does not go on at this moment."""
    failures: Sequence[Failure]
    again: int
    """How many of them the reader can try again."""
    verdict: Text
    """One sentence about a job that is over."""
    people: Shown[JobPerson] | None
    """Whom it was for; None while it runs."""
    promise: Text
    """What is so while it runs."""
    back_to: Text
    not_done: Text
    """What stands over what failed."""
    can_stop: bool
    warns: Text
    """What stopping does not undo."""


def job_page(
    here: JobInCohort,
    state: JobState,
    now: datetime,
    *,
    own: Collection[UUID] = (),
    people: Shown[JobPerson] | None = None,
) -> JobPage:
    """The page of a job; `own`: the failed tasks that are about the reader."""
    progress = state.progress
    title = worded(here.job.title, here.job.title_reason)
    is_mail = here.job.kind == SENDING
    return JobPage(
        eyebrow=here.here.cohort.title,
        title=title,
        path=here.path,
        crumbs=_crumbs(here, title),
        back=here.job.back_path,
        total=progress.total,
        done=progress.done,
        running=not progress.finished,
        text=_done(progress, is_mail=is_mail),
        left=time_left(progress, state.recent, now - here.job.started_at),
        waits_for=_waits_for(state.held_up),
        failures=[_failure(task, own) for task in state.failures],
        again=len(state.failures) - len(own),
        verdict=verdict_of_mail(progress) if is_mail else verdict(progress),
        people=people,
        promise=_PROMISES[is_mail],
        back_to=_("See the message") if is_mail else _("See the certificates"),
        not_done=_("What was not delivered") if is_mail else _("What failed"),
        can_stop=not progress.finished,
        warns=_WARNINGS[is_mail],
    )


_PROMISES = {
    False: _(
        "You can leave this page. Each person gets one email when theirs are signed. Nothing is "
        "issued twice."
    ),
    True: _("You can leave this page. Each person gets one letter, and nobody gets two."),
}
_WARNINGS = {
    False: _("What is issued stays issued. The others can be issued later."),
    True: _("What has left cannot be taken back. The others can be sent after all, later."),
}


def _done(progress: JobProgress, *, is_mail: bool) -> Text:
    if is_mail:
        return _("{done} of {total} letters delivered", done=progress.done, total=progress.total)
    return _("{done} of {total} people done", done=progress.done, total=progress.total)


def verdict_of_mail(progress: JobProgress) -> Text:
    """What became of a message: all letters were delivered, or so many were not."""
    if progress.failed:
        return ngettext(
            "{done} of {total} letters are delivered; {count} is not.",
            "{done} of {total} letters are delivered; {count} are not.",
            count=progress.failed,
            done=progress.done,
            total=progress.total,
        )
    return ngettext(
        "{count} letter is delivered.", "All {count} letters are delivered.", count=progress.total
    )


def _crumbs(here: JobInCohort, title: Text) -> tuple[Link, ...]:
    cohort = here.here.cohort
    return (
        Link(_("Manage"), "/manage"),
        Link(_("Jobs"), "/manage/jobs"),
        Link(cohort.title, path_of(here.here)),
        Link(title, None),
    )


def _waits_for(held_up: Task | None) -> Text | None:
    return worded(held_up.error, held_up.error_reason) if held_up else None


def _failure(task: Task, own: Collection[UUID]) -> Failure:
    return Failure(
        worded(task.label, task.label_reason),
        worded(task.error, task.error_reason),
        NOT_FOR_ONESELF if task.id in own else None,
    )


def verdict(progress: JobProgress) -> Text:
    """What became of a job: `All 27 people have theirs.`, `25 of 27 people have theirs; …`."""
    if progress.failed:
        return ngettext(
            "{done} of {total} people have theirs; {count} failed.",
            "{done} of {total} people have theirs; {count} failed.",
            count=progress.failed,
            done=progress.done,
            total=progress.total,
        )
    if not progress.total:
        return _("There was nothing to do.")
    return ngettext(
        "All is signed, for {count} person.",
        "All is signed, for {count} people.",
        count=progress.total,
    )


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
