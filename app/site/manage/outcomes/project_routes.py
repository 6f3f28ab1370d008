"""One study: what it is, whom it asks when, and how many people stand how."""

from typing import Literal

from starlette.responses import Response

from app.content.releases.queries import current_versions
from app.outcomes.projects.turnout.queries import enrolled_in, turnout_of
from app.policy.table import Action
from app.site.manage.outcomes.checklist import StudyRead
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.project import project_page
from app.site.visits import ReadVisit, allows, router
from app.studies.consent.queries import texts_of
from app.studies.queries import relied_on
from app.studies.trials.queries import trial_of
from app.studies.waves.queries import cohorts_studied, waves_of
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{project}}")
@allows(Action.PROJECT_READ)
def show_project(visit: ReadVisit, project: str, done: Literal["made"] | None = None) -> Response:
    """The study, with numbers of people as they are told."""
    found = load_project(visit, project)
    id_ = found.project.id
    plans = waves_of(visit.db, [id_])[id_]
    read = StudyRead(
        found.project,
        cohorts_studied(visit.db, [id_]),
        texts_of(visit.db, id_),
        plans,
        current_versions(visit.db, found.program.key),
        trial_of(visit.db, id_),
        relied_on(visit.db, id_),
    )
    page = project_page(
        found,
        read,
        turnout_of(visit.db, id_, [plan.wave.months for plan in plans]),
        enrolled=enrolled_in(visit.db, id_),
        zone=visit.actor.zone,
        now=visit.now,
        made=done == "made",
    )
    return render(visit.request, "manage/outcomes/project.html", page)
