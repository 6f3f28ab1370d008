"""Invitations: a letter to one person about one session, since calendars take up one at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.letters import key_of, sequence_in, session_in
from app.core import outbox
from app.core.outbox import Letter
from app.messages.calendar import queries
from app.messages.calendar.rules import CalendarSession
from app.people.grants.queries import lock_person


def invite(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Post an invitation to every session ahead that no letter has brought somebody as it is now.

    That are all when they begin to ask for invitations; later one that is new to them, or that has
    another link or leader, of which no other letter tells.
    """
    lock_person(session, person_id)
    since = queries.invited_since(session, person_id)
    if since is None:
        return
    keys = queries.keys_brought(session, person_id)
    known = {(session_in(key), sequence_in(key)) for key in keys}
    ahead = [held for held in queries.sessions_of(session, person_id, now) if held.is_to_come(now)]
    missing = [held for held in ahead if (held.session_id, held.sequence) not in known]
    outbox.post_all(
        session, kind="invitation", letters=_letters(missing, person_id, since), now=now
    )


def _letters(
    sessions: Sequence[CalendarSession], person_id: UUID, since: datetime
) -> Iterator[Letter]:
    """Who asks for them anew gets them anew."""
    for held in sessions:
        key = key_of("invitation", held.session_id, held.sequence, person_id)
        yield Letter(
            f"{key}:{since:%Y%m%dT%H%M%S.%f}",
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
