"""Issuing certificates, after a preview."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.certificates.issuing import queries as certificates
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.issuing.recording import Printed
from app.certificates.issuing.tasks import why_not_sign
from app.certificates.names.actions import confirm_names
from app.certificates.rules import NOTHING_CHOSEN
from app.certificates.snapshot import CertificateKind
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.rules import why_not_change
from app.core.errors import ConflictError, NotFoundError, RefusedError, require
from app.credit.pictures.queries import pictures_of
from app.messages.issuing.queries import letter_ahead
from app.policy.table import Action
from app.site.loaders import load_cohort, who_else_coordinates
from app.site.manage.cohorts.certificates.issue.forms import IssueForm, NamesForm
from app.site.manage.cohorts.certificates.issue.letter import LetterPage, letter_page
from app.site.manage.cohorts.certificates.issue.page import NOTHING_TOLD, Told, issue_page
from app.site.parts.file_names import certificate_file
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import disposition
from app.web.forms import Submitted, parse
from app.web.limits import RateLimit, TooManyError
from app.web.listing import Asked
from app.web.pages import render, see_other

routes = router()

EVERYBODY = Asked()
PREVIEWED = RateLimit(60, timedelta(minutes=10), "certificates.previewed")
MOST = 100_000


@routes.get("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def preview(
    visit: ReadVisit,
    cohort: str,
    asked: ListAsked,
    confirmed: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> Response:
    """Who gets what, and why the others do not; everybody who is ready is chosen."""
    return _page(visit, load_cohort(visit, cohort), asked, told=Told(confirmed=confirmed))


@routes.post("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def issue(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Issue what is chosen, if it is as much as the button said; else only count it again."""
    here = load_cohort(visit, cohort)
    form = parse(IssueForm, submitted)
    picked = [picked_person.enrollment_id for picked_person in form.chosen]
    note = form.why_count_again()
    if form.counted is None or note:
        return _page(visit, here, told=Told(picked, note))
    try:
        require(why_not_sign(visit.request.app.state.settings))
        job = start_issue(visit.db, here, form.choices, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _page(visit, here, told=Told(picked, refused.reason))
    return see_other(f"/manage/jobs/{job.id}")


@routes.post("/manage/cohorts/{cohort}/certificates/issue/names")
@allows(Action.CERTIFICATES_ISSUE)
def confirm(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Stand for the names that were ticked, as they were on the page."""
    here = load_cohort(visit, cohort)
    form = parse(NamesForm, submitted)
    try:
        done = confirm_names(visit.db, here, form.seen, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        seen = frozenset(f"{place}:{fingerprint}" for place, fingerprint in form.seen)
        return _page(visit, here, told=Told(names_note=refused.reason, seen=seen))
    return see_other(f"/manage/cohorts/{cohort}/certificates/issue?confirmed={len(done)}#confirmed")


@routes.get("/manage/cohorts/{cohort}/certificates/issue/preview")
@allows(Action.CERTIFICATES_ISSUE)
def print_preview(
    visit: ReadVisit,
    cohort: str,
    place: UUID | None = None,
    kind: CertificateKind = CertificateKind.COMPLETION,
) -> Response:
    """One certificate as it would be: marked, not signed, under no number, and not kept."""
    here = load_cohort(visit, cohort)
    if place is None:
        return _page(visit, here, told=Told(note=NOTHING_CHOSEN))
    inputs = certificates.certificate_inputs(visit.db, place, visit.now)
    if inputs is None or inputs.here.cohort.id != here.cohort.id:
        raise NotFoundError
    try:
        PREVIEWED.hit(str(visit.actor.person_id), visit.now)
        pictures = pictures_of(visit.db, inputs.activity)
        printed = visit.request.app.state.previews.printed(inputs, kind, visit.now, pictures)
    except (RefusedError, ConflictError, TooManyError) as refused:
        return _page(visit, here, told=Told(note=refused.reason))
    return preview_pdf(printed)


@routes.get("/manage/cohorts/{cohort}/certificates/issue/letter")
@allows(Action.CERTIFICATES_ISSUE)
def show_letter(visit: ReadVisit, cohort: str, place: UUID | None = None) -> Response:
    """The one email that somebody will get; without a place, the first of those who are ready.

    Where nobody is, there is none, and it leads to why.
    """
    here, by = load_cohort(visit, cohort), visit.actor.person_id
    candidates = candidate_queries.candidates(visit.db, here, visit.now)
    ready = [own for own in candidates if own.ready_for(by)]
    chosen = next((own for own in ready if place in {None, own.enrollment_id}), None)
    if chosen is None and place is not None:
        raise NotFoundError
    if chosen is None:
        return see_other(f"/manage/cohorts/{cohort}/certificates/issue")
    page = _letter(visit, here, ready, chosen)
    return render(visit.request, "manage/cohorts/certificates/issue/letter.html", page)


def _letter(
    visit: Visit, here: CohortContext, ready: Sequence[Candidate], chosen: Candidate
) -> LetterPage:
    state = visit.request.app.state
    ahead = letter_ahead(
        visit.db,
        here,
        chosen.person_id,
        [due.kind for due in chosen.ready],
        languages=state.languages,
        base_url=state.settings.base_url,
        now=visit.now,
    )
    reached = enrollments.addresses_in(visit.db, here.cohort.id)
    without = sum(own.person_id not in reached for own in ready)
    return letter_page(here, ready, chosen, ahead, without=without)


def preview_pdf(printed: Printed) -> Response:
    """A preview, for the reader's browser to show."""
    plain, own = (f"preview-{name}" for name in certificate_file(printed.draft))
    headers = {"Content-Disposition": disposition("inline", plain, own)}
    return Response(printed.pdf, media_type="application/pdf", headers=headers)


def _page(
    visit: Visit, here: CohortContext, asked: Asked = EVERYBODY, *, told: Told = NOTHING_TOLD
) -> Response:
    why_not = why_not_sign(visit.request.app.state.settings)
    candidates, by = candidate_queries.candidates(visit.db, here, visit.now), visit.actor.person_id
    is_among_them = any(own.person_id == by and own.is_waiting for own in candidates)
    page = issue_page(
        here,
        cohorts.units(visit.db, here.cohort.id),
        candidates,
        certificates.orders_under_way(visit.db, here.cohort.id).values(),
        enrollments.addresses_in(visit.db, here.cohort.id),
        visit.now,
        asked=asked,
        told=told,
        why_not=why_not_change(here.cohort.archived_at) or why_not,
        by=by,
        oneself=who_else_coordinates(visit, here.cohort) if is_among_them else None,
    )
    template = "manage/cohorts/certificates/issue/issue.html"
    return render(visit.request, template, page, block="act", status=409 if page.errors else 200)
