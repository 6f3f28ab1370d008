"""Archiving a cohort that has closed, and taking that back."""

from collections.abc import Callable

from starlette.responses import Response

from app.certificates.issuing.candidates import queries as candidate_queries
from app.cohorts.archive import actions
from app.cohorts.jobs.queries import tasks_under_way
from app.cohorts.rules import WHY
from app.core.errors import RefusedError
from app.credit import queries as credit
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.archive.forms import ArchiveForm
from app.site.manage.cohorts.archive.page import archive_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/archive")
@allows(Action.COHORT_ARCHIVE)
def check_archive(visit: ReadVisit, cohort: str) -> Response:
    """What follows when a cohort is archived, what is open still, or that it is archived."""
    return _page(visit, cohort, FormState())


@routes.post("/manage/cohorts/{cohort}/archive")
@allows(Action.COHORT_ARCHIVE)
def archive(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Archive it."""
    return _act(visit, cohort, submitted, actions.archive)


@routes.post("/manage/cohorts/{cohort}/archive/undo")
@allows(Action.COHORT_ARCHIVE)
def take_back(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Take it out of the archive."""
    return _act(visit, cohort, submitted, actions.take_back)


def _act(visit: Visit, slug: str, submitted: Submitted, act: Callable[..., None]) -> Response:
    here = load_cohort(visit, slug)
    try:
        form = parse(ArchiveForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, slug, FormState(invalid.values, invalid.errors))
    by, now = visit.actor.person_id, visit.now
    try:
        act(visit.db, here.cohort, reason=form.reason, by=by, now=now)
    except RefusedError as refused:
        at = "reason" if refused.reason == WHY else "form"
        return _page(visit, slug, FormState({"reason": form.reason}, {at: refused.reason}))
    return see_other(f"/manage/cohorts/{slug}")


def _page(visit: Visit, slug: str, form: FormState) -> Response:
    here = load_cohort(visit, slug)
    standings = credit.standings(visit.db, here.cohort.id, here.policy, visit.now)
    page = archive_page(
        here,
        standings,
        candidate_queries.candidates(visit.db, here, visit.now, standings),
        credit.activity_of(visit.db, here.cohort.id),
        tasks_under_way(visit.db, here.cohort.id),
        form,
        visit.now,
    )
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/archive/archive.html", page, status=status)
