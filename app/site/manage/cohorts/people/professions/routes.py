"""Professions of a cohort's people: who waits to be verified, and verifying several at once."""

from collections.abc import Collection

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.core.errors import RefusedError
from app.credit.unverified.queries import whom_to_verify
from app.language.reasons import Reason
from app.people.affiliation.actions import verify_professions
from app.people.affiliation.rules import NO_LONGER_WAITS, SeenProfession
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.people.professions.forms import ProfessionsForm
from app.site.manage.cohorts.people.professions.page import professions_page, professions_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()
MOST = 10_000
"""What a number in the address can be."""


@routes.get("/manage/cohorts/{cohort}/people/professions")
@allows(Action.PERSON_EDIT)
def show_professions(visit: ReadVisit, cohort: str, verified: int = 0) -> Response:
    """Whose profession waits to be verified, and who said what it is."""
    return _page(visit, load_cohort(visit, cohort), done=min(verified, MOST))


@routes.post("/manage/cohorts/{cohort}/people/professions")
@allows(Action.PERSON_EDIT)
def verify_several(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Verify the professions of everybody who is ticked, or of nobody."""
    here, form = load_cohort(visit, cohort), parse(ProfessionsForm, submitted)
    seen, by = {own.person_id: own for own in form.verified}, visit.actor.person_id
    waiting = whom_to_verify(visit.db, here.cohort.id, by=by, now=visit.now)
    savepoint = visit.db.begin_nested()
    try:
        if not seen.keys() <= {own.person.id for own in waiting} | {by}:
            raise RefusedError(NO_LONGER_WAITS)
        verify_professions(visit.db, seen.values(), by=by, now=visit.now)
    except RefusedError as refused:
        savepoint.rollback()
        return _page(visit, here, form.verified, note=refused.reason)
    savepoint.commit()
    return see_other(f"{professions_path(here)}?verified={len(seen)}#verified")


def _page(
    visit: Visit,
    here: CohortContext,
    ticked: Collection[SeenProfession] = (),
    *,
    note: Reason | None = None,
    done: int = 0,
) -> Response:
    by, zone = visit.actor.person_id, visit.actor.zone
    people = whom_to_verify(visit.db, here.cohort.id, by=by, now=visit.now)
    page = professions_page(here, people, ticked=ticked, note=note, done=done, zone=zone)
    template = "manage/cohorts/people/professions/professions.html"
    return render(visit.request, template, page, status=409 if note else 200)
