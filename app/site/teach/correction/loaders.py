"""What a correction of several sessions shows, and whom it touches."""

from app.casework.corrections.queries import LookedAt, looked_at, marks_of
from app.casework.corrections.rules import Correction
from app.certificates.marks.queries import built_on_marks
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.credit.queries import standings
from app.site.teach.correction.page import Correctable
from app.site.teach.touched import Looked, Named
from app.site.visits import Visit


def load_correctable(visit: Visit, here: CohortContext, wanted: Correction) -> Correctable:
    """Everybody in the cohort, its units, and the marks of one person who is chosen."""
    cohort_id = here.cohort.id
    one = wanted.people if len(wanted.people) == 1 else ()
    return Correctable(
        enrollments.roster(visit.db, cohort_id),
        cohorts.units(visit.db, cohort_id),
        marks_of(visit.db, cohort_id, one) if one else (),
    )


def load_looked_at(visit: Visit, here: CohortContext, wanted: Correction) -> LookedAt:
    """What would change now, and what stays: as many statements for one person as for fifty."""
    by, now = visit.actor.person_id, visit.now
    return looked_at(visit.db, here.cohort.id, wanted, built_on=built_on_marks, by=by, now=now)


def load_touched(visit: Visit, here: CohortContext, looked: LookedAt) -> Looked:
    """Whom it touches, and how they stand."""
    keys = {own.enrollment_id for own in looked.marks}
    return Looked(
        adjusted=looked.adjusted,
        people={own.enrollment_id: Named(own.name, own.person_id) for own in looked.marks},
        positions={own.case_session_id: own.position for own in looked.marks},
        standings=standings(visit.db, here.cohort.id, here.policy, visit.now, keys),
    )
