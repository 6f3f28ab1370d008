"""Reads whom changes of a session's marks touch: for its sheet, and for make-ups."""

from collections.abc import Sequence

from app.casework import queries
from app.casework.saves.rules import Adjusted
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.credit.queries import standings
from app.site.teach.parts import session_id_of
from app.site.teach.touched import Looked, Named
from app.site.visits import Visit


def load_looked(
    visit: Visit, here: CohortContext, unit: UnitRow, adjusted: Sequence[Adjusted]
) -> Looked:
    """Whom changes of one session's marks touch, in the order of their names."""
    cohort_id, held = here.cohort.id, session_id_of(unit)
    people = queries.attendees(visit.db, cohort_id, held)
    order = {own.enrollment_id: number for number, own in enumerate(people)}
    touched = [mark.enrollment_id for mark in adjusted]
    return Looked(
        adjusted=sorted(adjusted, key=lambda one: order.get(one.enrollment_id, 0)),
        people={own.enrollment_id: Named(own.name, own.person_id) for own in people},
        positions={held: unit.position},
        standings=standings(visit.db, cohort_id, here.policy, visit.now, touched),
    )
