"""One issued certificate, for who coordinates its program."""

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.amendments import actions
from app.certificates.amendments.queries import changes_under
from app.certificates.numbers import parse_number
from app.certificates.queries import CertificateWithStatus
from app.certificates.verification.queries import file_as_issued
from app.cohorts.context import CohortContext
from app.cohorts.rules import WHY
from app.core.errors import RefusedError
from app.people.rules import why_not_deal_with
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.certificates.forms import ReviewForm
from app.site.manage.certificates.page import issued_page, review_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.certificates import pdf_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/certificates/{number}.pdf")
@allows(Action.CERTIFICATE_DOWNLOAD)
def download_issued(visit: ReadVisit, number: str, download: bool = False) -> Response:
    """The stored PDF of a certificate of one's program."""
    issued, _ = _load_issued(visit, number)
    pdf = file_as_issued(visit.db, issued.certificate)
    return pdf_response(issued.certificate, pdf, download=download)


@routes.get("/manage/certificates/{number}")
@allows(Action.CERTIFICATE_DOWNLOAD)
def show_issued(visit: ReadVisit, number: str) -> Response:
    """A certificate of one's program, with its history and what was changed under it."""
    issued, here = _load_issued(visit, number)
    return _shown(visit, issued, here, FormState())


@routes.post("/manage/certificates/{number}/review")
@allows(Action.CERTIFICATE_REVIEW)
def settle_review(visit: WriteVisit, number: str, submitted: Submitted) -> Response:
    """Say that somebody looked at what was changed, and that the certificate stays."""
    issued, here = _load_issued(visit, number)
    by, now = visit.actor.person_id, visit.now
    try:
        form = parse(ReviewForm, submitted)
        actions.settle(visit.db, issued, form.word, seen=form.seen, by=by, now=now)
    except FormInvalidError as invalid:
        return _shown(visit, issued, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        at = "word" if refused.reason == WHY else "form"
        return _shown(visit, issued, here, FormState(typed(submitted), {at: refused.reason}))
    return see_other(f"/manage/certificates/{issued.certificate.number}#changed")


def _shown(
    visit: Visit, issued: CertificateWithStatus, here: CohortContext, form: FormState
) -> Response:
    owner = records.owner_of(visit.db, issued.certificate)
    review = review_of(
        issued,
        changes_under(visit.db, issued.certificate.id),
        form,
        why_not=why_not_deal_with([owner], by=visit.actor.person_id),
    )
    history, back = records.history(visit.db, issued.certificate), f"{path_of(here)}/certificates"
    page = issued_page(issued, history, here.program.language, back, review)
    name = "manage/certificates/certificate.html"
    return render(visit.request, name, page, status=422 if form.errors else 200)


def _load_issued(visit: Visit, number: str) -> tuple[CertificateWithStatus, CohortContext]:
    """A certificate and its cohort, for whom the loader lets in.

    The loader asks who it is before it says that there is nothing.
    """
    known = parse_number(number) or ""
    here = load_cohort(visit, records.cohort_slug(visit.db, known) or "")
    issued = records.by_number(visit.db, known)
    assert issued is not None  # it has a cohort
    return issued, here
