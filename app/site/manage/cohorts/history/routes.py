"""What happened in a cohort."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.people.queries import seen_among
from app.history import queries
from app.history.rules import Subject
from app.language import _
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.history.acts import Act, acts_of
from app.site.manage.cohorts.history.page import (
    PAGE_OF,
    Chosen,
    HistoryPage,
    history_of,
    wanted_by,
    words_of,
)
from app.site.manage.cohorts.page import path_of
from app.site.parts.people import seen_by
from app.site.visits import ReadVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.listing import Asked, Listing, window
from app.web.pages import render
from app.web.shown import Shown, export_of, known, shown_part

routes = router()


async def _chosen(about: str = "", unit: str = "", person: str = "") -> Chosen:
    return Chosen(about, unit, person)


@routes.get("/manage/cohorts/{cohort}/history")
@allows(Action.COHORT_MANAGE)
def show_history(
    visit: ReadVisit, cohort: str, asked: ListAsked, chosen: Annotated[Chosen, Depends(_chosen)]
) -> Response:
    """Every act in the cohort, the newest first, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    units = cohorts.units(visit.db, here.cohort.id)
    things = queries.things_in(visit.db, here.cohort.id)
    wanted = wanted_by(chosen, units, things.people)
    listing = history_of(here, chosen, units, wanted)
    asked = known(listing, asked)
    wanted = replace(wanted, words=words_of(asked.query))
    if asked.format:
        found = queries.lines(visit.db, things, wanted)
        rows = acts_of(here, found, frozenset(), visit.actor.zone)
        return download(f"{here.cohort.slug}-history", [export_of(listing, rows)], asked.format)
    about = people_by_id(visit.db, [wanted.person_id]).values()
    page = HistoryPage(
        here.cohort.title,
        path_of(here),
        next((_("Only what is about {name}", name=who.display_name) for who in about), None),
        _part(visit, here, listing, asked, things, wanted),
    )
    return render(visit.request, "manage/cohorts/history/history.html", page)


def _part(
    visit: ReadVisit,
    here: CohortContext,
    listing: Listing[Act],
    asked: Asked,
    things: queries.Things,
    wanted: queries.Wanted,
) -> Shown[Act]:
    """The lines of the page that is asked for; a history is too long to be read as a whole."""
    count = queries.count_lines(visit.db, things, wanted)
    total = queries.count_lines(visit.db, things, queries.Wanted(frozenset(Subject)))
    asked = known(listing, asked, count)
    part = window(asked, PAGE_OF)
    found = queries.lines(visit.db, things, wanted, limit=part.size, offset=part.offset)
    acted = [line.by.id for line in found if line.by]
    seen = seen_among(visit.db, seen_by(visit.actor), acted, visit.now)
    return shown_part(
        listing, acts_of(here, found, seen, visit.actor.zone), asked, count=count, total=total
    )
