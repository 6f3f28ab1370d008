"""The letters about changes of a schedule: one to each person and act, posted with the act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import CaseSession, Cohort, Unit
from app.core import outbox
from app.core.outbox import Letter


@dataclass(frozen=True)
class Change:
    """A session that was changed, why, and who is told."""

    cohort: Cohort
    unit: Unit
    held: CaseSession
    reason: str
    learners: Collection[UUID]
    leaders: Collection[UUID]

    @property
    def label(self) -> str:
        """What the program calls the unit."""
        return f"{self.cohort.unit_label} {self.unit.position}"

    def letters(self, what: str) -> list[Letter]:
        """A letter to each person once, which says where they find the session."""
        slug, position = self.cohort.slug, self.unit.position
        teaching = dict.fromkeys(self.leaders, f"/teach/{slug}/sessions/{position}")
        learning = dict.fromkeys(self.learners, f"/cohorts/{slug}/sessions/{position}")
        return [
            Letter(_key(what, self.held, person_id), person_id, facts={"session_path": path})
            for person_id, path in (teaching | learning).items()
        ]


def tell_moved(session: Session, change: Change, before: datetime, *, now: datetime) -> None:
    """That a session is at another time, with both times."""
    outbox.post_all(
        session,
        kind="session_moved",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "zone": change.cohort.zone,
            "before": before.isoformat(),
            "after": change.held.starts_at.isoformat(),
            "minutes": change.held.minutes,
            "why": change.reason,
        },
        letters=change.letters("moved"),
        now=now,
    )


def tell_canceled(session: Session, change: Change, *, now: datetime) -> None:
    """That a session does not take place."""
    outbox.post_all(
        session,
        kind="session_canceled",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "zone": change.cohort.zone,
            "starts": change.held.starts_at.isoformat(),
            "why": change.reason,
        },
        letters=change.letters("canceled"),
        now=now,
    )


def tell_restored(session: Session, change: Change, *, now: datetime) -> None:
    """That a canceled session takes place after all."""
    outbox.post_all(
        session,
        kind="session_restored",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "zone": change.cohort.zone,
            "starts": change.held.starts_at.isoformat(),
            "minutes": change.held.minutes,
            "why": change.reason,
        },
        letters=change.letters("restored"),
        now=now,
    )


def tell_not_held(session: Session, change: Change, *, now: datetime) -> None:
    """That a session that began counts as not held, and what that means for them."""
    outbox.post_all(
        session,
        kind="session_not_held",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "zone": change.cohort.zone,
            "starts": change.held.starts_at.isoformat(),
            "why": change.reason,
        },
        letters=change.letters("not-held"),
        now=now,
    )


def tell_held(session: Session, change: Change, *, now: datetime) -> None:
    """That such a session counts again."""
    outbox.post_all(
        session,
        kind="session_held",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "zone": change.cohort.zone,
            "starts": change.held.starts_at.isoformat(),
            "why": change.reason,
        },
        letters=change.letters("held"),
        now=now,
    )


def tell_added(session: Session, change: Change, *, now: datetime) -> None:
    """That there is one session more."""
    outbox.post_all(
        session,
        kind="session_added",
        facts={
            "cohort": change.cohort.title,
            "unit": change.label,
            "title": change.unit.title,
            "zone": change.cohort.zone,
            "starts": change.held.starts_at.isoformat(),
            "minutes": change.held.minutes,
            "why": change.reason,
        },
        letters=change.letters("added"),
        now=now,
    )


def tell_leader(
    session: Session, change: Change, person_id: UUID, part: str, *, now: datetime
) -> None:
    """That they lead a session, or help with it."""
    cohort, held = change.cohort, change.held
    outbox.post(
        session,
        kind="session_leader",
        key=_key("leader", held, person_id),
        person_id=person_id,
        facts={
            "cohort": cohort.title,
            "unit": change.label,
            "part": part,
            "zone": cohort.zone,
            "starts": held.starts_at.isoformat(),
            "minutes": held.minutes,
            "session_path": f"/teach/{cohort.slug}/sessions/{change.unit.position}",
        },
        now=now,
    )


def _key(what: str, held: CaseSession, person_id: UUID) -> str:
    """Each change raises the number of the session, so no letter is the same as one before."""
    return key_of(what, held.id, held.sequence, person_id)


def key_of(what: str, session_id: UUID, sequence: int, person_id: UUID) -> str:
    """The key of a letter about a session, which names it and the number that it had."""
    return f"session-{what}:{session_id}:{sequence}:{person_id}"


def session_in(key: str) -> UUID:
    """The session that such a key names."""
    return UUID(key.split(":")[1])


def sequence_in(key: str) -> int:
    """The number that the session had."""
    return int(key.split(":")[2])
