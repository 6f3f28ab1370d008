"""One's own record."""

from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.credit import queries as credit
from app.learning import queries as learned
from app.policy.table import Action
from app.site.home import page as home
from app.site.loaders import learner_in, still_enrolled
from app.site.my.record import page as record
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/my/record")
@allows(Action.RECORD_READ)
def show_record(visit: ReadVisit, cohort: str | None = None) -> Response:
    """The ledger of one's newest cohort, or of the one asked for."""
    actor = visit.permit_own()
    rows = still_enrolled(cohorts.enrollments_of(visit.db, actor.person_id))
    if not rows:
        nothing = home.NoCohortPage(actor.display_name)
        return render(visit.request, "parts/no_cohort.html", nothing)
    row = next((row for row in rows if row.Cohort.slug == cohort), rows[0])
    learner = learner_in(row)
    standing = credit.standing(
        visit.db, learner.cohort.id, learner.enrollment.id, learner.policy, visit.now
    )
    signed = learned.signed_in(visit.db, learner.enrollment.id)
    page = record.record_page(
        learner, standing, signed, [row.Cohort for row in rows], actor, visit.now
    )
    return render(visit.request, "my/record/record.html", page)
