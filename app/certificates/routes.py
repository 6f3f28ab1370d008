"""One's own certificates, one certificate for its coordinator, and verifying for everybody."""

from datetime import timedelta

from starlette.responses import JSONResponse, Response

from app.certificates import records
from app.certificates.forms import CodeForm, FileForm
from app.certificates.numbers import parse_code, parse_number
from app.certificates.pages import file_name, issued_page, own_page
from app.certificates.public import VerifyPage, file_page, public_json, verified_page
from app.certificates.records import Filed
from app.certificates.verifying import check_file
from app.cohorts.loaders import load_cohort
from app.core.errors import NotFoundError
from app.people.visits import Reader, Visit, allows, public, router
from app.policy.table import Action
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import RateLimit, client_address
from app.web.pages import render, see_other

routes = router()

LOOKED_UP_FROM = RateLimit(300, timedelta(minutes=10))
COMPARED_FROM = RateLimit(60, timedelta(minutes=10))


# ------------------------------------------------------------------------------ one's own


@routes.get("/my/certificates")
@allows(Action.OWN_CERTIFICATE_READ)
def show_own(visit: Reader) -> Response:
    """One's own certificates."""
    person_id = visit.permit_own().person_id
    page = own_page(records.certificates_of(visit.db, person_id))
    return render(visit.request, "certificates/own.html", page)


@routes.get("/my/certificates/{number}.pdf")
@allows(Action.OWN_CERTIFICATE_READ)
def download_own(visit: Reader, number: str, download: bool = False) -> Response:
    """The stored PDF of one's own certificate."""
    person_id = visit.permit_own().person_id
    filed = records.own_by_number(visit.db, person_id, parse_number(number) or "")
    if filed is None:
        raise NotFoundError
    return _pdf(visit, filed, download=download)


# ------------------------------------------------------------------------ the coordinator


@routes.get("/manage/certificates/{number}.pdf")
@allows(Action.CERTIFICATE_DOWNLOAD)
def download_issued(visit: Reader, number: str, download: bool = False) -> Response:
    """The stored PDF of a certificate of one's program."""
    filed, _ = _load_issued(visit, number)
    return _pdf(visit, filed, download=download)


@routes.get("/manage/certificates/{number}")
@allows(Action.CERTIFICATE_DOWNLOAD)
def show_issued(visit: Reader, number: str) -> Response:
    """A certificate of one's program, with its history."""
    filed, back = _load_issued(visit, number)
    page = issued_page(filed, records.history(visit.db, filed.certificate), back)
    return render(visit.request, "certificates/issued.html", page)


# ------------------------------------------------------------------------------ everybody


@routes.get("/verify")
@public
def show_verify(visit: Reader) -> Response:
    """Where a code or a file is entered."""
    return _verify_page(visit, VerifyPage())


@routes.post("/verify")
@public
def verify(visit: Reader, submitted: Submitted) -> Response:
    """Go to the page of a code, or compare a file; nothing of it is kept."""
    try:
        if "file" not in submitted:
            return see_other(f"/verify/{parse(CodeForm, submitted).code}")
        form = parse(FileForm, submitted)
    except FormInvalidError as invalid:
        return _verify_page(visit, VerifyPage(FormState(invalid.values, invalid.errors)), 422)
    COMPARED_FROM.hit(client_address(visit.request), visit.now)
    page = file_page(check_file(visit.db, form.file))
    return _unlisted(render(visit.request, "certificates/verified.html", page))


@routes.get("/verify/{code}.json")
@public
def verify_json(visit: Reader, code: str) -> Response:
    """The page of a code, for programs."""
    filed = _look_up(visit, code)
    if isinstance(filed, str):
        return see_other(f"/verify/{filed}.json")
    if filed is None:
        return _unlisted(JSONResponse({"status": "unknown"}, 404))
    return _unlisted(JSONResponse(public_json(filed)))


@routes.get("/verify/{code}")
@public
def verify_code(visit: Reader, code: str) -> Response:
    """What anybody may know of the certificate with a code; the same page for all unknown ones."""
    filed = _look_up(visit, code)
    if isinstance(filed, str):
        return see_other(f"/verify/{filed}")
    if filed is None:
        return _verify_page(visit, VerifyPage(unknown=True), 404)
    return _unlisted(render(visit.request, "certificates/verified.html", verified_page(filed)))


# -------------------------------------------------------------------------------- helpers


def _load_issued(visit: Visit, number: str) -> tuple[Filed, str]:
    """A certificate and the address of its cohort's certificates, for whom the loader lets in.

    The loader asks who it is before it says that there is nothing.
    """
    known = parse_number(number) or ""
    here = load_cohort(visit, records.cohort_slug(visit.db, known) or "")
    filed = records.by_number(visit.db, known)
    assert filed is not None  # it has a cohort
    return filed, f"/manage/cohorts/{here.cohort.slug}/certificates"


def _pdf(visit: Visit, filed: Filed, *, download: bool) -> Response:
    """The bytes as they were stored at issue; nothing is ever printed here."""
    name = file_name(filed.certificate)
    place = "attachment" if download else "inline"
    return Response(
        records.file_of(visit.db, filed.certificate.id),
        media_type="application/pdf",
        headers={"Content-Disposition": f'{place}; filename="{name}"'},
    )


def _look_up(visit: Visit, typed: str) -> Filed | str | None:
    """The certificate of a code; or the code as it should be written; or nothing."""
    LOOKED_UP_FROM.hit(client_address(visit.request), visit.now)
    code = parse_code(typed)
    if code is not None and code != typed:
        return code
    return records.by_code(visit.db, code) if code else None


def _verify_page(visit: Visit, page: VerifyPage, status: int = 200) -> Response:
    return _unlisted(render(visit.request, "certificates/verify.html", page, status=status))


def _unlisted(response: Response) -> Response:
    """No search engine is to list who holds which certificate."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
