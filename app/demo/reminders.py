"""The reminders of a week of the demo: Monday's, each at one on its reader's own clock."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import units
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.messages.reminders.actions import remind
from app.messages.reminders.enums import Rule
from app.messages.reminders.queries import readers_in
from app.messages.reminders.rules import has_moment, plan
from app.messages.reminders.timing.rules import DEFAULTS, first_clock
from app.people.models import Person


def remind_of_week(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """What went out in the week of the unit that was last announced everywhere, and arrived."""
    for at in _moments(session, cohort, now):
        due = [
            reader.person_id
            for reader in readers_in(session, cohort.id, at)
            if has_moment(reader, at) and plan(reader, at).due(at)
        ]
        if due:
            remind(session, cohort.id, due, now=at)
    _deliver(session, cohort)


def _moments(session: Session, cohort: Cohort, now: datetime) -> list[datetime]:
    """When its opening was announced, in the zones of its people."""
    own = select(col(Person.zone)).join(Enrollment, col(Enrollment.person_id) == col(Person.id))
    zones = set(session.scalars(own.where(col(Enrollment.cohort_id) == cohort.id)))
    announced = list(_announced(session, cohort, zones))
    return next((sorted(week) for week in reversed(announced) if max(week) <= now), [])


def _announced(session: Session, cohort: Cohort, zones: set[str]) -> Iterator[set[datetime]]:
    for unit in units(session, cohort.id):
        yield {first_clock(DEFAULTS[Rule.UNIT_OPEN].clock, zone, unit.opens_at) for zone in zones}


def _deliver(session: Session, cohort: Cohort) -> None:
    """All of the demo's other mail waits in the outbox; for these it would be too late."""
    kind = col(OutboxMessage.kind) == "reminder"
    sent = {"cohort_id": cohort.id, "sent_at": OutboxMessage.created_at}
    session.execute(update(OutboxMessage).where(kind).values(sent))
    ids = session.scalars(select(col(OutboxMessage.id)).where(kind))
    keys = [str(id_) for id_ in ids]
    mail = col(Task.kind) == DELIVER, col(Task.key).in_(keys)
    session.execute(update(Task).where(*mail).values(done_at=Task.not_before))
