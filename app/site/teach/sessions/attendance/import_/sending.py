"""Where the file of a meeting is sent, and those that were applied before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.casework.imports.models import AttendanceImport
from app.casework.rules import why_not_record
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.teach.parts import SessionHead, session_head, session_path
from app.site.teach.sessions.attendance.import_.zoom import ZoomCard
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class SendPage:
    """Where a file is sent."""

    head: SessionHead
    path: str
    why_not: Reason | None
    before: Sequence[Link]
    waiting: Sequence[str]
    """Names of what waits to be applied or thrown away."""
    zoom: ZoomCard | None = None
    form: FormState = field(default_factory=FormState)

    @property
    def zoom_way(self) -> Link | None:
        """To what waits."""
        return Link(_("See who is who"), self.path) if self.waiting else None


def import_head(here: CohortContext, unit: UnitRow, units: int, reader: Actor) -> SessionHead:
    """The head of a page about files of a session: below its attendance."""
    head = session_head(here, unit, units, reader, _("Import"))
    attendance = Link(_("Attendance"), f"{session_path(here, unit)}/attendance")
    way = [*head.crumbs[:-1], attendance, head.crumbs[-1]]
    return SessionHead(head.eyebrow, head.title, head.path, way)


def why_not_import(here: CohortContext, unit: UnitRow, now: datetime) -> Reason | None:
    """Why attendance of a session cannot be recorded at this moment, by a file either."""
    assert unit.starts_at is not None
    return why_not_change(here.cohort.archived_at) or why_not_record(
        unit.starts_at, now, canceled=unit.canceled, not_held=unit.not_held
    )


def send_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    kept: Sequence[AttendanceImport],
    reader: Actor,
    now: datetime,
    form: FormState | None = None,
    zoom: ZoomCard | None = None,
) -> SendPage:
    """The form, and the files that were applied."""
    path = f"{session_path(here, unit)}/attendance/import"
    return SendPage(
        head=import_head(here, unit, units, reader),
        path=path,
        why_not=why_not_import(here, unit, now),
        before=[_applied(file, here, path) for file in kept if file.applied_at],
        waiting=[file.file_name for file in kept if file.applied_at is None],
        zoom=zoom,
        form=form or FormState(),
    )


def _applied(file: AttendanceImport, here: CohortContext, path: str) -> Link:
    day = local(file.applied_at or file.sent_at, here.cohort.zone)
    text: Text = _("{file}, applied {day:date}", file=file.file_name, day=day)
    return Link(text, f"{path}?show=applied")
