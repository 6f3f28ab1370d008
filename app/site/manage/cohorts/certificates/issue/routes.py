"""Issuing certificates, after a preview."""

from collections.abc import Collection
from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing import queries as certificates
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.tasks import why_not_sign
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core.errors import RefusedError, require
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.issue.forms import IssueForm
from app.site.manage.cohorts.certificates.issue.page import issue_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import Submitted, parse
from app.web.listing import Asked
from app.web.pages import render, see_other

routes = router()

EVERYBODY = Asked()


@routes.get("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def preview(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Who gets what, and why the others do not; everybody who is ready is chosen."""
    return _preview(visit, load_cohort(visit, cohort), asked)


@routes.post("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def issue(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Issue what is chosen, if it is as much as the button said; else only count it again."""
    here = load_cohort(visit, cohort)
    form = parse(IssueForm, submitted)
    picked = [picked_person.enrollment_id for picked_person in form.chosen]
    note = form.why_count_again()
    if form.counted is None or note:
        return _preview(visit, here, picked=picked, note=note)
    try:
        require(why_not_sign(visit.request.app.state.settings))
        job = start_issue(visit.db, here, form.choices, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _preview(visit, here, picked=picked, note=refused.reason)
    return see_other(f"/manage/jobs/{job.id}")


def _preview(
    visit: Visit,
    here: CohortContext,
    asked: Asked = EVERYBODY,
    *,
    picked: Collection[UUID] | None = None,
    note: Reason | None = None,
) -> Response:
    page = issue_page(
        here,
        cohorts.units(visit.db, here.cohort.id),
        certificates.candidates(visit.db, here, visit.now),
        certificates.orders_under_way(visit.db, here.cohort.id).values(),
        visit.now,
        asked=asked,
        picked=picked,
        why_not=why_not_change(here.cohort.archived_at)
        or why_not_sign(visit.request.app.state.settings),
        note=note,
        by=visit.actor.person_id,
    )
    status = 409 if note else 200
    return render(
        visit.request,
        "manage/cohorts/certificates/issue/issue.html",
        page,
        block="act",
        status=status,
    )
