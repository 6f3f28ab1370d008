"""Which sessions a calendar shows, and whether an invitation still holds; pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.cohorts.rules import is_open
from app.language.reasons import Reason, reason

KEPT = timedelta(days=365)
"""How long a session that is over stays in a calendar that follows them."""
CHANGES = ("session_added", "session_moved", "session_canceled", "session_restored")
INVITATION, CANCELED = "invitation", "session_canceled"
CARRIERS = frozenset({*CHANGES, "session_leader", INVITATION})
"""Letters that bring the session into the calendar of who wants invitations."""
LEFT = "session_left"
"""The letter that takes it out again, for who takes no part in it any more."""
NOT_THEIRS = reason("invitation.not_theirs", "Its reader does not take part in the session.")
CALLED_OFF = reason("invitation.called_off", "The session is canceled.")
OVER = reason("invitation.over", "The session has begun.")
STAYS = reason("invitation.stays", "The session is its reader’s again, or has begun.")
UP_TO_DATE = reason(
    "invitation.up_to_date", "The calendar of its reader is as it should be without it."
)
SUPERSEDED = reason(
    "invitation.superseded",
    "The session has changed since, so it would say what is not so any more.",
)
NO_DIFFERENCE = (NOT_THEIRS, CALLED_OFF, OVER, STAYS, UP_TO_DATE)
"""Why a letter for a calendar was not sent: what the calendar is to have may be so again later."""


@dataclass(frozen=True)
class CalendarSession:
    """A session as it stands in the calendar of one person."""

    session_id: UUID
    slug: str
    position: int
    program: str
    cohort: str
    unit_label: str
    zone: str
    starts_at: datetime
    minutes: int
    link: str
    sequence: int
    canceled: bool
    changed_at: datetime
    """When it was planned or changed last."""
    opens_at: datetime
    opened_early: bool
    """For this person."""
    case_title: str | None
    leads: bool
    """Whether they lead or help; else they are enrolled."""
    theirs: bool = True
    """Whether they take part in it."""
    extra: int = 0
    """How much higher the numbers are that this person was told of it."""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def number(self) -> int:
        """The SEQUENCE that this person is told."""
        return self.sequence + self.extra

    @property
    def label(self) -> str:
        """What the program calls its unit."""
        return f"{self.unit_label} {self.position}"

    @property
    def path(self) -> str:
        """Where this person finds it."""
        if self.leads:
            return f"/teach/{self.slug}/sessions/{self.position}"
        return f"/cohorts/{self.slug}/sessions/{self.position}"

    def open_case(self, now: datetime) -> str | None:
        """The title of its case, once that is open to its learners; others are told no sooner."""
        opened = is_open(self.opens_at, now, opened_early=self.opened_early)
        return self.case_title if opened else None

    def modified_at(self, now: datetime) -> datetime:
        """When its entry changed last: a case that opened is a change."""
        opened = self.case_title is not None and self.opens_at <= now
        return max(self.changed_at, self.opens_at) if opened else self.changed_at

    def told_as(self, number: int, *, shown: bool) -> "CalendarSession":
        """As mail tells it under a number: that it is there, or that it is there no more."""
        return replace(self, canceled=not shown, extra=number - self.sequence)

    def is_to_come(self, now: datetime) -> bool:
        """Whether somebody can be invited to it."""
        return not self.canceled and now < self.starts_at


def why_not_invite(held: CalendarSession | None, now: datetime) -> Reason | None:
    """Why somebody is not invited to a session. `held`: None where there is none."""
    if held is None or not held.theirs:
        return NOT_THEIRS
    if held.canceled:
        return CALLED_OFF
    return None if now < held.starts_at else OVER
