"""A lead writes to people of their own institution: a draft, a check, letters; nobody else’s."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.core import jobs
from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.core.models import Job
from app.messages.announcements import actions, queries
from app.messages.announcements.models import Announcement
from app.messages.announcements.sending.actions import send
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.institution.messages.loaders import (
    PATH,
    chosen,
    load_cohorts,
    load_desk,
    load_draft,
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
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import FormInvalidError, Submitted, parse
from app.web.listing import window
from app.web.pages import render, see_other

routes = router()

Slug = Annotated[str, Query(max_length=80)]
Days = Annotated[int, Query(ge=0, le=365)]
People = Annotated[list[UUID], Query()]


@routes.get(PATH)
@allows(Action.INSTITUTION_READ)
def show_messages(visit: ReadVisit, asked: ListAsked, cohort: Slug = "") -> Response:
    """What one wrote to one's own people, in all cohorts."""
    own = load_cohorts(visit)
    here = chosen(visit, own, cohort) if own else None
    part = window(asked, PAGE_OF)
    ids = [each.here.cohort.id for each in own]
    whose = queries.of_lead(visit.actor.person_id)
    rows = queries.announcements(visit.db, whose, ids, limit=part.limit, offset=part.offset)
    page = messages_page(place_of(here), rows, part, visit.actor.zone)
    return render(visit.request, "parts/messages.html", page)


@routes.get(f"{PATH}/new")
@allows(Action.INSTITUTION_WRITE)
def start_message(
    visit: ReadVisit,
    cohort: Slug = "",
    person: People = [],  # noqa: B006 - FastAPI copies it
    to: Slug = "",
    days: Days = 0,
    template: Slug = "",
    language: Slug = "",
) -> Response:
    """A message to one's own people in a cohort; the address can say with what it begins."""
    desk = load_desk(visit, chosen(visit, load_cohorts(visit), cohort))
    return form_response(visit, desk, begun(desk, Asked(to, person, days, template, language)))


@routes.post(f"{PATH}/new")
@allows(Action.INSTITUTION_WRITE)
def keep_message(visit: WriteVisit, submitted: Submitted, cohort: Slug = "") -> Response:
    """Keep it as a draft, and show what it would become."""
    desk = load_desk(visit, chosen(visit, load_cohorts(visit), cohort))
    by, now = visit.actor.person_id, visit.now
    try:
        written = written_of(desk, submitted)
        draft = actions.write(visit.db, desk.here, written, by_lead=True, by=by, now=now)
    except FormInvalidError as invalid:
        return form_response(visit, desk, refused(invalid, submitted))
    return see_other(f"{PATH}/{draft.id}")


@routes.get(f"{PATH}/{{own_message}}")
@allows(Action.INSTITUTION_READ)
def show_message(visit: ReadVisit, own_message: UUID, asked: ListAsked) -> Response:
    """A draft as it would go out, or a message that was sent with whom it went to."""
    here, found = load_draft(visit, own_message)
    if found.sent_at is None:
        desk = load_desk(visit, here)
        return check_response(visit, desk, found, meant_by(visit, desk, found))
    received = queries.received(visit.db, found)
    writer = people_by_id(visit.db, {found.written_by}).get(found.written_by)
    page = sent_page(place_of(here), found, writer, received, asked, visit.actor.zone)
    return render(visit.request, "parts/message_sent.html", page)


@routes.get(f"{PATH}/{{own_message}}/edit")
@allows(Action.INSTITUTION_WRITE)
def show_draft(visit: ReadVisit, own_message: UUID) -> Response:
    """A draft, to be changed; what was sent is only shown."""
    here, draft = load_draft(visit, own_message)
    if draft.sent_at is not None:
        return see_other(f"{PATH}/{own_message}")
    return form_response(visit, load_desk(visit, here), kept(draft), draft)


@routes.post(f"{PATH}/{{own_message}}/edit")
@allows(Action.INSTITUTION_WRITE)
def change_draft(visit: WriteVisit, own_message: UUID, submitted: Submitted) -> Response:
    """Keep what was changed, and show again what it would become."""
    here, draft = load_draft(visit, own_message)
    desk, by, now = load_desk(visit, here), visit.actor.person_id, visit.now
    try:
        actions.rewrite(visit.db, here, draft, written_of(desk, submitted), by=by, now=now)
    except FormInvalidError as invalid:
        return form_response(visit, desk, refused(invalid, submitted), draft)
    return see_other(f"{PATH}/{own_message}")


@routes.post(f"{PATH}/{{own_message}}/discard")
@allows(Action.INSTITUTION_WRITE)
def discard_draft(visit: WriteVisit, own_message: UUID) -> Response:
    """Throw a draft away."""
    _here, draft = load_draft(visit, own_message)
    actions.discard(visit.db, draft, by=visit.actor.person_id, now=visit.now)
    return see_other(PATH)


@routes.post(f"{PATH}/{{own_message}}/send")
@allows(Action.INSTITUTION_WRITE)
def send_message(visit: WriteVisit, own_message: UUID, submitted: Submitted) -> Response:
    """Send it to those who are meant now, if they are those who were looked at."""
    here, draft = load_draft(visit, own_message)
    desk, form = load_desk(visit, here), parse(SendForm, submitted)
    meant = meant_by(visit, desk, draft)
    sending = sending_of(desk, draft, meant, form.checked)
    try:
        send(visit.db, here, draft, sending, now=visit.now)
    except (RefusedError, ConflictError) as refusal:
        return check_response(visit, desk, draft, meant, refusal)
    return see_other(f"{PATH}/{own_message}")


@routes.post(f"{PATH}/{{own_message}}/stop")
@allows(Action.INSTITUTION_WRITE)
def stop_message(visit: WriteVisit, own_message: UUID) -> Response:
    """Drop what has not left yet."""
    _here, message = load_draft(visit, own_message)
    jobs.stop(visit.db, _job(visit, message), by=visit.actor.person_id, now=visit.now)
    return see_other(f"{PATH}/{own_message}")


@routes.post(f"{PATH}/{{own_message}}/retry")
@allows(Action.INSTITUTION_WRITE)
def retry_message(visit: WriteVisit, own_message: UUID) -> Response:
    """Try again what was not delivered."""
    _here, message = load_draft(visit, own_message)
    jobs.retry(visit.db, _job(visit, message), by=visit.actor.person_id, now=visit.now)
    return see_other(f"{PATH}/{own_message}")


@routes.get(f"{PATH}/{{own_message}}/{{recipient}}")
@allows(Action.INSTITUTION_READ)
def show_letter(visit: ReadVisit, own_message: UUID, recipient: UUID) -> Response:
    """The words that one person got."""
    here, found = load_draft(visit, own_message)
    own = queries.received(visit.db, found, recipient)
    if not own or own[0].message is None:
        raise NotFoundError
    base_url = visit.request.app.state.settings.base_url
    page = letter_page(place_of(here), found, own[0], visit.actor.zone, base_url)
    return render(visit.request, "parts/message_letter.html", page)


def _job(visit: Visit, message: Announcement) -> Job:
    found = visit.db.get(Job, message.job_id) if message.job_id else None
    if found is None:
        raise RefusedError(jobs.NOTHING_TO_STOP)
    return found
