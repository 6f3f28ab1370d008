"""The certificates of a cohort."""

from starlette.responses import Response

from app.certificates.queries import certificates_of_cohort
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.page import certificates_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/certificates")
@allows(Action.CERTIFICATES_READ)
def show_certificates(visit: ReadVisit, cohort: str) -> Response:
    """The certificates issued in a cohort."""
    here = load_cohort(visit, cohort)
    page = certificates_page(here, certificates_of_cohort(visit.db, here.cohort.id))
    return render(visit.request, "manage/cohorts/certificates/certificates.html", page)
