"""One issued certificate, for who coordinates its program."""

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.amendments import actions
from app.certificates.amendments.queries import changes_under, open_flags
from app.certificates.corrections import actions as corrections
from app.certificates.corrections.actions import Revocation
from app.certificates.corrections.comparing import Compared, Wish
from app.certificates.corrections.queries import compared_beside, compared_on_file, has_address
from app.certificates.corrections.rules import NOTHING_DIFFERS, WHY_ANEW
from app.certificates.issuing.queries import orders_under_way
from app.certificates.issuing.tasks import why_not_sign
from app.certificates.numbers import parse_number
from app.certificates.orders import WantedCertificate
from app.certificates.queries import CertificateWithStatus, OnFile
from app.certificates.verification.doubts import with_doubts
from app.certificates.verification.queries import file_as_issued
from app.cohorts.context import CohortContext
from app.cohorts.rules import WHY, why_not_change
from app.core.errors import RefusedError, require
from app.language import _
from app.people.rules import why_not_deal_with
from app.policy.table import Action
from app.site.gone import NOT_ANEW, gone_here
from app.site.loaders import load_cohort
from app.site.manage.certificates.forms import (
    ClosureForm,
    ReissueForm,
    ReviewForm,
    RevocationForm,
)
from app.site.manage.certificates.page import issued_page, review_of
from app.site.manage.certificates.reissue import WouldChange, not_anew, reissue_page, would_change
from app.site.manage.certificates.revocation import revocation_page
from app.site.manage.cohorts.page import path_of
from app.site.parts.certificates import pdf_response
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other
from app.web.parts import Link, below_cohort

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
def show_issued(visit: ReadVisit, number: str, revoked: bool = False) -> Response:
    """A certificate of one's program, with its history and what was changed under it."""
    filing, here = _load_filing(visit, number)
    return _shown(visit, filing, here, FormState(), revoked=revoked)


