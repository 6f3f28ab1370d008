"""Writing to the people of a cohort: a draft, a check, a job; and what was written."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.messages.announcements import actions, queries
from app.messages.announcements.sending.actions import send
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.messages.loaders import (
    load_desk,
    load_message,
    load_template_title,
    place_of,
)
from app.site.parts.loaders import meant_by
from app.site.parts.message_check import (
    SendForm,
    check_response,
    sending_of,
)
from app.site.parts.message_fields import Asked, begun, kept, refused, written_of
from app.site.parts.message_form import form_response
from app.site.parts.message_letter import letter_page
from app.site.parts.message_sent import sent_page
from app.site.parts.messages_listed import PAGE_OF, messages_page
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import FormInvalidError, Submitted, parse
from app.web.listing import window
from app.web.pages import render, see_other

routes = router()

Word = Annotated[str, Query(max_length=80)]
Days = Annotated[int, Query(ge=0, le=365)]
People = Annotated[list[UUID], Query()]


@routes.get("/manage/cohorts/{cohort}/messages")
@allows(Action.MESSAGES_READ)
def show_messages(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """What was written, drafts first."""
    here = load_cohort(visit, cohort)
    part = window(asked, PAGE_OF)
    whose, ids = queries.of_coordinators(), [here.cohort.id]
    rows = queries.announcements(visit.db, whose, ids, limit=part.limit, offset=part.offset)
    page = messages_page(place_of(here), rows, part, visit.actor.zone, templates=True)
    return render(visit.request, "parts/messages.html", page)


@routes.get("/manage/cohorts/{cohort}/messages/new")
@allows(Action.MESSAGES_WRITE)
def start_message(
    visit: ReadVisit,
    cohort: str,
    person: People = [],  # noqa: B006 - FastAPI copies it
    to: Word = "",
    days: Days = 0,
    template: Word = "",
    language: Word = "",
) -> Response:
    """A message to write; the address can say to whom, and with which template it begins."""
    desk = load_desk(visit, cohort)
    return form_response(visit, desk, begun(desk, Asked(to, person, days, template, language)))


@routes.post("/manage/cohorts/{cohort}/messages/new")
@allows(Action.MESSAGES_WRITE)
def keep_message(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Keep it as a draft, and show what it would become."""
    desk = load_desk(visit, cohort)
    try:
        written = written_of(desk, submitted)
        draft = actions.write(visit.db, desk.here, written, by=visit.actor.person_id, now=visit.now)
    except FormInvalidError as invalid:
        return form_response(visit, desk, refused(invalid, submitted))
    return see_other(f"{desk.path}/{draft.id}")


@routes.get("/manage/cohorts/{cohort}/messages/{message}")
@allows(Action.MESSAGES_READ)
def show_message(visit: ReadVisit, cohort: str, message: UUID, asked: ListAsked) -> Response:
    """A draft as it would go out, or a message that was sent with whom it went to."""
    here = load_cohort(visit, cohort)
    found = load_message(visit, here, message)
    if found.sent_at is None:
        desk = load_desk(visit, cohort)
        return check_response(visit, desk, found, meant_by(visit, desk, found))
    received = queries.received(visit.db, found)
    writer = people_by_id(visit.db, {found.written_by}).get(found.written_by)
    page = sent_page(
        place_of(here),
        found,
        writer,
        received,
        asked,
        visit.actor.zone,
        job=f"/manage/jobs/{found.job_id}",
        template=load_template_title(visit, here, found),
    )
    return render(visit.request, "parts/message_sent.html", page)


@routes.get("/manage/cohorts/{cohort}/messages/{message}/edit")
@allows(Action.MESSAGES_WRITE)
def show_draft(visit: ReadVisit, cohort: str, message: UUID) -> Response:
    """A draft, to be changed; what was sent is only shown."""
    desk = load_desk(visit, cohort)
    draft = load_message(visit, desk, message)
    if draft.sent_at is not None:
        return see_other(f"{desk.path}/{message}")
    return form_response(visit, desk, kept(draft), draft)


@routes.post("/manage/cohorts/{cohort}/messages/{message}/edit")
@allows(Action.MESSAGES_WRITE)
def change_draft(visit: WriteVisit, cohort: str, message: UUID, submitted: Submitted) -> Response:
    """Keep what was changed, and show again what it would become."""
    desk = load_desk(visit, cohort)
    draft = load_message(visit, desk, message)
    by, now = visit.actor.person_id, visit.now
    try:
        actions.rewrite(visit.db, desk.here, draft, written_of(desk, submitted), by=by, now=now)
    except FormInvalidError as invalid:
        return form_response(visit, desk, refused(invalid, submitted), draft)
    return see_other(f"{desk.path}/{message}")


@routes.post("/manage/cohorts/{cohort}/messages/{message}/discard")
@allows(Action.MESSAGES_WRITE)
def discard_draft(visit: WriteVisit, cohort: str, message: UUID) -> Response:
    """Throw a draft away."""
    here = load_cohort(visit, cohort)
    draft = load_message(visit, here, message)
    actions.discard(visit.db, draft, by=visit.actor.person_id, now=visit.now)
    return see_other(place_of(here).path)


@routes.post("/manage/cohorts/{cohort}/messages/{message}/send")
@allows(Action.MESSAGES_WRITE)
def send_message(visit: WriteVisit, cohort: str, message: UUID, submitted: Submitted) -> Response:
    """Send it to those who are meant now, if they are those who were looked at."""
    desk = load_desk(visit, cohort)
    draft = load_message(visit, desk, message)
    form, meant = parse(SendForm, submitted), meant_by(visit, desk, draft)
    sending = sending_of(desk, draft, meant, form.checked)
    try:
        send(visit.db, desk.here, draft, sending, now=visit.now)
    except (RefusedError, ConflictError) as refusal:
        return check_response(visit, desk, draft, meant, refusal)
    return see_other(f"/manage/jobs/{draft.job_id}")


@routes.get("/manage/cohorts/{cohort}/messages/{message}/{recipient}")
@allows(Action.MESSAGES_READ)
def show_letter(visit: ReadVisit, cohort: str, message: UUID, recipient: UUID) -> Response:
    """The words that one person got."""
    here = load_cohort(visit, cohort)
    found = load_message(visit, here, message)
    own = queries.received(visit.db, found, recipient)
    if not own or own[0].message is None:
        raise NotFoundError
    base_url = visit.request.app.state.settings.base_url
    page = letter_page(place_of(here), found, own[0], visit.actor.zone, base_url)
    return render(visit.request, "parts/message_letter.html", page)
