"""Reads how everybody of a cohort stands, for those who coordinate it."""

from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.candidates.rules import Candidate
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.credit import queries as credit
from app.credit.lowered.queries import why_claims_are_above
from app.site.manage.cohorts.people.line import PersonLine, person_line
from app.site.visits import Visit


def load_lines(visit: Visit, here: CohortContext) -> list[PersonLine]:
    """One line for everybody of a cohort."""
    return [line for line, _candidate in load_standing(visit, here)]


def load_standing(visit: Visit, here: CohortContext) -> list[tuple[PersonLine, Candidate]]:
    """The same, each with what can be issued to them."""
    standings = credit.standings(visit.db, here.cohort.id, here.policy, visit.now)
    roster = enrollments.roster(visit.db, here.cohort.id)
    candidates = {
        candidate.enrollment_id: candidate
        for candidate in candidate_queries.candidates(visit.db, here, visit.now, standings, roster)
    }
    above = why_claims_are_above(visit.db, here.cohort.id, standings, here.cohort.zone)
    return [
        (person_line(own.person, own.institution, standing, candidate, above.get(id_)), candidate)
        for own in roster
        for id_ in [own.enrollment.id]
        if (standing := standings.get(id_))
        for candidate in [candidates[id_]]
    ]
