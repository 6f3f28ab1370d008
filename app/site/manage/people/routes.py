"""People: finding them, and the page of one."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response

from app.certificates.names.actions import confirm_names
from app.certificates.names.rules import CHANGED_MEANWHILE
from app.cohorts.people.listed import queries as people
from app.cohorts.people.queries import cohorts_within
from app.core.errors import RefusedError
from app.people import queries as identities
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.cohorts.certificates.issue.forms import NamesForm
from app.site.manage.people import finder
from app.site.manage.people.finder import Chosen, Line, Offered, PeoplePage
from app.site.manage.people.loaders import load_person, read_record
from app.site.manage.people.person import person_page
from app.site.manage.people.story import StoryAsked
from app.site.parts.people import person_path, seen_by
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import Submitted, parse
from app.web.listing import LONGEST_QUERY, Asked, window
from app.web.pages import render, see_other
from app.web.shown import export_of, known, shown_part

routes = router()


async def _chosen(
    cohort: str = "", institution: str = "", status: str = "", role: str = ""
) -> Chosen:
    return Chosen(cohort, institution, status, role)


@routes.get("/manage/people")
@allows(Action.PERSON_FIND)
def show_people(
    visit: ReadVisit, asked: ListAsked, chosen: Annotated[Chosen, Depends(_chosen)]
) -> Response:
    """The people of one's cohorts, as a page or as a spreadsheet."""
    seen, now = seen_by(visit.permit_own()), visit.now
    offered = _offered(visit)
    words = finder.asked_words(known(finder.people_listing(offered, people.Narrowed()), asked))
    narrowed = finder.narrowed_to(chosen, offered, words)
    listing = finder.people_listing(offered, narrowed)
    if asked.format:
        rows = _lines(visit, narrowed, known(listing, asked), everybody=True)
        return download("people", [export_of(listing, rows)], asked.format)
    count = people.count_people(visit.db, seen, narrowed, now)
    whole = people.Narrowed()
    total = count if narrowed == whole else people.count_people(visit.db, seen, whole, now)
    asked = known(listing, asked, count)
    part = shown_part(listing, _lines(visit, narrowed, asked), asked, count=count, total=total)
    page = PeoplePage(finder.lead_of(everybody=seen.everybody), part, offered.column)
    return render(visit.request, "manage/people/people.html", page)


async def _story_asked(happened: str = "", about: str = "", q: str = "") -> StoryAsked:
    return StoryAsked(happened == "all", about, q.strip()[:LONGEST_QUERY])


@routes.get("/manage/people/{person}")
@allows(Action.PERSON_READ)
def show_person(
    visit: ReadVisit,
    person: UUID,
    asked: Annotated[StoryAsked, Depends(_story_asked)],
    cohort: str | None = None,
    merged: bool = False,
) -> Response:
    """One person: how they stand, what happened, who they are."""
    who = load_person(visit, person)
    if who.person.id != person:
        return see_other(person_path(who.person.id))
    record = read_record(visit, who, cohort)
    page = person_page(record, visit.now, asked, merged=merged)
    return render(visit.request, "manage/people/person.html", page)


@routes.post("/manage/people/{person}/name")
@allows(Action.CERTIFICATES_ISSUE)
def confirm_name(visit: WriteVisit, person: UUID, submitted: Submitted) -> Response:
    """Stand for the name of one person, as it was on the page."""
    record = read_record(visit, load_person(visit, person), None)
    seen = next(iter(parse(NamesForm, submitted).seen), None)
    place = record.place_of(seen.enrollment_id) if seen else None
    try:
        if seen is None or place is None:
            raise RefusedError(CHANGED_MEANWHILE)
        confirm_names(visit.db, place, [seen], by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        page = person_page(record, visit.now, StoryAsked(), name_note=refused.reason)
        return render(visit.request, "manage/people/person.html", page, status=409)
    return see_other(f"{person_path(record.person.id)}#who")


def _offered(visit: Visit) -> Offered:
    reach = reach_of(visit.actor, Role.COORDINATOR)
    return Offered(
        cohorts_within(visit.db, reach),
        identities.institutions(visit.db),
        everybody=seen_by(visit.actor).everybody,
    )


def _lines(
    visit: Visit, narrowed: people.Narrowed, asked: Asked, *, everybody: bool = False
) -> list[Line]:
    """The page asked for, or everybody; three statements either way."""
    seen, part = seen_by(visit.actor), window(asked, finder.PAGE_OF)
    limits = (None, 0) if everybody else (part.size, part.offset)
    found = people.people(
        visit.db, seen, narrowed, visit.now, sort=asked.sort, limit=limits[0], offset=limits[1]
    )
    ids = None if everybody else [person.person.id for person in found]
    places = people.places_held(visit.db, seen.cohorts, ids)
    return finder.lines(found, places, people.roles_held(visit.db, seen, ids, visit.now))
