"""Throwing a draft away."""

from starlette.responses import Response

from app.cohorts.drafts import queries, rules
from app.core.errors import RefusedError
from app.credit.drafts import actions
from app.policy.table import Action
from app.site.manage.cohorts.setup.discard import discard_page
from app.site.manage.cohorts.setup.forms import DiscardForm
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/discard")
@allows(Action.COHORT_SET_UP)
def check_discard(visit: ReadVisit, cohort: str) -> Response:
    """What goes with a draft that is thrown away."""
    return _discard(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/discard")
@allows(Action.COHORT_SET_UP)
def discard(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Throw it away, if nobody has a place in it."""
    draft = load_draft(visit, cohort)
    try:
        parse(DiscardForm, submitted)
        by, own = visit.actor.person_id, draft.here.cohort
        actions.discard_draft(visit.db, own, by=by, now=visit.now)
    except FormInvalidError:
        return _discard(visit, draft, status=422)
    except RefusedError:
        return _discard(visit, draft, status=409)
    return see_other("/manage/cohorts")


def _discard(visit: Visit, draft: Draft, *, status: int = 200) -> Response:
    cohort_id = draft.here.cohort.id
    places, moves = (
        queries.count_places(visit.db, cohort_id),
        queries.count_moves(visit.db, cohort_id),
    )
    page = discard_page(draft, rules.why_not_discard(places=places, moves=moves))
    return render(visit.request, "manage/cohorts/setup/discard.html", page, status=status)
