"""Asking for disclosures, and reminding who was asked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.core import audit
from app.core.errors import require
from app.credit.disclosures import queries
from app.credit.disclosures.actions import take_turn
from app.credit.disclosures.asking import rules
from app.credit.disclosures.asking.letters import ask_them


def ask(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> int:
    """Ask everybody who owes a disclosure and can give it; returns how many letters go.

    Raises `RefusedError` if there is nobody to ask.
    """
    take_turn(session, cohort)
    people = queries.controllers_of(session, cohort.id, now)
    require(rules.why_not_ask(people, now))
    asked = rules.to_ask(people, now)
    ask_them(session, cohort, asked, by=by, now=now)
    facts = {"people": len(asked)}
    audit.record(session, "disclosure.asked", "cohort", cohort.id, by=by, now=now, facts=facts)
    return len(asked)


def remind(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """Remind those who were asked a week ago and have not disclosed."""
    audit.continue_chain(session, cohort.id)
    if wait_for_turn(session, cohort.id) is not None:
        return
    people = rules.to_remind(queries.controllers_of(session, cohort.id, now), now)
    if people:
        ask_them(session, cohort, people, by=None, now=now)
        facts = {"people": len(people)}
        audit.record(
            session, "disclosure.reminded", "cohort", cohort.id, by=None, now=now, facts=facts
        )
