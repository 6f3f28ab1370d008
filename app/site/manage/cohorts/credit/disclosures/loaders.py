"""What is known of a cohort's disclosures, and one person of them."""

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.gates.queries import texts_read
from app.credit.disclosures.needed.queries import applying, decisions_of
from app.credit.disclosures.queries import controllers_of, officers_for
from app.credit.queries import activity_of
from app.people.queries import people_by_id
from app.site.manage.cohorts.credit.disclosures.page import Known
from app.site.visits import Visit


def known_of(visit: Visit, here: CohortContext) -> Known:
    """All that the page of disclosures tells; as many statements however many people."""
    cohort_id = here.cohort.id
    controllers = controllers_of(visit.db, cohort_id, visit.now)
    decisions, approved = (
        decisions_of(visit.db, cohort_id),
        activity_of(visit.db, cohort_id),
    )
    reviewers = {own.given.reviewed.by for own in controllers if own.given and own.given.reviewed}
    units = cohorts.units(visit.db, cohort_id)
    waiting = [held for unit in units for held in (unit.held_at, unit.session_held_at) if held]
    return Known(
        controllers=controllers,
        decisions=decisions,
        people=people_by_id(visit.db, reviewers | {own.by for own in decisions}),
        labels={unit.id: here.label(unit.position) for unit in units},
        applies=cohort_id in applying(visit.db, [cohort_id]),
        has_activity=approved is not None,
        at_approval=approved.activity.disclosure_reason if approved and not decisions else "",
        has_text=texts_read(visit.db, cohort_id, None).current is not None,
        officers=officers_for(visit.db, cohort_id, visit.now),
        held=len(waiting),
    )
