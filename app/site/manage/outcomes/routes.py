"""What one's programs achieve, and what others can be told of each."""

from starlette.responses import Response

from app.cohorts.programs.queries import programs
from app.content.releases.queries import current_versions
from app.core.errors import NotFoundError
from app.credit.drafts.queries import earlier_credit
from app.outcomes.leadership.queries import reports_of
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.outcomes.index import outcomes_page
from app.site.manage.outcomes.loaders import load_program
from app.site.manage.outcomes.program import program_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage/outcomes")
@allows(Action.OUTCOMES_READ)
def show_outcomes(visit: ReadVisit) -> Response:
    """The programs that one coordinates, with the reports that were made of each."""
    actor = visit.permit_own()
    own = programs(visit.db, reach_of(actor, Role.COORDINATOR))
    reports = reports_of(visit.db, [program.id for program in own])
    page = outcomes_page(own, reports, actor.zone)
    return render(visit.request, "manage/outcomes/outcomes.html", page)


@routes.get("/manage/outcomes/program/{program}")
@allows(Action.OUTCOMES_READ)
def show_program(visit: ReadVisit, program: str) -> Response:
    """What a program is, for who decides on promotions; of nobody in particular."""
    own = load_program(visit, program)
    versions = current_versions(visit.db, own.key)
    zone = visit.actor.zone
    page = program_page(own, versions, earlier_credit(visit.db, own.id), zone, visit.now)
    if page is None:
        raise NotFoundError
    return render(visit.request, "manage/outcomes/program.html", page)
