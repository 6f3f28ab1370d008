"""Letters to one person about one session for their calendar, since it takes up one at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.letters import key_of
from app.core import outbox
from app.core.outbox import Letter
from app.messages.calendar import queries
from app.messages.calendar.mailed.queries import brought, invited_since
from app.messages.calendar.rules import CalendarSession
from app.people.grants.queries import lock_person


def invite(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Post an invitation to every session ahead that no letter has brought somebody as it is now.

    That are all when they begin to ask for invitations; later one that is new to them, or that has
    another link or leader, of which no other letter tells. What a letter brought and is theirs no
    more is taken out.
    """
    lock_person(session, person_id)
    since = invited_since(session, person_id)
    if since is None:
        return
    found = brought(session, person_id)
    known = {(each.session_id, each.sequence) for each in found}
    theirs = queries.sessions_of(session, person_id, now)
    missing = [
        held
        for held in theirs
        if held.is_to_come(now) and (held.session_id, held.sequence) not in known
    ]
    arrived = {each.session_id for each in found if each.arrived}
    left = arrived - {held.session_id for held in theirs}
    _invite(session, missing, person_id, since, now)
    _take_out(session, queries.sessions_left(session, person_id, left, now), person_id, now)


def _invite(
    session: Session,
    sessions: Sequence[CalendarSession],
    person_id: UUID,
    since: datetime,
    now: datetime,
) -> None:
    """Who asks for them anew, or takes part again, gets them anew."""
    outbox.post_all(
        session,
        kind="invitation",
        letters=[_invitation(held, person_id, since) for held in sessions],
        now=now,
    )


def _invitation(held: CalendarSession, person_id: UUID, since: datetime) -> Letter:
    key = key_of("invitation", held.session_id, held.sequence, person_id)
    return Letter(
        f"{key}:{since:%Y%m%dT%H%M%S.%f}:{held.left}",
        person_id,
        facts={
            "cohort": held.cohort,
            "unit": held.label,
            "zone": held.zone,
            "starts": held.starts_at.isoformat(),
            "minutes": held.minutes,
            "session_path": held.path,
        },
        useless_after=held.starts_at,
    )


def _take_out(
    session: Session, sessions: Sequence[CalendarSession], person_id: UUID, now: datetime
) -> None:
    """Once each time that somebody leaves."""
    outbox.post_all(
        session,
        kind="session_left",
        letters=[_leaving(held, person_id) for held in sessions],
        now=now,
    )


def _leaving(held: CalendarSession, person_id: UUID) -> Letter:
    return Letter(
        f"{key_of('left', held.session_id, held.sequence, person_id)}:{held.left}",
        person_id,
        facts={
            "cohort": held.cohort,
            "unit": held.label,
            "zone": held.zone,
            "starts": held.starts_at.isoformat(),
        },
        useless_after=held.starts_at,
    )
