"""The analyses of a study: the newest, those before, the button, and the tables as files."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from app.core.errors import NotFoundError
from app.outcomes.projects.analyses.actions import order_analysis
from app.outcomes.projects.analyses.queries import analyses_of, analysis_of, job_under_way
from app.outcomes.projects.analyses.records import AnalysisRecord, from_json
from app.policy.table import Action
from app.site.manage.outcomes.analysis.exported import exported
from app.site.manage.outcomes.analysis.page import analysis_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.models import Project
from app.web.files import download
from app.web.pages import render, see_other
from app.web.spreadsheet import Format

routes = router()
ANALYSIS = f"{HOME}/{{project}}/analysis"


@routes.get(ANALYSIS)
@allows(Action.PROJECT_READ)
def show_analysis(
    visit: ReadVisit,
    project: str,
    number: int | None = None,
    as_: Annotated[Format | None, Query(alias="format")] = None,
) -> Response:
    """The newest analysis, or the one with this number; as a file where one is asked for."""
    own = load_project(visit, project).project
    made = analyses_of(visit.db, own.id)
    wanted = number if number is not None else made[0].number if made else None
    shown = _shown(visit, own, wanted) if wanted is not None else None
    if as_ is not None:
        if shown is None:
            raise NotFoundError
        return download(f"{own.key}-analysis-{wanted}", exported(shown), as_)
    job, zone = job_under_way(visit.db, own.id), visit.actor.zone
    page = analysis_page(own, made, shown, wanted, job, zone)
    return render(visit.request, "manage/outcomes/analysis/analysis.html", page)


def _shown(visit: Visit, project: Project, number: int) -> AnalysisRecord:
    found = analysis_of(visit.db, project.id, number)
    if found is None:
        raise NotFoundError
    return from_json(found.found)


@routes.post(ANALYSIS)
@allows(Action.PROJECT_ANALYZE)
def compute(visit: WriteVisit, project: str) -> Response:
    """Have it analyzed as its answers are now; the job says when it is."""
    own = load_project(visit, project).project
    job = order_analysis(visit.db, own, by=visit.actor.person_id, now=visit.now)
    return see_other(f"/manage/jobs/{job}")
