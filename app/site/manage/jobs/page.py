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
from app.people.rules import NOT_FOR_ONESELF
from app.site.manage.jobs.loaders import JobInPlace
from app.site.manage.jobs.people import JobPerson
from app.site.manage.jobs.words import words_of
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

    eyebrow: Text
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
    """Whom it is for; None where a running job only says how far it is."""
    promise: Text
    """What is so while it runs."""
    back_to: Text
    not_done: Text
    """What stands over what failed."""
    can_stop: bool
    warns: Text
    """What stopping does not undo."""


def job_page(
    here: JobInPlace,
    state: JobState,
    now: datetime,
    *,
    own: Collection[UUID] = (),
    people: Shown[JobPerson] | None = None,
) -> JobPage:
    """The page of a job; `own`: the failed tasks that are about the reader."""
    progress, words = state.progress, words_of(here.job.kind)
    title = worded(here.job.title, here.job.title_reason)
    return JobPage(
        eyebrow=here.place.text,
        title=title,
        path=here.path,
        crumbs=(*_DESK, here.place, Link(title, None)),
        back=here.job.back_path,
        total=progress.total,
        done=progress.done,
        running=not progress.finished,
        text=words.done(progress),
        left=time_left(progress, state.recent, now - here.job.started_at),
        waits_for=_waits_for(state.held_up),
        failures=[_failure(task, own) for task in state.failures],
        again=len(state.failures) - len(own),
        verdict=words.verdict(progress),
        people=people,
        promise=words.promise,
        back_to=words.back_to,
        not_done=words.not_done,
        can_stop=not progress.finished,
        warns=words.warns,
    )


_DESK = (Link(_("Manage"), "/manage"), Link(_("Jobs"), "/manage/jobs"))


def _waits_for(held_up: Task | None) -> Text | None:
    return worded(held_up.error, held_up.error_reason) if held_up else None


def _failure(task: Task, own: Collection[UUID]) -> Failure:
    return Failure(
        worded(task.label, task.label_reason),
        worded(task.error, task.error_reason),
        NOT_FOR_ONESELF if task.id in own else None,
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
