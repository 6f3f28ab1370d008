"""The register: every certificate that was issued in a cohort."""

from starlette.responses import Response

from app.certificates.queries import all_certificates_of_cohort
from app.certificates.verification.doubts import with_doubts_in_cohort
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.register.page import (
    certificate_line,
    register_of,
    register_page,
)
from app.site.visits import ReadVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render
from app.web.shown import table_of

routes = router()


@routes.get("/manage/cohorts/{cohort}/certificates/register")
@allows(Action.REGISTER_READ)
def show_register(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Every certificate of a cohort, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    issued = with_doubts_in_cohort(visit.db, all_certificates_of_cohort(visit.db, here.cohort.id))
    lines = [certificate_line(certificate, here.cohort.zone) for certificate in issued]
    if asked.format:
        table = table_of(register_of(here, lines), lines, asked)
        return download(f"{here.cohort.slug}-certificates", [table], asked.format)
    page = register_page(here, lines, asked)
    return render(visit.request, "manage/cohorts/certificates/register/register.html", page)
