"""Reads the absences of a cohort: always as many statements."""

from uuid import UUID

from app.casework.excuses import queries as excuses
from app.casework.make_up_requests import queries as make_ups
from app.casework.make_up_requests.sisters.queries import sisters_by_id
from app.cohorts.context import CohortContext
from app.people.queries import people_by_id
from app.site.teach.absences.page import SHOWN, Absences
from app.site.visits import Visit
from app.web.forms import FormState


def load_absences(
    visit: Visit, here: CohortContext, refused: dict[UUID, FormState] | None = None
) -> Absences:
    """Those that wait, and those that were answered last; with who answered."""
    key, limit = here.cohort.id, SHOWN + 1
    waiting = excuses.excuses_in(visit.db, key, waiting=True, limit=limit)
    answered = excuses.excuses_in(visit.db, key, waiting=False, limit=limit)
    asked = make_ups.requests_in(visit.db, key, waiting=True, limit=limit)
    settled = make_ups.requests_in(visit.db, key, waiting=False, limit=limit)
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
