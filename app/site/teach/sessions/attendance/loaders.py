"""What the attendance of a session shows: its sheet."""

from app.casework import queries
from app.casework.certified.queries import stood_in
from app.casework.certified.rules import resting
from app.casework.excuses.queries import asked_in
from app.casework.preparation import queries as preparation
from app.certificates.marks.queries import built_in
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.people.queries import people_by_id
from app.site.teach.parts import session_id_of
from app.site.teach.sessions.attendance.rows import Sheet
from app.site.visits import Visit


def load_sheet(visit: Visit, here: CohortContext, unit: UnitRow) -> Sheet:
    """Everybody with their mark, and what rests on it: as many statements for 50 as for 500."""
    cohort_id, held = here.cohort.id, session_id_of(unit)
    facts = preparation.unit_facts(visit.db, unit.id)
    people = queries.attendees(visit.db, cohort_id, held)
    adjusters = {own.marked_by for own in people if own.adjusted_because}
    return Sheet(
        people=people,
        facts=facts,
        prepared=preparation.preparations(visit.db, cohort_id, unit.id, facts.required_readings)
        if facts.has_module
        else {},
        resting=resting(built_in(visit.db, cohort_id), stood_in(visit.db, held)),
        adjusters=people_by_id(visit.db, adjusters) if adjusters else {},
        excuses=asked_in(visit.db, held),
    )
