"""The proof of a form as it stands, for whoever sets an activity up or changes it."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from app.certificates.issuing.proofs import proof
from app.certificates.issuing.recording import Printed
from app.core.errors import BusyError, ConflictError, RefusedError
from app.credit.approvals import as_approved
from app.credit.pictures.queries import pictures_of
from app.credit.systems.queries import every_system
from app.language import Text
from app.site.manage.cohorts.setup.credit.approval import approval_of
from app.site.manage.cohorts.setup.credit.loaders import entered
from app.site.manage.cohorts.setup.credit.proof.page import (
    Asked,
    asked_for,
    problems_page,
    setting_of_draft,
)
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import Visit
from app.web.files import disposition
from app.web.forms import FormInvalidError
from app.web.limits import RateLimit, TooManyError
from app.web.pages import PageRenderer
from app.web.security import in_our_frames

PROOFED = RateLimit(300, timedelta(minutes=10), "certificates.proofed")
"""One for each field that somebody leaves, while a form of thirty fields is filled in."""


def proof_of_form(visit: Visit, draft: Draft, submitted: FormData) -> Response:
    """What certificates will look like as the form stands now; nothing of it is kept."""
    asked = asked_for(submitted)
    try:
        PROOFED.hit(str(visit.actor.person_id), visit.now)
        printed = _printed(visit, draft, submitted, asked)
    except FormInvalidError as invalid:
        return _problems(visit, draft, invalid.errors)
    except (RefusedError, ConflictError, TooManyError, BusyError) as refused:
        return _problems(visit, draft, {"": refused.reason})
    return _pdf(printed)


def _printed(visit: Visit, draft: Draft, submitted: FormData, asked: Asked) -> Printed:
    cohort, read = draft.here.cohort, entered(visit, draft, submitted, for_proof=True)
    approval = approval_of(read, cohort, visit.now)
    would_be = as_approved(approval, cohort.id, every_system(visit.db))
    setting = setting_of_draft(draft, visit.now)
    made = proof(would_be, asked.of, asked.case, setting, print_setup_of(visit))
    new = {own.sha256: own.content for own in read.sent.pictures}
    pictures = {**pictures_of(visit.db, would_be.activity), **new}
    printed: Printed = visit.request.app.state.previews.proof(made, pictures)
    return printed


def _problems(visit: Visit, draft: Draft, errors: Mapping[str, Text]) -> Response:
    """A page for the frame, and only for ours: why there is no proof yet."""
    renderer: PageRenderer = visit.request.app.state.renderer
    page = problems_page(draft, errors)
    template = "manage/cohorts/setup/credit/proof/problems.html"
    return in_our_frames(HTMLResponse(renderer.html(visit.request, template, page, None), 422))


def _pdf(printed: Printed) -> Response:
    name = f"proof-{printed.draft.template_key}.pdf"
    headers = {"Content-Disposition": disposition("inline", name, name)}
    return in_our_frames(Response(printed.pdf, media_type="application/pdf", headers=headers))
