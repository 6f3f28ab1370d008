"""Retention: what is due, the policy, and holds on the records of a cohort."""

from collections.abc import Callable

from starlette.responses import Response

from app.cohorts.rules import WHY, why_not_without_reason
from app.history.retention import actions, queries
from app.history.retention.deletion.queries import newest_deletions
from app.history.retention.enums import RetentionState
from app.history.retention.rules import CohortKept
from app.people.roles import Reach, reach_of
from app.policy.table import Action, Role
from app.site.admin.retention.cohort import HOME, path_of
from app.site.admin.retention.forms import HoldForm, PolicyForm
from app.site.admin.retention.loaders import load_kept
from app.site.admin.retention.page import LISTING, CohortLine, lines_of, retention_page
from app.site.admin.retention.responses import answer_cohort
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.listing import Asked
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()


@routes.get(HOME)
@allows(Action.RETENTION_READ)
def show_retention(visit: ReadVisit, asked: ListAsked, saved: bool | None = None) -> Response:
    """What is due now and at the next new year, and the policy; the list as a spreadsheet, too."""
    visit.permit_own()
    if asked.format:
        rows = _lines(visit)
        return download("retention", [table_of(LISTING, rows, asked)], asked.format)
    return _list(visit, asked, saved=saved)


@routes.post(HOME)
@allows(Action.RETENTION_SET)
def set_policy(visit: WriteVisit, submitted: Submitted) -> Response:
    """Keep records for another number of years."""
    by = visit.permit_own().person_id
    try:
        form = parse(PolicyForm, submitted)
    except FormInvalidError as invalid:
        return _list(visit, Asked(), FormState(invalid.values, invalid.errors))
    why_not = visit.attempt(
        lambda: actions.set_policy(visit.db, form.years, form.reason, by=by, now=visit.now)
    )
    if why_not is not None:
        field = "reason" if why_not == WHY else "years"
        errors = {field: why_not}
        if unsaid := why_not_without_reason(form.reason):
            errors["reason"] = unsaid
        typed = {"years": str(form.years), "reason": form.reason}
        return _list(visit, Asked(), FormState(typed, errors))
    return saved_response(visit, HOME)


@routes.get(f"{HOME}/{{cohort}}")
@allows(Action.RETENTION_READ)
def show_cohort(visit: ReadVisit, cohort: str) -> Response:
    """What is kept of one cohort, what of it is due when, and what stays."""
    return answer_cohort(visit, load_kept(visit, cohort))


@routes.post(f"{HOME}/{{cohort}}/hold")
@allows(Action.HOLD_PLACE)
def hold(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Hold the records of a cohort."""
    return _answer(visit, load_kept(visit, cohort), submitted, actions.place_hold)


@routes.post(f"{HOME}/{{cohort}}/hold/end")
@allows(Action.HOLD_END)
def end_hold(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Let the policy hold again for a cohort."""
    return _answer(visit, load_kept(visit, cohort), submitted, actions.end_hold)


def _answer(
    visit: Visit, kept: CohortKept, submitted: Submitted, act: Callable[..., None]
) -> Response:
    try:
        form = parse(HoldForm, submitted)
    except FormInvalidError as invalid:
        return answer_cohort(visit, kept, FormState(invalid.values, invalid.errors))
    by = visit.actor.person_id
    why_not = visit.attempt(
        lambda: act(visit.db, kept.cohort_id, form.reason, by=by, now=visit.now)
    )
    if why_not == WHY:
        return answer_cohort(visit, kept, FormState({"reason": form.reason}, {"reason": why_not}))
    if why_not is not None:  # the page of now has another form
        return answer_cohort(visit, load_kept(visit, kept.slug), refused=why_not)
    return see_other(f"{path_of(kept)}#hold")


def _reach(visit: Visit) -> Reach | None:
    """Of a coordinator; None for an administrator, who sees all."""
    if Role.ADMINISTRATOR in visit.actor.roles:
        return None
    return reach_of(visit.actor, Role.COORDINATOR)


def _lines(visit: Visit) -> list[CohortLine]:
    found = queries.due_or_held(visit.db, visit.now, _reach(visit))
    gone = [own.kept.cohort_id for own in found if own.state is RetentionState.DELETED]
    return lines_of(found, newest_deletions(visit.db, gone) if gone else {})


def _list(
    visit: Visit, asked: Asked, form: FormState | None = None, *, saved: bool | None = None
) -> Response:
    page = retention_page(
        _lines(visit),
        asked,
        queries.policies(visit.db),
        zone=visit.actor.zone,
        sets=Role.ADMINISTRATOR in visit.actor.roles,
        form=form,
        saved=saved,
    )
    status = 422 if form else 200
    return render(visit.request, "admin/retention/retention.html", page, status=status)
