"""One study: what it is, whom it asks when, and how many people stand how."""

from typing import Literal

from starlette.responses import Response

from app.content.releases.queries import current_versions
from app.policy.table import Action
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.project import project_page
from app.site.visits import ReadVisit, allows, router
from app.studies.consent.queries import texts_of
from app.studies.queries import cohorts_of
from app.studies.waves.queries import waves_of
from app.studies.waves.standing.overview import overview
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{project}}")
@allows(Action.PROJECT_READ)
def show_project(visit: ReadVisit, project: str, done: Literal["made"] | None = None) -> Response:
    """The study, with numbers of people that are not too few."""
    found = load_project(visit, project)
    id_ = found.project.id
    page = project_page(
        found,
        cohorts_of(visit.db, id_),
        texts_of(visit.db, id_),
        waves_of(visit.db, [id_])[id_],
        overview(visit.db, found.project, visit.now),
        current_versions(visit.db, found.program.key),
        made=done == "made",
    )
    return render(visit.request, "manage/outcomes/project.html", page)
