"""The files of a cohort's certificates, together."""

from uuid import UUID

from starlette.responses import Response

from app.certificates.files.queries import issued_files, teaching_files
from app.certificates.queries import certificates_of_cohort
from app.certificates.teaching.queries import teachers
from app.certificates.verification.doubts import with_doubts_in_cohort
from app.core.errors import NotFoundError
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.files.page import files_page, members
from app.site.visits import ReadVisit, allows, router
from app.web.archives import zip_response, zipped
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/certificates/files")
@allows(Action.CERTIFICATES_READ)
def show_files(
    visit: ReadVisit,
    cohort: str,
    format: str = "",  # noqa: A002
    institution: UUID | None = None,
    teaching: bool = False,
) -> Response:
    """What can be had as one file, and that file: the stored bytes of what holds."""
    here = load_cohort(visit, cohort)
    issued = with_doubts_in_cohort(visit.db, certificates_of_cohort(visit.db, here.cohort.id))
    page = files_page(here, issued, teachers(visit.db, here.cohort.id, visit.now))
    if format != "zip":
        return render(visit.request, "manage/cohorts/certificates/files/files.html", page)
    bundle = page.teaching if teaching else page.of(institution)
    if bundle is None:
        raise NotFoundError
    if teaching:
        files = teaching_files(visit.db, here.cohort.id)
    else:
        files = issued_files(visit.db, here.cohort.id, institution)
    held = (own for own in files if own.number in bundle.numbers)
    packed = zipped(members(held, here.cohort.zone))
    return zip_response(packed, bundle.file_name)
