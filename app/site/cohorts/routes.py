"""A learner's cohort."""

from starlette.responses import Response

from app.casework.make_up_requests.queries import requests_of
from app.cohorts.topics.queries import topics_of
from app.credit import queries as credit
from app.credit.completion.progress import progress
from app.policy.table import Action
from app.site.cohorts.page import CohortPage, next_first, unit_lines, why_no_sessions, zone_note
from app.site.loaders import load_learner, name_whom_to_ask, units_for
from app.site.parts.credit import told_of_credit
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
    standing = credit.own_standing(
        visit.db, learner.cohort.id, learner.enrollment.id, learner.policy, visit.now
    )
    missed = standing.completion.sessions_missed
    requests = requests_of(visit.db, learner.enrollment.id) if missed else {}
    topics = topics_of(visit.db, learner)
    lines = unit_lines(learner, units, standing, requests, topics, zone, visit.now)
    page = CohortPage(
        eyebrow=learner.program.title,
        language=learner.program.language,
        is_series=learner.cohort.is_series,
        title=learner.cohort.title,
        path=learner.path,
        join=f"/join/{learner.cohort.slug}",
        unit_label=learner.cohort.unit_label,
        zone_note=zone_note(learner.cohort.zone, zone),
        steps=steps(learner, units, standing.ledger.attested, visit.now, reader_zone=zone),
        lines=next_first(lines) if learner.cohort.is_series else lines,
        words=progress(standing.completion),
        credit_needs=told_of_credit(standing, learner.cohort.zone),
        has_sessions=learner.has_sessions or any(unit.session_id for unit in units),
        why_none=why_no_sessions(learner),
        disclosures=f"{learner.path}/disclosures" if any(u.told_since for u in units) else None,
    )
    return render(visit.request, "cohorts/cohort.html", page)
