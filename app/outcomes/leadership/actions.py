"""Ordering a report to leaders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.language.reasons import ReasonKind
from app.outcomes.leadership import queries
from app.outcomes.leadership.models import LeadershipReport
from app.outcomes.leadership.wanted import Order

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
