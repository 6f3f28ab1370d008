"""Taking a study's answers out: a file for each reason that somebody gives."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.cohorts.rules import why_not_without_reason
from app.core.errors import NotFoundError, RefusedError, require
from app.outcomes.sharing.files.actions import hand_over, order_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import file_of, files_of, weigh, why_not_fetch
from app.outcomes.sharing.files.rules import KEPT_FOR
from app.outcomes.sharing.queries import held
from app.policy.table import Action
from app.site.manage.outcomes.data.forms import RedcapForm, ResearchForm
from app.site.manage.outcomes.data.page import data_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.visits import LookFirstVisit, ReadVisit, Visit, allows, router
from app.studies.queries import ProjectInProgram
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
DATA = f"{HOME}/{{project}}/data"
FILE = f"{DATA}/files/{{shared_file}}"
Columns = Annotated[Sequence[Annotated[str, Query(max_length=40)]], Query(max_length=8)]


@routes.get(DATA)
@allows(Action.PROJECT_EXPORT)
def show_data(visit: ReadVisit, project: str, column: Columns = ()) -> Response:
    """What can be taken out, and how safe a file with these columns is."""
    return _page(visit, load_project(visit, project), column, FormState())


@routes.post(f"{DATA}/redcap")
@allows(Action.PROJECT_EXPORT)
def take_to_redcap(visit: LookFirstVisit, project: str, submitted: Submitted) -> Response:
    """Have the files for REDCap made; the job says when they are."""
    found = load_project(visit, project)
    try:
        why = parse(RedcapForm, submitted).redcap_reason
        job = _order(visit, found, FileKind.REDCAP, (), why)
    except FormInvalidError as invalid:
        return _page(visit, found, (), FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        state = FormState(typed(submitted), {"redcap_reason": refused.reason})
        return _page(visit, found, (), state)
    return see_other(f"/manage/jobs/{job}")


@routes.post(f"{DATA}/research")
@allows(Action.PROJECT_EXPORT)
def take_to_research(visit: LookFirstVisit, project: str, submitted: Submitted) -> Response:
    """Have the research file made; the job says when it is."""
    found = load_project(visit, project)
    chosen = [value for value in submitted.getlist("column") if isinstance(value, str)]
    try:
        form = parse(ResearchForm, submitted)
        job = _order(visit, found, FileKind.RESEARCH, form.column, form.research_reason)
    except FormInvalidError as invalid:
        return _page(visit, found, chosen, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        state = FormState(typed(submitted), {"research_reason": refused.reason})
        return _page(visit, found, chosen, state)
    return see_other(f"/manage/jobs/{job}")


@routes.get(FILE)
@allows(Action.PROJECT_EXPORT)
def show_files(visit: ReadVisit, project: str, shared_file: UUID) -> Response:  # noqa: ARG001
    """Looking takes nothing out: the way to the button that does."""
    load_project(visit, project)
    return see_other(f"{DATA.format(project=project)}#files")


@routes.post(FILE)
@allows(Action.PROJECT_EXPORT)
def download_file(visit: LookFirstVisit, project: str, shared_file: UUID) -> Response:
    """A file that was made, and the line of who took it; nothing once anybody allows less."""
    found = load_project(visit, project)
    made = _made(visit, found, shared_file)
    if why_not := why_not_fetch(visit.db, made):
        return _page(visit, found, (), FormState(errors={"files": why_not}), status=409)
    visit.take_turn()
    load_project(visit, project)
    hand_over(visit.db, made, by=visit.actor.person_id, now=visit.now)
    assert made.made_at is not None  # it has content
    name = f"{project}-{made.kind.value}-{made.made_at.date().isoformat()}.zip"
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(made.content, media_type="application/zip", headers=headers)


def _made(visit: Visit, found: ProjectInProgram, file_id: UUID) -> SharedFile:
    made = file_of(visit.db, found.project.id, file_id, since=visit.now - KEPT_FOR)
    if made is None or made.content is None:
        raise NotFoundError
    return made


def _order(
    visit: Visit, found: ProjectInProgram, kind: FileKind, columns: Sequence[str], why: str
) -> UUID:
    """All of the study is read first, while others write; then the file is asked for."""
    require(why_not_without_reason(why))
    weigh(visit.db, found, kind, columns)
    visit.take_turn()
    own, by = load_project(visit, found.project.key), visit.actor.person_id
    return order_file(visit.db, own, kind, columns, why=why, by=by, now=visit.now)


def _page(
    visit: Visit,
    found: ProjectInProgram,
    chosen: Sequence[str],
    form: FormState,
    *,
    status: int | None = None,
) -> Response:
    made = files_of(visit.db, found.project.id, since=visit.now - KEPT_FOR)
    page = data_page(held(visit.db, found), chosen, form, made, visit.actor.zone)
    status = status or (422 if form.errors else 200)
    return render(visit.request, "manage/outcomes/data/data.html", page, status=status)
