"""What the worker does for evaluations: it looks each minute whether one is due."""

from datetime import datetime

from app.core.db import Database
from app.core.worker import PeriodicWork
from app.credit.evaluations.actions import attend_to
from app.credit.evaluations.queries import due_cohorts


def attend_to_evaluations(secret: str) -> PeriodicWork:
    """Puts what is due and asks who is new: a transaction for each cohort. `secret`: `SECRET_KEY`.

    Killed in between, it goes on with the others; what is done is not due any more.
    """

    def attend(database: Database, now: datetime) -> None:
        with database.read() as session:
            due = due_cohorts(session, now)
        for cohort_id in due:
            with database.write() as session:
                attend_to(session, cohort_id, secret=secret, now=now)

    return attend
