"""Certificates of teaching: who led what, each as it would be, the email, and the issue."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing.queries import orders_under_way
from app.certificates.issuing.tasks import why_not_sign
from app.certificates.orders import WantedCertificate
from app.certificates.rules import NOTHING_CHOSEN
from app.certificates.snapshot import CertificateKind
from app.certificates.teaching.actions import start_issue
from app.certificates.teaching.ahead import Ahead, aheads
from app.certificates.teaching.queries import Teacher
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core.errors import NotFoundError, RefusedError, require
from app.credit.pictures.queries import pictures_of
from app.credit.queries import activity_of
from app.language.reasons import Reason
from app.messages.issuing.queries import letter_ahead
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.issue.routes import PREVIEWED, preview_pdf
from app.site.manage.cohorts.certificates.teaching.forms import TeachingForm
from app.site.manage.cohorts.certificates.teaching.letter import teaching_letter
from app.site.manage.cohorts.certificates.teaching.line import (
    TeacherLine,
    teacher_line,
    teaching_path,
)
from app.site.manage.cohorts.certificates.teaching.page import teachers_of, teaching_page
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import Submitted, parse
from app.web.limits import TooManyError
from app.web.listing import Asked
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()
EVERYBODY = Asked()


class Told(NamedTuple):
    """What is left of a form that was refused."""

    picked: frozenset[UUID] | None = None
    note: Reason | None = None


NOTHING_TOLD = Told()


@routes.get("/manage/cohorts/{cohort}/certificates/teaching")
@allows(Action.CERTIFICATES_READ)
def show_teaching(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Who led sessions of a cohort, and what they were given for it; also as a spreadsheet."""
    here = load_cohort(visit, cohort)
    if asked.format:
        lines, _ = _lines(visit, here, None)
        table = table_of(teachers_of(here), lines, asked)
        return download(f"{here.cohort.slug}-certificates-of-teaching", [table], asked.format)
    return _page(visit, here, asked)


@routes.post("/manage/cohorts/{cohort}/certificates/teaching")
@allows(Action.CERTIFICATES_ISSUE)
def issue_teaching(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Issue certificates of teaching to who is chosen, as they stood on the page."""
    here = load_cohort(visit, cohort)
    form, by = parse(TeachingForm, submitted), visit.actor.person_id
    try:
        require(why_not_sign(visit.request.app.state.settings))
        setup = print_setup_of(visit)
        job = start_issue(visit.db, here, form.chosen, setup, by=by, now=visit.now)
    except RefusedError as refused:
        picked = frozenset(own.person_id for own in form.chosen)
        return _page(visit, here, told=Told(picked, refused.reason))
    return see_other(f"/manage/jobs/{job.id}")


@routes.get("/manage/cohorts/{cohort}/certificates/teaching/preview")
@allows(Action.CERTIFICATES_ISSUE)
def preview_teaching(visit: ReadVisit, cohort: str, person: UUID | None = None) -> Response:
    """One certificate of teaching as it would be; without a person, the first that is due."""
    here = load_cohort(visit, cohort)
    found = _one(visit, here, person)
    ahead = found[1] if found else None
    if ahead is None or ahead.draft is None:
        return _page(visit, here, told=Told(note=ahead.why_not if ahead else NOTHING_CHOSEN))
    approved = activity_of(visit.db, here.cohort.id)
    pictures = pictures_of(visit.db, approved.activity if approved else None)
    try:
        PREVIEWED.hit(str(visit.actor.person_id), visit.now)
        printed = visit.request.app.state.previews.proof(ahead.draft, pictures)
    except (RefusedError, TooManyError) as refused:
        return _page(visit, here, told=Told(note=refused.reason))
    return preview_pdf(printed)


@routes.get("/manage/cohorts/{cohort}/certificates/teaching/letter")
@allows(Action.CERTIFICATES_ISSUE)
def show_teaching_letter(visit: ReadVisit, cohort: str, place: UUID | None = None) -> Response:
    """The one email that somebody will get; `place`: the person, by id.

    Without one, the first to whom something can be issued; where nobody is, it leads to why.
    """
    here, state = load_cohort(visit, cohort), visit.request.app.state
    found = _one(visit, here, place)
    if found is None:
        return see_other(teaching_path(here))
    teacher, ahead = found
    letter = letter_ahead(
        visit.db,
        here,
        teacher.person.id,
        [CertificateKind.TEACHING],
        languages=state.languages,
        base_url=state.settings.base_url,
        now=visit.now,
    )
    ready = [own for own in _read(visit, here).values() if own[1].draft is not None]
    page = teaching_letter(here, ready, ahead, letter)
    return render(visit.request, "manage/cohorts/certificates/teaching/letter.html", page)


def _read(visit: Visit, here: CohortContext) -> Mapping[UUID, tuple[Teacher, Ahead]]:
    return aheads(visit.db, here, print_setup_of(visit), visit.now)


def _one(visit: Visit, here: CohortContext, person: UUID | None) -> tuple[Teacher, Ahead] | None:
    """Somebody who led a session; without an id, the first to whom something can be issued."""
    found = _read(visit, here)
    if person is None:
        return next((own for own in found.values() if own[1].draft is not None), None)
    if person not in found:
        raise NotFoundError
    return found[person]


def _lines(
    visit: Visit, here: CohortContext, picked: frozenset[UUID] | None
) -> tuple[list[TeacherLine], list[str]]:
    """Everybody, and where what is being issued can be watched."""
    running = orders_under_way(visit.db, here.cohort.id)
    lines, jobs = [], []
    for teacher, ahead in _read(visit, here).values():
        place = teacher.teaching_id
        slot = WantedCertificate(place, CertificateKind.TEACHING).slot if place else None
        job = running.get(slot) if slot else None
        jobs += [f"/manage/jobs/{job}"] if job else []
        line = teacher_line(
            here,
            teacher,
            ahead,
            by=visit.actor.person_id,
            under_way=job is not None,
            picked=picked,
        )
        lines.append(line)
    return lines, list(dict.fromkeys(jobs))


def _page(
    visit: Visit, here: CohortContext, asked: Asked = EVERYBODY, *, told: Told = NOTHING_TOLD
) -> Response:
    lines, jobs = _lines(visit, here, told.picked)
    archived = why_not_change(here.cohort.archived_at)
    why_not = archived or why_not_sign(visit.request.app.state.settings)
    page = teaching_page(here, lines, asked, jobs=jobs, why_not=why_not, note=told.note)
    template = "manage/cohorts/certificates/teaching/teaching.html"
    return render(visit.request, template, page, status=409 if told.note else 200)
