"""Taking a study's answers out: a file for each reason that somebody gives."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from app.core.errors import RefusedError
from app.outcomes.sharing.actions import pass_to_redcap, pass_to_research
from app.outcomes.sharing.queries import held
from app.outcomes.sharing.redcap import redcap_zip
from app.policy.table import Action
from app.site.manage.outcomes.data.forms import RedcapForm, ResearchForm
from app.site.manage.outcomes.data.page import data_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.trial.loaders import secret_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.queries import ProjectInProgram
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render

routes = router()
DATA = f"{HOME}/{{project}}/data"
Columns = Annotated[Sequence[Annotated[str, Query(max_length=40)]], Query(max_length=8)]


@routes.get(DATA)
@allows(Action.PROJECT_EXPORT)
def show_data(visit: ReadVisit, project: str, column: Columns = ()) -> Response:
    """What can be taken out, and how safe a file with these columns is."""
    return _page(visit, load_project(visit, project), column, FormState())


@routes.post(f"{DATA}/redcap")
@allows(Action.PROJECT_EXPORT)
def take_to_redcap(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """The files for REDCap, with a line in the history."""
    found, by, now = load_project(visit, project), visit.actor.person_id, visit.now
    try:
        why = parse(RedcapForm, submitted).redcap_reason
        own = (visit.db, found)
        made = pass_to_redcap(*own, secret=secret_of(visit), why=why, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, found, (), FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        state = FormState(typed(submitted), {"redcap_reason": refused.reason})
        return _page(visit, found, (), state)
    return _zip(f"{project}-redcap.zip", redcap_zip(made))


@routes.post(f"{DATA}/research")
@allows(Action.PROJECT_EXPORT)
def take_to_research(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """The research file, with a line in the history."""
    found, by, now = load_project(visit, project), visit.actor.person_id, visit.now
    chosen = [value for value in submitted.getlist("column") if isinstance(value, str)]
    try:
        form = parse(ResearchForm, submitted)
        own = (visit.db, found, form.column)
        content = pass_to_research(*own, why=form.research_reason, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, found, chosen, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        state = FormState(typed(submitted), {"research_reason": refused.reason})
        return _page(visit, found, chosen, state)
    return _zip(f"{project}-research.zip", content)


def _zip(name: str, content: bytes) -> Response:
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(content, media_type="application/zip", headers=headers)


def _page(
    visit: Visit, found: ProjectInProgram, chosen: Sequence[str], form: FormState
) -> Response:
    page = data_page(held(visit.db, found), chosen, form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/outcomes/data/data.html", page, status=status)
