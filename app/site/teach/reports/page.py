"""The reports in a cohort: what waits, and how the others were settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.learning.threads.queries import PostRow
from app.learning.threads.reports.queries import ReportRow
from app.learning.threads.rules import LONGEST_REASON
from app.packs.text.posts import post_html
from app.people.actors import Actor
from app.people.models import Person
from app.people.rules import why_not_deal_with
from app.site.teach.parts import crumbs
from app.web.forms import FormState
from app.web.listing import Window
from app.web.parts import Link
from app.web.shown import Pages, pages_read

PAGE_OF = 20


@dataclass(frozen=True)
class ReportView:
    """One report, with the post that it is about."""

    id: UUID
    unit: str
    author: str
    html: str
    reporter: str
    reason: str
    reported: datetime
    thread: str | None
    """The post in its thread; None while threads are switched off."""
    settled: Text | None
    note: str
    settled_at: datetime | None
    why_not: Reason | None
    """Why the reader does not settle it."""
    form: FormState


@dataclass(frozen=True)
class ReportsPage:
    """The reports of a cohort."""

    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    reports: Sequence[ReportView]
    pages: Pages | None
    errors: FormState
    limit: int = LONGEST_REASON


@dataclass(frozen=True)
class Reported:
    """What is stored of a page of reports."""

    rows: Sequence[ReportRow]
    posts: Mapping[UUID, PostRow]
    people: Mapping[UUID, Person]
    read: Window
    refused: Mapping[UUID, FormState] = field(default_factory=dict)


def reports_page(here: CohortContext, reported: Reported, reader: Actor) -> ReportsPage:
    """Those that wait first."""
    path, read = f"/teach/{here.cohort.slug}/reports", reported.read
    errors = next(iter(reported.refused.values()), FormState())
    return ReportsPage(
        eyebrow=here.cohort.title,
        crumbs=crumbs(here, reader, page=_("Reported posts")),
        path=path,
        reports=[_view(here, row, reported, reader) for row in reported.rows[: read.size]],
        pages=pages_read(path, read, more=len(reported.rows) > read.size),
        errors=errors,
    )


def _view(here: CohortContext, row: ReportRow, reported: Reported, reader: Actor) -> ReportView:
    post = reported.posts[row.post_id]
    at = local(row.settled_at, reader.zone) if row.settled_at else None
    return ReportView(
        id=row.id,
        unit=here.label(row.position),
        author=post.author,
        html=post_html(post.text),
        reporter=_name(reported, row.by),
        reason=row.reason,
        reported=local(row.reported_at, reader.zone),
        thread=_thread(here, row),
        settled=_settled(row, reported),
        note=row.note or "",
        settled_at=at,
        why_not=why_not_deal_with([post.person_id], by=reader.person_id),
        form=reported.refused.get(row.id, FormState()),
    )


def _thread(here: CohortContext, row: ReportRow) -> str | None:
    if not here.cohort.has_threads:
        return None
    return f"{here.path}/units/{row.position}/thread#post-{row.post_id}"


def _settled(row: ReportRow, reported: Reported) -> Text | None:
    if row.removed is None or row.settled_by is None:
        return None
    name = _name(reported, row.settled_by)
    return (
        _("Removed by {name}", name=name)
        if row.removed
        else _("Left as it is by {name}", name=name)
    )


def _name(reported: Reported, person_id: UUID) -> str:
    person = reported.people.get(person_id)
    return person.display_name if person else ""
