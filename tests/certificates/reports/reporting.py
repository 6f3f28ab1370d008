"""The report of a cohort of the cast."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from app.certificates.reports.queries import cohorts_before, facts_of
from app.certificates.reports.records import CohortReport, Part
from app.certificates.reports.rules import report
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person
from tests.cast import NOW


def context(session: Session, slug: str) -> CohortContext:
    found = cohort_for_person(session, slug, uuid4())
    assert found is not None
    return found.here


def report_of(
    session: Session, slug: str, now: datetime = NOW, part: Part = Part.INSTITUTION
) -> CohortReport:
    here = context(session, slug)
    before = cohorts_before(session, here)
    facts = facts_of(session, [here, *before], now)
    return report(facts[here.cohort.id], [facts[b.cohort.id] for b in before], part, now)
