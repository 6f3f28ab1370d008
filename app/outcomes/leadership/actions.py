"""Ordering a report to leaders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.core import audit, jobs, queue
from app.core.errors import require
from app.core.ids import new_id
from app.core.models import Job
from app.language.reasons import Reason, ReasonKind
from app.outcomes.leadership import costs as money
from app.outcomes.leadership import faculty as at_large
from app.outcomes.leadership import queries
from app.outcomes.leadership.facts import queries as facts
from app.outcomes.leadership.models import LeadershipReport
from app.outcomes.leadership.rules import why_not_report
from app.outcomes.leadership.wanted import JOB, Order

PRINT = "leadership.print"
"""The kind of task that makes a report."""
TITLE = ReasonKind("leadership.title", "Report {number:numeral} of {program} to leaders")


def order_report(
    session: Session, program: Program, order: Order, *, by: UUID, now: datetime
) -> LeadershipReport:
    """Order a report, and start the job that makes it.

    Raises:
        RefusedError: No cohort began in the window, or too few people were enrolled.
    """
    queries.wait_for_turn(session, program.id)
    cohorts = facts.within(facts.begun_cohorts(session, program.id, now), order.window)
    people = facts.people_ever_in(session, [own.here.cohort.id for own in cohorts])
    require(
        why_not_report(order.window, program=program.title, cohorts=len(cohorts), people=people)
    )
    number = queries.numbers_used(session, [program.id]).get(program.id, 0) + 1
    report_id = new_id()
    job = _add_job(session, program, number, report_id, by=by, now=now)
    report = _report(report_id, program, order, number, job, by=by, now=now)
    session.add(report)
    session.flush()
    chosen = None if order.quotes is None else list(order.quotes)
    queue.enqueue(session, PRINT, key=str(report.id), payload={"quotes": chosen}, job=job,
                  label=_title(program, number), now=now)  # fmt: skip
    said = {"program": program.key, "number": number, "first": str(order.window.first),
             "last": str(order.window.last)}  # fmt: skip
    audit.record(session, "leadership_report.ordered", "leadership_report", report.id, by=by,
                 now=now, facts=said)  # fmt: skip
    return report


def _title(program: Program, number: int) -> Reason:
    return TITLE(number=number, program=program.title)


def _add_job(
    session: Session, program: Program, number: int, report_id: UUID, *, by: UUID, now: datetime
) -> Job:
    return jobs.start(
        session, JOB, _title(program, number), f"/manage/outcomes/reports/{report_id}",
        scope_id=program.id, by=by, now=now,
    )  # fmt: skip


def _report(
    report_id: UUID,
    program: Program,
    order: Order,
    number: int,
    job: Job,
    *,
    by: UUID,
    now: datetime,
) -> LeadershipReport:
    return LeadershipReport(
        id=report_id,
        program_id=program.id,
        number=number,
        first_day=order.window.first,
        last_day=order.window.last,
        language=order.language,
        faculty=at_large.stored(order.faculty),
        costs=money.stored(order.costs),
        job_id=job.id,
        ordered_at=now,
        ordered_by=by,
    )
