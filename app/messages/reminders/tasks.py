"""What the worker does for reminders: it looks each minute, and once more at each letter."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.db import Database
from app.core.models import OutboxMessage
from app.language.reasons import Reason, reason
from app.messages.last_look import Send, Wait
from app.messages.reminders.actions import remind
from app.messages.reminders.pulse.queries import pulses
from app.messages.reminders.pulse.rules import is_time
from app.messages.reminders.queries import readers_in, readers_of
from app.messages.reminders.reader.rules import Reader
from app.messages.reminders.rules import has_moment, plan
from app.messages.reminders.told.queries import reminded_in
from app.messages.reminders.truth.rules import why_not_written, why_untrue
from app.messages.reminders.week.rules import Item, urgency
from app.messages.reminders.writing.queries import details
from app.messages.reminders.writing.rules import lead_of, parts_of
from app.messages.streams.rules import is_quiet, next_waking

NOT_HERE = reason("reminder.not_here", "They are no longer in the cohort, or it is over.")


@dataclass
class Reminding:
    """Looks each minute whether a letter could be due, and plans the cohorts in which one could.

    Planned without being due, a cohort costs some milliseconds; so every one is at a start, for
    what fell due while nothing ran.
    """

    looked: dict[UUID, datetime] = field(default_factory=dict)
    """Until when each cohort is looked after."""

    def __call__(self, database: Database, now: datetime) -> None:
        """Post what is due: a transaction for each cohort."""
        with database.read() as session:
            found = pulses(session, now)
        for pulse in found:
            since = self.looked.get(pulse.cohort_id)
            if since is None or is_time(pulse, since, now):
                remind_in(database, pulse.cohort_id, now)
            self.looked[pulse.cohort_id] = now


def remind_in(database: Database, cohort_id: UUID, now: datetime) -> int:
    """Post what is due in a cohort; how many letters. Who has none is not waited for."""
    with database.read() as session:
        readers = readers_in(session, cohort_id, now)
    due = [
        reader.person_id
        for reader in readers
        if has_moment(reader, now) and plan(reader, now).due(now)
    ]
    if not due:
        return 0
    with database.write() as session:
        audit.continue_chain(session, cohort_id)
        return remind(session, cohort_id, due, now=now)


def look_at_reminder(
    session: Session, message: OutboxMessage, now: datetime
) -> Send | Wait | Reason:
    """Whether a reminder still says what is so, in its reader's waking hours, with fresh facts."""
    people = [message.person_id] if message.person_id else []
    reader = next(iter(readers_of(session, people, now)), None)
    if reader is None:
        return NOT_HERE
    if why := why_not_written(reader):
        return why
    if is_quiet(reader.choice.quiet, now, reader.zone):
        return Wait(next_waking(reader.choice.quiet, now, reader.zone))
    items, why = _still_true(session, reader, message, now)
    if not items:
        return why
    said = details(session, items)
    return Send({"lead": lead_of(items, said, now), "parts": parts_of(items, said, now)})


def _still_true(
    session: Session, reader: Reader, message: OutboxMessage, now: datetime
) -> tuple[list[Item], Reason]:
    """What of a letter is so still, in its order; and why the rest, or the last of it, is not."""
    places = {place.enrollment_id: place for place in reader.places}
    items, why = [], NOT_HERE
    for enrollment_id, thing in reminded_in(session, message.key):
        place = places.get(enrollment_id)
        if place is None:
            continue
        untrue = why_untrue(thing, place, now)
        if untrue is None:
            items.append(Item(place, thing, now))
        else:
            why = untrue
    return sorted(items, key=urgency), why
