"""Letters to one person about one session for their calendar, since it takes up one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.letters import key_of
from app.core import outbox
from app.core.outbox import Letter
from app.messages.calendar import queries
from app.messages.calendar.mailed.queries import (
    Posted,
    entries_of,
    invited_since,
    posted_to,
)
from app.messages.calendar.mailed.rules import carries, to_tell, wanted_of
from app.messages.calendar.rules import INVITATION, LEFT, CalendarSession
from app.people.grants.queries import lock_person


def invite(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Post a letter for each session ahead that a calendar has otherwise than it is.

    That are all that are theirs when somebody begins to ask for invitations; later one that is new
    to them or theirs no more, or that has another link or leader, of which no other letter tells.
    """
    lock_person(session, person_id)
    since = invited_since(session, person_id)
    if since is None:
        return
    posted = posted_to(session, person_id, since)
    behind = [
        held
        for held in _behind(session, person_id, now)
        if not any(_is_enough(letter, held) for letter in posted)
    ]
    invited = [held for held in behind if carries(INVITATION, held)]
    left = [held for held in behind if carries(LEFT, held)]
    keys = _Keys(person_id, since, posted)
    outbox.post_all(
        session,
        kind="invitation",
        letters=[_invitation(held, keys) for held in invited],
        now=now,
    )
    outbox.post_all(
        session, kind="session_left", letters=[_leaving(held, keys) for held in left], now=now
    )


def _behind(session: Session, person_id: UUID, now: datetime) -> list[CalendarSession]:
    entries = entries_of(session, person_id)
    theirs = queries.sessions_of(session, person_id, now)
    others = entries.keys() - {held.session_id for held in theirs}
    found = [*theirs, *queries.sessions_by_id(session, person_id, others, now)]
    return [
        held
        for held in found
        if now < held.starts_at and to_tell(entries.get(held.session_id), wanted_of(held))
    ]


def _is_enough(letter: Posted, held: CalendarSession) -> bool:
    """Whether a letter will tell of the session, or somebody decided that it does not."""
    if letter.session_id != held.session_id or not carries(letter.kind, held):
        return False
    return letter.stands and (letter.waits or letter.sequence == held.sequence)


@dataclass(frozen=True)
class _Keys:
    """The keys of somebody’s letters: with the number of those before, whatever became of them."""

    person_id: UUID
    since: datetime
    posted: Sequence[Posted]

    def key(self, what: str, kind: str, held: CalendarSession) -> str:
        before = sum(
            letter.kind == kind and letter.session_id == held.session_id for letter in self.posted
        )
        key = key_of(what, held.session_id, held.sequence, self.person_id)
        return f"{key}:{self.since:%Y%m%dT%H%M%S.%f}:{before}"


def _invitation(held: CalendarSession, keys: _Keys) -> Letter:
    return Letter(
        keys.key("invited", INVITATION, held),
        keys.person_id,
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


def _leaving(held: CalendarSession, keys: _Keys) -> Letter:
    return Letter(
        keys.key("left", LEFT, held),
        keys.person_id,
        facts={
            "cohort": held.cohort,
            "unit": held.label,
            "zone": held.zone,
            "starts": held.starts_at.isoformat(),
            "theirs": held.theirs,
        },
        useless_after=held.starts_at,
    )
