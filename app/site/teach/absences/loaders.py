"""Reads the absences of a cohort: always as many statements."""

from functools import partial
from uuid import UUID

from app.casework.excuses import queries as excuses
from app.casework.make_up_requests import queries as make_ups
from app.casework.make_up_requests.elsewhere.queries import fallen_requests
from app.casework.make_up_requests.sisters.queries import sisters_by_id
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.people.queries import people_by_id
from app.site.teach.absences.page import SHOWN, Absences
from app.site.visits import Visit
from app.web.forms import FormState


def load_absences(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow | None = None,
    refused: dict[UUID, FormState] | None = None,
) -> Absences:
    """Those that wait, and those that were answered last; with who answered.

    `unit`: only those from its session.
    """
    key, held = here.cohort.id, unit.session_id if unit else None
    asking = partial(excuses.excuses_in, visit.db, key, limit=SHOWN + 1, case_session_id=held)
    making = partial(make_ups.requests_in, visit.db, key, limit=SHOWN + 1, case_session_id=held)
    waiting, answered = asking(waiting=True), asking(waiting=False)
    asked, settled = making(waiting=True), making(waiting=False)
    fallen = [
        row
        for row in make_ups.requests_among(visit.db, fallen_requests(visit.db, [key]).get(key, []))
        if held in {None, row.case_session_id}
    ]
    there = {row.id for row in fallen}
    settled = [*fallen, *(row for row in settled if row.id not in there)]
    rows = [*asked, *settled]
    steps = make_ups.steps_of(visit.db, [row.id for row in rows])
    chosen = {row.sister_session_id for row in rows if row.sister_session_id}
    named = {event.by for events in steps.values() for event in events}
    named |= {row.by for row in answered if row.by}
    return Absences(
        excuses=waiting,
        make_ups=asked,
        answered_excuses=answered,
        answered_make_ups=settled,
        steps=steps,
        sisters=sisters_by_id(visit.db, chosen),
        people=people_by_id(visit.db, named),
        refused=refused or {},
    )
