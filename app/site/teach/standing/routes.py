"""Who of a cohort is on track, as a page or as a spreadsheet."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.credit.queries import ledgers
from app.messages.announcements.queries import last_written, of_coordinators
from app.messages.announcements.sending.queries import reach_of_many
from app.policy.table import Action
from app.site.loaders import load_cohort, name_whom_to_ask
from app.site.parts.people import may_see_people
from app.site.parts.writing import WITHIN_DAYS, was_written
from app.site.teach.standing.matrix import narrowed
from app.site.teach.standing.page import (
    Narrowing,
    Standings,
    matrix_listing,
    standing_lines,
    standing_page,
)
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()
Word = Annotated[str, Query(max_length=200)]


@routes.get("/teach/{cohort}/standing")
@allows(Action.ROSTER_READ)
def show_standing(
    visit: ReadVisit, cohort: str, asked: ListAsked, institution: Word = "", rank: Word = ""
) -> Response:
    """Who is on track, who comes first, and everybody by session."""
    here = load_cohort(visit, cohort)
    if here.cohort.is_series:  # nobody has to come, so nobody is off track
        return see_other(f"/teach/{here.cohort.slug}/statistics")
    read, narrowing = _read(visit, here), Narrowing(institution, rank)
    if asked.format:
        lines = standing_lines(here, read, visit.actor, visit.now)
        listing = matrix_listing(here, read, lines, narrowing, visit.now)
        kept = narrowed(lines, *(choice.value for choice in listing.choices))
        table = table_of(listing, kept, asked)
        return download(f"{here.cohort.slug}-on-track", [table], asked.format)
    name_whom_to_ask(visit, here.cohort)
    page = standing_page(here, read, asked, narrowing, visit.actor, visit.now)
    return render(visit.request, "teach/standing/standing.html", page, block="content")


def _read(visit: Visit, here: CohortContext) -> Standings:
    """Everybody with their ledger: as many statements for 50 people as for 500."""
    cohort_id = here.cohort.id
    people = enrollments.roster(visit.db, cohort_id)
    ids = [own.person.id for own in people]
    return Standings(
        people=people,
        ledgers=ledgers(visit.db, cohort_id),
        units=cohorts.units(visit.db, cohort_id),
        reached=_reached(visit, here, ids) if may_see_people(visit.actor, here) else None,
    )


def _reached(visit: Visit, here: CohortContext, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Whom of some people a message would reach now: who writes them leaves out the same."""
    written = last_written(visit.db, of_coordinators(), here.cohort.id)
    return frozenset(
        person
        for person, reach in reach_of_many(visit.db, ids).items()
        if reach.why_not() is None and not was_written(written.get(person), WITHIN_DAYS, visit.now)
    )
