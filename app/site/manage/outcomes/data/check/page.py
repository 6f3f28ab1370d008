"""Where a file from REDCap is sent, one that waits to be taken in, and one that was."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.rules import WHY
from app.language import Text, _
from app.language.moments import date_time, local
from app.language.reasons import Reason
from app.outcomes.redcap.returning import ways_back
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import KEPT_FOR
from app.outcomes.sharing.taking.weighing import Checked
from app.site.manage.outcomes.data.check.result import Result, result_of
from app.site.manage.outcomes.loaders import HOME
from app.studies.models import Project
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class CheckPage:
    """The form, what was found if a file was sent, and the files of before."""

    title: str
    path: str
    form: FormState
    result: Result | None
    waiting: Sequence[Link]
    before: Sequence[Link]
    ways_back: Sequence[Text]
    """How a file comes from REDCap, and what becomes of it."""


def check_page(
    project: Project,
    files: Sequence[RecordsFile],
    form: FormState,
    checked: Checked | None,
    zone: str,
) -> CheckPage:
    """`checked`: None before a file was sent. `files`: those that were sent, the newest first."""
    path = f"{HOME}/{project.key}"
    return CheckPage(
        title=project.title,
        path=path,
        form=form,
        result=result_of(checked) if checked else None,
        waiting=[_link(path, own, zone) for own in files if own.applied_at is None],
        before=[_link(path, own, zone) for own in files if own.applied_at is not None],
        ways_back=list(ways_back(project.mode)),
    )


def _link(path: str, own: RecordsFile, zone: str) -> Link:
    """A file that was sent, and what became of it."""
    day = local(own.undone_at or own.applied_at or own.sent_at, zone)
    words = _("{file}, sent {day:date}", file=own.file_name, day=day)
    if own.undone_at:
        words = _("{file}, taken back {day:date}", file=own.file_name, day=day)
    elif own.applied_at:
        words = _("{file}, taken in {day:date}", file=own.file_name, day=day)
    return Link(words, f"{path}/data/check/{own.id}")


@dataclass(frozen=True)
class WaitingPage:
    """A file of which something can be taken in."""

    title: str
    path: str
    own: str
    file_name: str
    result: Result
    seen: str
    kept_until: Text
    note: Text | None


def waiting_page(
    project: Project, upload: RecordsFile, checked: Checked, note: Text | None, zone: str
) -> WaitingPage:
    """`note`: why it was not taken in."""
    path = f"{HOME}/{project.key}"
    until = local(upload.sent_at + KEPT_FOR, zone)
    return WaitingPage(
        title=project.title,
        path=path,
        own=f"{path}/data/check/{upload.id}",
        file_name=upload.file_name,
        result=result_of(checked),
        seen=checked.plan.fingerprint(upload.sha256) if checked.plan else "",
        kept_until=_("Otherwise it waits here until {day:date}.", day=until),
        note=note,
    )


@dataclass(frozen=True)
class DonePage:
    """A file that was taken in."""

    title: str
    path: str
    own: str
    file_name: str
    done: Text
    sheets: int
    sha256: str
    is_undone: bool
    why_not_back: Reason | None
    note: Text | None
    is_reason_missing: bool


def done_page(
    project: Project,
    upload: RecordsFile,
    why_not_back: Reason | None,
    note: Text | None,
    zone: str,
) -> DonePage:
    """`why_not_back`: why its answers stay, whatever reason is given."""
    path = f"{HOME}/{project.key}"
    moment = upload.undone_at or upload.applied_at
    assert moment is not None
    when = date_time(moment, zone)
    return DonePage(
        title=project.title,
        path=path,
        own=f"{path}/data/check/{upload.id}",
        file_name=upload.file_name,
        done=_("Taken back {when}", when=when)
        if upload.undone_at
        else _("Taken in {when}", when=when),
        sheets=upload.sheets,
        sha256=upload.sha256,
        is_undone=upload.undone_at is not None,
        why_not_back=why_not_back,
        note=note,
        is_reason_missing=note == WHY,
    )
