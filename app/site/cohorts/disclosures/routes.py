"""What learners are told of financial relationships, before units open for them."""

from starlette.responses import Response

from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.gates.actions import confirm
from app.cohorts.gates.queries import texts_read
from app.cohorts.queries import lock_enrollment
from app.core.errors import require
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.cohorts.disclosures.forms import ReadForm
from app.site.cohorts.disclosures.page import disclosures_page
from app.site.loaders import load_learner, name_whom_to_ask, units_for
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/disclosures")
@allows(Action.COHORT_READ)
def show_disclosures(
    visit: ReadVisit, cohort: str, unit: int | None = None, session: int | None = None
) -> Response:
    """The text that holds, at any time. `unit`, `session`: what waits for it to be read."""
    return _page(visit, load_learner(visit, cohort), unit=unit, session=session)


@routes.post("/cohorts/{cohort}/disclosures")
@allows(Action.DISCLOSURES_CONFIRM)
def say_read(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Keep that it was read, and go on to what waited."""
    learner, form = load_learner(visit, cohort), parse(ReadForm, submitted)
    opens = _waiting(visit, learner)
    refused = visit.attempt(lambda: _confirm(visit, learner, form.text))
    if refused:
        return _page(
            visit, learner, unit=form.unit, session=form.session, refused=refused, status=409
        )
    if form.unit is not None:
        return see_other(f"{learner.path}/units/{form.unit}")
    if form.session is not None:
        return see_other(f"{learner.path}/sessions/{form.session}")
    return see_other(f"{learner.path}/units/{opens}" if opens else learner.path)


def _waiting(visit: Visit, learner: LearnerInCohort) -> int | None:
    """The newest unit that waits for it to be read: where its reader goes on."""
    waiting = [unit for unit in units_for(visit, learner) if unit.waits_for_reader(visit.now)]
    newest = max(waiting, key=lambda unit: (unit.opens_at, unit.position), default=None)
    return newest.position if newest else None


def _confirm(visit: Visit, learner: LearnerInCohort, shown: str) -> None:
    require(why_not_take_part(*lock_enrollment(visit.db, learner.enrollment.id)))
    by = visit.actor.web_session_id
    confirm(visit.db, learner, shown, web_session_id=by, now=visit.now)


def _page(
    visit: Visit,
    learner: LearnerInCohort,
    *,
    unit: int | None = None,
    session: int | None = None,
    refused: Reason | None = None,
    status: int = 200,
) -> Response:
    name_whom_to_ask(visit, learner.cohort)
    known = texts_read(visit.db, learner.cohort.id, learner.enrollment.id)
    page = disclosures_page(
        learner, known, visit.actor.zone, unit=unit, session=session, refused=refused
    )
    return render(visit.request, "cohorts/disclosures/disclosures.html", page, status=status)
