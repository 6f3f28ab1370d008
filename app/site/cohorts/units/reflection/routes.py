"""Writing a reflection: drafts by themselves, versions by the button, and reading them again."""

from functools import partial

from starlette.responses import JSONResponse, Response

from app.learning.reflections import actions, queries
from app.policy.table import Action
from app.site.cohorts.units.reflection.forms import DraftForm, ReflectionForm
from app.site.cohorts.units.reflection.page import versions_page
from app.site.cohorts.units.routes import open_module, unit_response
from app.site.loaders import Position, load_learner
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/units/{position}/reflection")
@allows(Action.UNIT_READ)
def show_versions(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """Each version that the learner saved; nobody else has this page."""
    learner = load_learner(visit, cohort)
    unit, module = open_module(visit, learner, position)
    versions = queries.versions(visit.db, learner.enrollment.id, unit.id)
    prompt = module.data.reflection.prompt
    page = versions_page(learner, unit, prompt, versions, reader=visit.actor)
    return render(visit.request, "cohorts/units/reflection/versions.html", page)


@routes.post("/cohorts/{cohort}/units/{position}/reflection")
@allows(Action.REFLECTION_WRITE)
def save_reflection(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Save a reflection, as typed; what stands in the way is told where it was written."""
    learner = load_learner(visit, cohort)
    unit, _module = open_module(visit, learner, position)
    try:
        form = parse(ReflectionForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return unit_response(visit, learner, position, form=state)
    save = partial(
        actions.save_reflection,
        text=form.text,
        shared=form.shared,
        seen=form.seen,
        beside=form.beside,
    )
    refused = visit.attempt(lambda: save(visit.db, learner, unit, now=visit.now))
    if refused:
        state = FormState(typed(submitted), {"text": refused})
        return unit_response(visit, learner, position, form=state, status=409)
    return see_other(f"{learner.path}/units/{position}?saved=reflection#reflection")


@routes.post("/cohorts/{cohort}/units/{position}/reflection/draft")
@allows(Action.REFLECTION_WRITE)
def keep_draft(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Keep what is being written; the page's script sends it, and is told what it has seen now."""
    learner = load_learner(visit, cohort)
    unit, _module = open_module(visit, learner, position)
    try:
        form = parse(DraftForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return unit_response(visit, learner, position, form=state)
    kept = []
    keep = partial(actions.keep_draft, text=form.text, shared=form.shared, seen=form.seen)
    refused = visit.attempt(lambda: kept.append(keep(visit.db, learner, unit, now=visit.now)))
    if refused:
        state = FormState(typed(submitted), {"text": refused})
        return unit_response(visit, learner, position, form=state, status=409)
    return JSONResponse({"seen": str(kept[0])})
