"""Verifying a certificate by its code or its file, for everybody."""

from datetime import timedelta
from hashlib import sha256

from starlette.responses import JSONResponse, Response

from app.certificates import queries as records
from app.certificates.badges.baking import badge_in
from app.certificates.badges.queries import badge_by_file, badge_of
from app.certificates.models import Certificate
from app.certificates.numbers import parse_code
from app.certificates.queries import CertificateWithStatus
from app.certificates.verification.files import check_file
from app.certificates.verification.queries import file_as_issued, has_ended
from app.certificates.verification.trust import trust_in_file
from app.site.verify.badges import badge_file_page
from app.site.verify.forms import CodeForm, FileForm
from app.site.verify.pages import (
    VerifyPage,
    altered_page,
    file_page,
    verified_page,
)
from app.site.verify.programs import altered_json, public_json
from app.site.verify.transcripts import transcript_page
from app.site.visits import ReadVisit, Visit, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import RateLimit, client_address
from app.web.pages import render, see_other

routes = router()

LOOKED_UP_FROM = RateLimit(300, timedelta(minutes=10), "verify.looked-up")
COMPARED_FROM = RateLimit(60, timedelta(minutes=10), "verify.compared")


@routes.get("/verify")
@public
def show_verify(visit: ReadVisit) -> Response:
    """Where a code or a file is entered."""
    return _verify_page(visit, VerifyPage())


@routes.post("/verify")
@public
def verify(visit: ReadVisit, submitted: Submitted) -> Response:
    """Go to the page of a code, or compare a file; nothing of it is kept."""
    try:
        if "file" not in submitted:
            return see_other(f"/verify/{parse(CodeForm, submitted).code}")
        form = parse(FileForm, submitted)
    except FormInvalidError as invalid:
        return _verify_page(visit, VerifyPage(FormState(invalid.values, invalid.errors)), 422)
    COMPARED_FROM.hit(client_address(visit.request), visit.now)
    if badge := badge_in(form.file):
        return _badge_page(visit, badge)
    check = check_file(visit.db, form.file)
    if check.transcript is not None:
        page = transcript_page(check.transcript, check.trust)
    else:
        page = file_page(check, _base_url(visit))
    return _unlisted(render(visit.request, "verify/verified.html", page))


@routes.get("/verify/{code}.json")
@public
def verify_json(visit: ReadVisit, code: str) -> Response:
    """The page of a code, for programs."""
    issued = _look_up(visit, code)
    if isinstance(issued, str):
        return see_other(f"/verify/{issued}.json")
    if issued is None:
        return _unlisted(JSONResponse({"status": "unknown"}, 404))
    pdf = file_as_issued(visit.db, issued.certificate)
    if pdf is None:
        ended = has_ended(visit.db, issued)
        return _unlisted(JSONResponse(altered_json(issued, has_ended=ended)))
    trust = trust_in_file(visit.db, pdf, issued.certificate.issued_at)
    issued = issued.doubted(trust.doubt)
    return _unlisted(JSONResponse(public_json(issued, trust, _base_url(visit))))


@routes.get("/verify/{code}")
@public
def verify_code(visit: ReadVisit, code: str) -> Response:
    """What anybody may know of the certificate with a code; the same page for all unknown ones."""
    issued = _look_up(visit, code)
    if isinstance(issued, str):
        return see_other(f"/verify/{issued}")
    if issued is None:
        typed = FormState({"code": code})
        return _verify_page(visit, VerifyPage(typed, unknown=True), 404)
    pdf = file_as_issued(visit.db, issued.certificate)
    if pdf is None:
        page = altered_page(issued, has_ended=has_ended(visit.db, issued))
    else:
        trust = trust_in_file(visit.db, pdf, issued.certificate.issued_at)
        doubtful = trust.doubt is not None
        badge = badge_of(visit.db, issued.certificate.id, doubtful=doubtful)
        page = verified_page(issued.doubted(trust.doubt), trust, _base_url(visit), badge)
    return _unlisted(render(visit.request, "verify/verified.html", page))


def _look_up(visit: Visit, typed: str) -> CertificateWithStatus | str | None:
    """The certificate of a code; or the code as it should be written; or nothing."""
    LOOKED_UP_FROM.hit(client_address(visit.request), visit.now)
    code = parse_code(typed)
    if code is not None and code != typed:
        return code
    return records.by_code(visit.db, code) if code else None


def _badge_page(visit: Visit, jws: str) -> Response:
    made = badge_by_file(visit.db, sha256(jws.encode()).hexdigest())
    issued = None
    if made is not None:
        code = visit.db.get_one(Certificate, made.certificate_id).code
        issued = records.by_code(visit.db, code)
    page = badge_file_page(made, issued)
    if issued is not None and file_as_issued(visit.db, issued.certificate) is None:
        page = altered_page(issued, has_ended=has_ended(visit.db, issued))
    return _unlisted(render(visit.request, "verify/verified.html", page))


def _base_url(visit: Visit) -> str:
    base_url: str = visit.request.app.state.settings.base_url
    return base_url


def _verify_page(visit: Visit, page: VerifyPage, status: int = 200) -> Response:
    return _unlisted(render(visit.request, "verify/verify.html", page, status=status))


def _unlisted(response: Response) -> Response:
    """No search engine is to list who holds which certificate."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"  # not shown
    return response
