"""The outbox: mail and what became of it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response

from app.cohorts.people.queries import Seen, cohorts_within
from app.language.reasons import Reason
from app.messages.composing import Addressee
from app.messages.outbox import actions, queries
from app.messages.outbox.queries import MailFound, NarrowedMail
from app.messages.queries import addressees
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.loaders import why_mail_stands
from app.site.manage.outbox.letter import letter_page
from app.site.manage.outbox.loaders import load_mail
from app.site.manage.outbox.page import (
    PAGE_OF,
    PATH,
    Chosen,
    MailLine,
    OutboxPage,
    above,
    lead_of,
    lines,
    narrowed_to,
    newest_first,
    outbox_listing,
)
from app.site.parts.people import seen_by
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.listing import Asked, window
from app.web.pages import render, see_other
from app.web.shown import Shown, known, shown_part

routes = router()


async def _chosen(state: str = "", kind: str = "", cohort: str = "") -> Chosen:
    return Chosen(state, kind, cohort)


@routes.get("/manage/outbox")
@allows(Action.OUTBOX_READ)
def show_outbox(
    visit: ReadVisit, asked: ListAsked, chosen: Annotated[Chosen, Depends(_chosen)]
) -> Response:
    """Mail of one's cohorts, or all of it."""
    seen = seen_by(visit.permit_own())
    page = OutboxPage(
        above(visit.actor.roles),
        lead_of(everybody=seen.everybody),
        _mail(visit, asked, chosen, seen),
        why_mail_stands(visit),
    )
    return render(visit.request, "manage/outbox/outbox.html", page)


def _mail(visit: Visit, asked: Asked, chosen: Chosen, seen: Seen) -> Shown[MailLine]:
    """The part of it that is asked for."""
    cohorts = cohorts_within(visit.db, reach_of(visit.actor, Role.COORDINATOR))
    words = asked.query.split()
    narrowed = narrowed_to(chosen, cohorts, words)
    listing = outbox_listing(cohorts, narrowed)
    count = queries.count_mail(visit.db, seen, narrowed)
    whole = NarrowedMail()
    total = count if narrowed == whole else queries.count_mail(visit.db, seen, whole)
    asked = known(listing, newest_first(asked), count)
    part = window(asked, PAGE_OF)
    found = queries.mail_found(
        visit.db, seen, narrowed, sort=asked.sort, limit=PAGE_OF, offset=part.offset
    )
    rows = lines(found, _readers(visit, found), _base_url(visit), visit.actor.zone)
    return shown_part(listing, rows, asked, count=count, total=total)


@routes.get("/manage/outbox/{mail}")
@allows(Action.OUTBOX_READ)
def show_mail(visit: ReadVisit, mail: UUID, done: str = "") -> Response:
    """One mail, with its words but nothing that opens anything."""
    return _page(visit, load_mail(visit, mail), done=done)


@routes.post("/manage/outbox/{mail}/again")
@allows(Action.OUTBOX_CHANGE)
def send_again(visit: WriteVisit, mail: UUID) -> Response:
    """Try again what failed, or send once more what was sent."""
    found, by = load_mail(visit, mail), visit.actor.person_id
    sent: list[UUID] = []
    refused = visit.attempt(
        lambda: sent.append(actions.send_again(visit.db, found, by=by, now=visit.now).id)
    )
    if refused is not None:
        return _page(visit, found, refused=refused)
    done = "again" if sent == [mail] else "another"
    return see_other(f"{PATH}/{sent[0]}?done={done}")


@routes.post("/manage/outbox/{mail}/leaving")
@allows(Action.OUTBOX_CHANGE)
def leave_mail(visit: WriteVisit, mail: UUID) -> Response:
    """Decide that what failed is not sent."""
    found, by = load_mail(visit, mail), visit.actor.person_id
    refused = visit.attempt(lambda: actions.leave(visit.db, found, by=by, now=visit.now))
    if refused is not None:
        return _page(visit, found, refused=refused)
    return see_other(f"{PATH}/{mail}?done=left")


def _page(
    visit: Visit, found: MailFound, *, done: str = "", refused: Reason | None = None
) -> Response:
    reader = _readers(visit, [found]).get(found.message.person_id)
    page = letter_page(
        found,
        reader,
        _base_url(visit),
        above=above(visit.actor.roles),
        zone=visit.actor.zone,
        why_not_again=actions.why_not_again(visit.db, found, visit.now),
        done=done,
        refused=refused,
    )
    status = 422 if refused else 200
    return render(visit.request, "manage/outbox/letter.html", page, status=status)


def _readers(visit: Visit, found: list[MailFound]) -> Mapping[UUID | None, Addressee]:
    languages = visit.request.app.state.languages
    return addressees(visit.db, [own.message for own in found], languages)


def _base_url(visit: Visit) -> str:
    base_url: str = visit.request.app.state.settings.base_url
    return base_url
