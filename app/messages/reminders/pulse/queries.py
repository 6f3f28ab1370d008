"""What decides when letters can fall due, of all cohorts that are running: four statements."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.messages.reminders.pulse.rules import Clock, Pulse
from app.messages.reminders.queries import is_running, settings_of
from app.messages.streams.models import NotificationChoice
from app.messages.streams.rules import USUAL
from app.people.models import Person

NEAR = timedelta(hours=5)
"""How far ahead sessions are looked for: further than any rule goes by minutes."""


def pulses(session: Session, now: datetime) -> list[Pulse]:
    """Of every cohort that can still remind somebody."""
    running = list(session.scalars(select(col(Cohort.id)).where(is_running(now))))
    settings = settings_of(session, running)
    clocks, starts = _clocks(session, running), _starts(session, running, now)
    return [
        Pulse(id_, settings[id_], frozenset(clocks[id_]), tuple(starts[id_])) for id_ in running
    ]


def _clocks(session: Session, cohort_ids: list[UUID]) -> dict[UUID, set[Clock]]:
    chosen: Select[*tuple[Any, ...]] = (
        select(
            col(Enrollment.cohort_id),
            col(Person.zone),
            col(NotificationChoice.quiet_until),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .outerjoin(NotificationChoice, col(NotificationChoice.person_id) == col(Person.id))
        .where(col(Enrollment.cohort_id).in_(cohort_ids), is_enrolled())
        .distinct()
    )
    found: defaultdict[UUID, set[Clock]] = defaultdict(set)
    for cohort_id, zone, ends in session.execute(chosen):
        wakes = USUAL.ends if ends is None else ends
        found[cohort_id].add(Clock(zone, wakes))
    return found


def _starts(session: Session, cohort_ids: list[UUID], now: datetime) -> dict[UUID, list[datetime]]:
    near = (
        select(col(Unit.cohort_id), col(CaseSession.starts_at))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(
            col(CaseSession.starts_at) > now - NEAR,
            col(CaseSession.starts_at) < now + NEAR,
            col(CaseSession.canceled_at).is_(None),
            col(Unit.cohort_id).in_(cohort_ids),
        )
    )
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for cohort_id, starts_at in session.execute(near):
        found[cohort_id].append(starts_at)
    return found
