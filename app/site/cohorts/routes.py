"""A learner's cohort."""

from starlette.responses import Response

from app.casework.make_up_requests.queries import requests_of
from app.credit import queries as credit
from app.credit.completion.progress import progress
from app.policy.table import Action
from app.site.cohorts.page import CohortPage, unit_lines, zone_note
from app.site.loaders import load_learner, name_whom_to_ask, units_for
from app.site.parts.sessions import steps
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/cohorts/{cohort}")
@allows(Action.COHORT_READ)
def show_cohort(visit: ReadVisit, cohort: str) -> Response:
    """All units with dates, and progress."""
    learner = load_learner(visit, cohort)
    name_whom_to_ask(visit, learner.cohort)
    units, zone = units_for(visit, learner), visit.actor.zone
    standing = credit.standing(
        visit.db, learner.cohort.id, learner.enrollment.id, learner.policy, visit.now
    )
    missed = standing.completion.sessions_missed
    requests = requests_of(visit.db, learner.enrollment.id) if missed else {}
    page = CohortPage(
        eyebrow=learner.program.title,
        title=learner.cohort.title,
        path=learner.path,
        zone_note=zone_note(learner.cohort.zone, zone),
        steps=steps(learner, units, standing.ledger.attested, visit.now, reader_zone=zone),
        lines=unit_lines(learner, units, standing, requests, zone, visit.now),
        words=progress(standing.completion),
    )
    return render(visit.request, "cohorts/cohort.html", page)