@routes.post("/manage/certificates/{number}/review")
@allows(Action.CERTIFICATE_REVIEW)
def settle_review(visit: WriteVisit, number: str, submitted: Submitted) -> Response:
    """Say that somebody looked at what was changed, and that the certificate stays."""
    filing, here = _load_filing(visit, number)
    issued = filing.issued
    by, now = visit.actor.person_id, visit.now
    try:
        form = parse(ReviewForm, submitted)
        actions.settle(visit.db, issued, form.word, seen=form.seen, by=by, now=now)
    except FormInvalidError as invalid:
        return _shown(visit, filing, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        at = "word" if refused.reason == WHY else "form"
        return _shown(visit, filing, here, FormState(typed(submitted), {at: refused.reason}))
    return see_other(f"/manage/certificates/{issued.certificate.number}#changed")


@routes.post("/manage/certificates/{number}/closure")
@allows(Action.CERTIFICATE_CORRECT)
def leave_revoked(visit: WriteVisit, number: str, submitted: Submitted) -> Response:
    """Decide that a certificate stays revoked, so that nobody is asked about it again."""
    filing, here = _load_filing(visit, number)
    issued = filing.issued
    by, now, setup = visit.actor.person_id, visit.now, print_setup_of(visit)
    try:
        form = parse(ClosureForm, submitted)
        corrections.leave_revoked(visit.db, issued, form.reason, setup, by=by, now=now)
    except FormInvalidError as invalid:
        closing = FormState(invalid.values, invalid.errors)
        return _shown(visit, filing, here, FormState(), closing=closing)
    except RefusedError as refused:
        at = "reason" if refused.reason == WHY else "form"
        closing = FormState(typed(submitted), {at: refused.reason})
        return _shown(visit, filing, here, FormState(), closing=closing)
    return see_other(f"/manage/certificates/{issued.certificate.number}#history")


@routes.get("/manage/certificates/{number}/revocation")
@allows(Action.CERTIFICATE_CORRECT)
def show_revocation(visit: ReadVisit, number: str) -> Response:
    """What follows if a certificate is revoked."""
    issued, here = _load_issued(visit, number)
    return _revocation(visit, issued, here, FormState())


@routes.post("/manage/certificates/{number}/revocation")
@allows(Action.CERTIFICATE_CORRECT)
def revoke(visit: WriteVisit, number: str, submitted: Submitted) -> Response:
    """Revoke a certificate, with what the public is told and what stays among insiders."""
    issued, here = _load_issued(visit, number)
    by, now = visit.actor.person_id, visit.now
    try:
        form = parse(RevocationForm, submitted)
        corrections.revoke(visit.db, issued, Revocation(form.reason, form.note), by=by, now=now)
    except FormInvalidError as invalid:
        return _revocation(visit, issued, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        at = "note" if refused.reason == WHY else "form"
        return _revocation(visit, issued, here, FormState(typed(submitted), {at: refused.reason}))
    return see_other(f"/manage/certificates/{issued.certificate.number}?revoked=1#revoked")


def _revocation(
    visit: Visit, issued: CertificateWithStatus, here: CohortContext, form: FormState
) -> Response:
    owner = records.owner_of(visit.db, issued.certificate)
    page = revocation_page(
        issued,
        form,
        _above(here),
        owner=owner,
        by=visit.actor.person_id,
        has_address=has_address(visit.db, owner),
    )
    name = "manage/certificates/revocation.html"
    return render(visit.request, name, page, status=422 if form.errors else 200)


@routes.get("/manage/certificates/{number}/reissue")
@allows(Action.CERTIFICATE_CORRECT)
def show_reissue(visit: ReadVisit, number: str, in_force: bool = False) -> Response:
    """What would change if a certificate were issued anew, and what follows.

    `in_force`: with what the activity says by now.
    """
    filing, here = _load_filing(visit, number)
    return _reissue(visit, filing, here, FormState(), in_force=in_force)


@routes.post("/manage/certificates/{number}/reissue")
@allows(Action.CERTIFICATE_CORRECT)
def reissue(visit: WriteVisit, number: str, submitted: Submitted) -> Response:
    """Start the job that puts another certificate in the place of one."""
    filing, here = _load_filing(visit, number)
    issued = filing.issued
    try:
        form = parse(ReissueForm, submitted)
        require(why_not_sign(visit.request.app.state.settings))
        job = corrections.reissue(
            visit.db,
            here,
            issued,
            Wish(issued.certificate.number, form.seen, form.in_force),
            print_setup_of(visit),
            also=form.also,
            note=form.note,
            hides_name=form.hides_name,
            by=visit.actor.person_id,
            now=visit.now,
        )
    except FormInvalidError as invalid:
        return _reissue_again(visit, filing, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        at = "note" if refused.reason in {NOTHING_DIFFERS, WHY_ANEW} else "form"
        state = FormState(typed(submitted), {at: refused.reason})
        return _reissue_again(visit, filing, here, state)
    return see_other(f"/manage/jobs/{job.id}")


def _reissue_again(visit: Visit, filing: OnFile, here: CohortContext, form: FormState) -> Response:
    in_force = form.value("in_force") not in {"", "false", "no"}
    return _reissue(visit, filing, here, form, in_force=in_force)


def _reissue(
    visit: Visit,
    filing: OnFile,
    here: CohortContext,
    form: FormState,
    *,
    in_force: bool,
) -> Response:
    flags = len(open_flags(visit.db, filing.issued.certificate.id))
    found, change = _would_change(visit, filing, here, flags=flags, in_force=in_force)
    why_not = why_not_change(here.cohort.archived_at)
    other = None
    if change.why_not is None:
        other = _beside(visit, found, here)
    page = reissue_page(
        found,
        change,
        form,
        _above(here),
        language=here.program.language,
        why_not=why_not or why_not_sign(visit.request.app.state.settings),
        has_address=filing.address is not None,
        other=other,
    )
    name = "manage/certificates/reissue.html"
    return render(visit.request, name, page, status=422 if form.errors else 200)


def _would_change(
    visit: Visit,
    filing: OnFile,
    here: CohortContext,
    *,
    flags: int,
    in_force: bool = False,
) -> tuple[Compared, WouldChange]:
    own, setup, now = filing.issued.certificate, print_setup_of(visit), visit.now
    found = compared_on_file(visit.db, here, filing, setup, now, flags=flags, in_force=in_force)
    under_way = orders_under_way(visit.db, here.cohort.id)
    running = under_way.get(WantedCertificate(own.place_id, own.kind).slot)
    change = would_change(found, here.cohort.slug, by=visit.actor.person_id, running=running)
    deleted = gone_here(visit.request)
    return found, not_anew(change, NOT_ANEW(day=deleted.day)) if deleted else change


def _beside(visit: Visit, found: Compared, here: CohortContext) -> Compared | None:
    """The other one of the same place that would be another, unless that is under way."""
    other = compared_beside(visit.db, found, print_setup_of(visit), visit.now)
    under_way = orders_under_way(visit.db, here.cohort.id) if other else {}
    running = other and WantedCertificate(other.filed.place_id, other.filed.kind).slot in under_way
    return None if running else other


def _shown(
    visit: Visit,
    filing: OnFile,
    here: CohortContext,
    form: FormState,
    *,
    closing: FormState | None = None,
    revoked: bool = False,
) -> Response:
    closing, by, issued = closing or FormState(), visit.actor.person_id, filing.issued
    changes = changes_under(visit.db, issued.certificate.id)
    why_not = why_not_deal_with([filing.person.id], by=by)
    review = review_of(issued, changes, form, why_not=why_not)
    waiting = sum(entry.is_open for entry in changes)
    _, change = _would_change(visit, filing, here, flags=waiting)
    (issued,) = with_doubts(visit.db, [issued])
    history, above = records.history(visit.db, issued), _above(here)
    language = here.program.language
    page = issued_page(
        issued, history, language, above, review, change, closing=closing, revoked=revoked
    )
    name = "manage/certificates/certificate.html"
    status = 422 if form.errors or closing.errors else 200
    return render(visit.request, name, page, status=status)


def _above(here: CohortContext) -> list[Link]:
    path = path_of(here)
    return below_cohort(here.cohort.title, path, (_("Certificates"), f"{path}/certificates"))


def _load_issued(visit: Visit, number: str) -> tuple[CertificateWithStatus, CohortContext]:
    """A certificate and its cohort, for whom the loader lets in."""
    filing, here = _load_filing(visit, number)
    return filing.issued, here


def _load_filing(visit: Visit, number: str) -> tuple[OnFile, CohortContext]:
    """The same with all that stand beside it.

    The loader asks who it is before it says that there is nothing.
    """
    filing = records.on_file(visit.db, parse_number(number) or "")
    here = load_cohort(visit, filing.cohort if filing else "")
    assert filing is not None  # it has a cohort
    return filing, here
