"""What the worker does for surveys."""

from datetime import datetime

from app.core import audit
from app.core.db import Database
from app.core.worker import PeriodicWork
from app.surveys import queries
from app.surveys.actions import close
from app.surveys.models import Survey


def closing(secret: str) -> PeriodicWork:
    """Closes surveys whose time is over, in a transaction for each. `secret`: `SECRET_KEY`."""

    def close_due(database: Database, now: datetime) -> None:
        with database.read() as session:
            over = queries.due(session, now)
        for survey_id in over:
            with database.write() as session:
                survey = session.get_one(Survey, survey_id)
                audit.continue_chain(session, survey.cohort_id)
                if queries.locked(session, survey_id).closed_at is None:  # nobody was first
                    close(session, survey, secret=secret, by=None, now=now)

    return close_due
