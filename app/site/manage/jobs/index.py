"""The long work of one's cohorts and programs, finished or not, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.jobs.queries import JobInReach
from app.core.jobs import JobProgress
from app.language import Text, _, ngettext, pgettext
from app.language.moments import date_time
from app.language.stored import worded
from app.web.listing import Column, Empty, Listing, Window
from app.web.parts import Badge
from app.web.shown import Shown, shown_page

PAGE_OF = 50


@dataclass(frozen=True)
class JobLine:
    """One job."""

    title: Text
    path: str
    place: str
    started: str
    iso: str
    by: Text
    people: Text
    """`25 of 27`."""
    state: Badge


@dataclass(frozen=True)
class JobsPage:
    """The work of one's cohorts and programs."""

    jobs: Shown[JobLine]


JOBS: Listing[JobLine] = Listing(
    path="/manage/jobs",
    columns=(
        Column(_("Job")),
        Column(_("Started")),
        Column(_("Done"), numeric=True),
        Column(_("State")),
    ),
    nothing=Empty(
        _("No jobs yet"),
        _("Issuing certificates, sending messages, and reports to leaders appear here."),
    ),
    none_found=lambda _query: _("There are no more jobs."),
    everything=_("Show the newest"),
)


def jobs_page(jobs: Sequence[JobInReach], part: Window, *, more: bool, zone: str) -> JobsPage:
    """One page of the list, with moments in the reader's zone. `more`: whether there is older."""
    return JobsPage(shown_page(JOBS, [_line(job, zone) for job in jobs], part, more=more))


def _line(found: JobInReach, zone: str) -> JobLine:
    return JobLine(
        title=worded(found.job.title, found.job.title_reason),
        path=f"/manage/jobs/{found.job.id}",
        place=found.place,
        started=date_time(found.job.started_at, zone),
        iso=found.job.started_at.isoformat(),
        by=found.person.display_name if found.person else _("Nobody"),
        people=_("{part} of {whole}", part=found.done, whole=found.total),
        state=_state(JobProgress(found.total, found.done, found.failed)),
    )


def _state(progress: JobProgress) -> Badge:
    if not progress.finished:
        return Badge(pgettext("of work", "Running"), "accent")
    if progress.failed:
        failed = ngettext("{count} failed", "{count} failed", count=progress.failed)
        return Badge(failed, "bad")
    return Badge(pgettext("of work", "Done"), "good")
