"""The cohorts of one's programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from starlette.responses import Response

from app.certificates.overview import queries as overview
from app.certificates.overview.queries import CohortCompleted
from app.cohorts import queries as cohorts
from app.cohorts.deleted.rules import is_of_long_ago
from app.cohorts.enrollments.queries import count_seats
from app.history.retention.deletion.queries import newest_deletions
from app.history.retention.models import Deletion
from app.learning.threads.reports.queries import has_open_reports
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.loaders import load_cohort
from app.site.manage.cohorts.cohorts import PAGE_OF, cohorts_page
from app.site.manage.cohorts.page import cohort_page
from app.site.manage.cohorts.setup.frame import STEPS, is_done
from app.site.manage.cohorts.setup.loaders import Draft, planned
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.listing import window
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts")
@allows(Action.MANAGE_READ)
def show_cohorts(visit: ReadVisit, asked: ListAsked) -> Response:
    """The cohorts of one's programs."""
    reach = reach_of(visit.permit_own(), Role.COORDINATOR)
    part = window(asked, PAGE_OF)
    rows = overview.cohorts_of(visit.db, reach, limit=part.limit, offset=part.offset)
    read = overview.with_completed(visit.db, rows[:PAGE_OF], visit.now)
    page = cohorts_page(read, part, more=len(rows) > PAGE_OF, deletions=_deletions(visit, read))
    return render(visit.request, "manage/cohorts/cohorts.html", page)


@routes.get("/manage/cohorts/{cohort}")
@allows(Action.COHORT_MANAGE)
def show_cohort(visit: ReadVisit, cohort: str, done: str | None = None) -> Response:
    """One cohort: dates, sessions, and how far its people are. `done`: what led here."""
    here = load_cohort(visit, cohort)
    page = cohort_page(
        here,
        cohorts.units(visit.db, here.cohort.id),
        overview.cohort_in_numbers(visit.db, here, visit.now),
        count_seats(visit.db, here.cohort.id),
        visit.now,
        by=visit.actor.person_id,
        reader_zone=visit.actor.zone,
        published=done == "published",
        reported=has_open_reports(visit.db, here.cohort.id),
        go_on=_go_on(planned(visit, here), visit.now) if here.cohort.is_draft else None,
    )
    return render(visit.request, "manage/cohorts/cohort.html", page)


def _deletions(visit: Visit, read: Sequence[CohortCompleted]) -> dict[UUID, Deletion]:
    """What was deleted of the cohorts of a page; no statement where none is old enough."""
    cohorts = [each.row.here.cohort for each in read]
    old = [each.id for each in cohorts if is_of_long_ago(each.closes_at, visit.now)]
    return newest_deletions(visit.db, old) if old else {}


def _go_on(draft: Draft, now: datetime) -> str:
    """The page of the first step that lacks something; the last one looks at all of it."""
    lacking = (name for name, _label in STEPS if not is_done(draft, name, now))
    return f"{draft.path}/{next(lacking)}"
