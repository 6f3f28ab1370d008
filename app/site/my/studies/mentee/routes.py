"""Naming a mentee, or another one in their place."""

from starlette.responses import Response

from app.core.errors import ConflictError, RefusedError, require
from app.policy.table import Action
from app.site.my.studies.loaders import load_study
from app.site.my.studies.mentee.forms import MenteeForm
from app.site.my.studies.mentee.page import mentee_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.consent.queries import newest_texts, stand_of
from app.studies.enums import Respondent
from app.studies.queries import Studied
from app.studies.raters import rules
from app.studies.raters.actions import name_mentee
from app.studies.raters.queries import current_raters
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/my/studies/{study}/mentee")
@allows(Action.STUDY_READ)
def show_mentee(visit: ReadVisit, study: str, done: bool = False) -> Response:
    """Who is named, and a form to name somebody."""
    return _page(visit, load_study(visit, study), FormState(), done=done)


@routes.post("/my/studies/{study}/mentee")
@allows(Action.STUDY_ANSWER)
def name_somebody(visit: WriteVisit, study: str, submitted: Submitted) -> Response:
    """Name a mentee, who gets a letter."""
    place = load_study(visit, study)
    try:
        form = parse(MenteeForm, submitted)
        require(None if _has_text(visit, place) else rules.NOT_YET)
        secret = visit.request.app.state.settings.secret_key.get_secret_value()
        name_mentee(visit.db, place, form.name, form.address, secret=secret, now=visit.now)
    except FormInvalidError as invalid:
        return _page(visit, place, FormState(invalid.values, invalid.errors), status=422)
    except (RefusedError, ConflictError) as refused:
        at = "address" if refused.reason in {rules.YOURSELF, rules.SAME} else "form"
        state = FormState(typed(submitted), {at: refused.reason})
        return _page(visit, place, state, status=422)
    return see_other(f"/my/studies/{study}/mentee?done=true")


def _has_text(visit: Visit, place: Studied) -> bool:
    texts = newest_texts(visit.db, [place.project.id], Respondent.MENTEE)
    return bool(texts[place.project.id])


def _page(
    visit: Visit, place: Studied, form: FormState, *, done: bool = False, status: int = 200
) -> Response:
    project_id, enrollment_id = place.project.id, place.enrollment.id
    current = current_raters(visit.db, project_id, [enrollment_id]).get(enrollment_id)
    page = mentee_page(
        place,
        stand_of(visit.db, project_id, enrollment_id),
        current.rater if current else None,
        form,
        has_text=_has_text(visit, place),
        zone=visit.actor.zone,
        done=done,
    )
    return render(visit.request, "my/studies/mentee/mentee.html", page, status=status)
