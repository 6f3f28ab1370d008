"""What the worker does for waves: it looks every ten minutes whose time it is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.db import Database
from app.studies.enums import Respondent
from app.studies.waves.asking.actions import ask
from app.studies.waves.asking.known import (
    asks_now,
    read,
    to_forget,
    to_remind,
)
from app.studies.waves.queries import CohortStudied, cohorts_at_work
from app.studies.waves.reminding.actions import forget_raters, remind

EVERY = timedelta(minutes=10)


@dataclass
class WaveKeeping:
    """Asks, reminds and forgets. `secret`: `SECRET_KEY`, for the addresses of surveys."""

    secret: str = field(repr=False)
    looked_at: datetime | None = None

    def __call__(self, database: Database, now: datetime) -> None:
        """Look, unless that was done just now."""
        if self.looked_at is None or abs(now - self.looked_at) >= EVERY:
            keep_waves(database, self.secret, now)
            self.looked_at = now


def keep_waves(database: Database, secret: str, now: datetime) -> None:
    """Do what is due in each cohort of each project, in transactions of their own."""
    with database.read() as session:
        cohorts = cohorts_at_work(session)
    for here in cohorts:
        _keep(database, here, secret, now)


def _keep(database: Database, here: CohortStudied, secret: str, now: datetime) -> None:
    with database.read() as session:
        known = read(session, here)
        asks = asks_now(known, tuple(Respondent), now)
        reminds = any(to_remind(known, plan, now) for plan in known.plans)
        forgets = bool(to_forget(known, now))
    if asks:
        with database.write() as session:
            ask(session, here, secret=secret, now=now)
    if reminds:
        with database.write() as session:
            remind(session, here, secret=secret, now=now)
    if forgets:
        with database.write() as session:
            forget_raters(session, here, now=now)
