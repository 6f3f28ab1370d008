"""What the worker does for disclosures: it holds and lets go, and reminds."""

from datetime import datetime

from app.cohorts.models import Cohort
from app.core import audit
from app.core.db import Database
from app.credit.disclosures.asking.actions import remind
from app.credit.disclosures.asking.queries import to_be_reminded
from app.credit.disclosures.holding.actions import settle
from app.credit.disclosures.holding.queries import unsettled


def keep_settled(database: Database, now: datetime) -> None:
    """Settle each cohort where something changed: roles, leaders, credit, a year that is over."""
    with database.read() as session:
        found = unsettled(session, now)
    for cohort_id in found:
        with database.write() as session:
            audit.continue_chain(session, cohort_id)
            settle(session, cohort_id, now=now)


def remind_of_disclosures(database: Database, now: datetime) -> None:
    """Remind those who were asked and have not answered: a transaction for each cohort."""
    with database.read() as session:
        found = to_be_reminded(session, now)
    for cohort_id in found:
        with database.write() as session:
            remind(session, session.get_one(Cohort, cohort_id), now=now)
