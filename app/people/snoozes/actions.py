"""Putting off, and taking it back. Neither is an act of anybody's record."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import require
from app.people.snoozes import queries, rules
from app.people.snoozes.models import Snooze


def put_off(
    session: Session,
    person_id: UUID,
    subject: str,
    things: rules.Things,
    *,
    until: date,
    zone: str,
    now: datetime,
) -> None:
    """Keep something out of somebody's list until a day begins on the clocks of their zone.

    Or until something is in it that was not. `things`: what was in it when they saw it.
    What was put off before is put off anew. Forgets what is over.

    Raises:
        RefusedError: The day is not one to put something off to.
    """
    require(rules.why_not_put_off(until, zone, now))
    over = delete(Snooze).where(col(Snooze.person_id) == person_id, col(Snooze.until) <= now)
    session.execute(over)
    found = queries.of_subject(session, person_id, subject)
    if found is None:
        found = Snooze(person_id=person_id, subject=subject, until=now, created_at=now)
        session.add(found)
    found.until, found.things = rules.begins(until, zone), str(things)
    session.flush()


def note_seen(
    session: Session, person_id: UUID, subject: str, *, until: datetime, now: datetime
) -> None:
    """Keep that somebody has seen what waited, so that it waits no more for them.

    Noted once; `until`: when it would wait for nobody any more. At once in two windows it is noted
    by one of them.
    """
    own = rules.seen_of(subject)
    if queries.of_subject(session, person_id, own) is not None or until <= now:
        return
    seen = Snooze(person_id=person_id, subject=own, until=until, created_at=now)
    try:
        with session.begin_nested():
            session.add(seen)
            session.flush()
    except IntegrityError:
        return


def bring_back(session: Session, person_id: UUID, subject: str) -> None:
    """Show something at once again; nothing happens where it was not put off."""
    session.execute(
        delete(Snooze).where(col(Snooze.person_id) == person_id, col(Snooze.subject) == subject)
    )
