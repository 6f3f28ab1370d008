"""What can happen to a place in a cohort after what happened so far. Pure.

The status of a place is its newest event that stands. Taking back is no step on to something new:
it removes the newest event that stands, and what held before holds again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.rules import FULL, SHARE_FULL, why_not_change
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from datetime import datetime

    from app.cohorts.enrollments.models import EnrollmentEvent

Status = EnrollmentStatus

ALREADY_ASKED = reason("enrollment.already_asked", "They have already applied for this cohort.")
SEAT_HELD = reason("enrollment.seat_held", "A seat is already held for them.")
ALREADY_ENROLLED = reason(
    "enrollment.already_enrolled", "They are already enrolled in this cohort."
)
NOT_ASKED = reason(
    "enrollment.not_asked", "They have not applied for this cohort. Invite them instead."
)
NOTHING_TO_ANSWER = reason(
    "enrollment.nothing_to_answer",
    "They have no application, offer or invitation to answer.",
)
NO_OFFER = reason("enrollment.no_offer", "They have no offer or invitation that could run out.")
NOT_ENROLLED = reason("enrollment.not_enrolled", "They are not enrolled in this cohort.")
NOTHING_TO_TAKE_BACK = reason(
    "enrollment.nothing_to_take_back", "Nothing has happened here that could be taken back."
)
LEFT = reason(
    "enrollment.left",
    "You are no longer enrolled in this cohort, so nothing more can be recorded for you in it.",
)
NOT_TRANSFERRED = reason(
    "enrollment.not_transferred", "They were not transferred from this cohort."
)
GONE_ON = ReasonKind(
    "enrollment.gone_on",
    "Something else has happened to their place in {cohort} since, so the transfer stays. "
    "They can be transferred or enrolled anew.",
)
WORKED_SINCE = ReasonKind(
    "enrollment.worked_since",
    "Something was recorded for them in {cohort}, so the transfer stays. Transfer them back "
    "instead: what they did there goes with them.",
)
NOT_WITHDRAWN = reason("enrollment.not_withdrawn", "They have not withdrawn from this cohort.")

_OUT: Mapping[Kind, Reason | None] = {
    Kind.APPLIED: None,
    Kind.WAITLISTED: None,
    Kind.INVITED: None,
    Kind.OFFERED: NOT_ASKED,
    Kind.ENROLLED: None,
    Kind.DECLINED: NOTHING_TO_ANSWER,
    Kind.LAPSED: NO_OFFER,
    Kind.WITHDRAWN: NOT_ENROLLED,
    Kind.TRANSFERRED: NOT_ENROLLED,
    Kind.TAKEN_BACK: None,
}
_HELD: Mapping[Kind, Reason | None] = {
    Kind.APPLIED: SEAT_HELD,
    Kind.WAITLISTED: SEAT_HELD,
    Kind.INVITED: SEAT_HELD,
    Kind.OFFERED: SEAT_HELD,
    Kind.ENROLLED: None,
    Kind.DECLINED: None,
    Kind.LAPSED: None,
    Kind.WITHDRAWN: NOT_ENROLLED,
    Kind.TRANSFERRED: NOT_ENROLLED,
    Kind.TAKEN_BACK: None,
}
_WAITS: Mapping[Kind, Reason | None] = {
    Kind.APPLIED: ALREADY_ASKED,
    Kind.WAITLISTED: ALREADY_ASKED,
    Kind.INVITED: ALREADY_ASKED,
    Kind.OFFERED: None,
    Kind.ENROLLED: None,
    Kind.DECLINED: None,
    Kind.LAPSED: None,
    Kind.WITHDRAWN: NOT_ENROLLED,
    Kind.TRANSFERRED: NOT_ENROLLED,
    Kind.TAKEN_BACK: None,
}
WHY_NOT: Mapping[Status, Mapping[Kind, Reason | None]] = {
    Status.NONE: {**_OUT, Kind.TAKEN_BACK: NOTHING_TO_TAKE_BACK},
    Status.APPLIED: {**_WAITS, Kind.WAITLISTED: None, Kind.LAPSED: NO_OFFER},
    Status.WAITLISTED: _WAITS,
    Status.INVITED: _HELD,
    Status.OFFERED: _HELD,
    Status.ENROLLED: {
        **dict.fromkeys(Kind, ALREADY_ENROLLED),
        Kind.WITHDRAWN: None,
        Kind.TRANSFERRED: None,
        Kind.TAKEN_BACK: None,
    },
    Status.DECLINED: _OUT,
    Status.LAPSED: _OUT,
    Status.WITHDRAWN: _OUT,
    Status.TRANSFERRED: _OUT,
}
"""For each status and each event why it cannot happen, or None where it can."""

HOLDS_SEAT = frozenset({Status.INVITED, Status.OFFERED, Status.ENROLLED})
"""With these a seat of the cohort is taken."""


class HasKind(Protocol):
    """An event, or as much of one as says what happened."""

    @property
    def kind(self) -> Kind: ...


EventT = TypeVar("EventT", bound=HasKind)


def events_that_stand(events: Iterable[EventT]) -> list[EventT]:
    """The events, in order, without those that were taken back."""
    stand: list[EventT] = []
    for event in events:
        if event.kind is Kind.TAKEN_BACK:
            stand.pop()
        else:
            stand.append(event)
    return stand


def status_of(stand: Sequence[EnrollmentEvent]) -> EnrollmentStatus:
    """What holds by the events that stand."""
    return EnrollmentStatus(stand[-1].kind) if stand else EnrollmentStatus.NONE


def enrolled_last(stand: Sequence[EnrollmentEvent]) -> EnrollmentEvent | None:
    """The event by which they were enrolled last.

    When that was and what they were then is nothing that a withdrawal changes, or taking it back.
    """
    return next((event for event in reversed(stand) if event.kind is Kind.ENROLLED), None)


def why_not_take_part(status: EnrollmentStatus, archived_at: datetime | None) -> Reason | None:
    """Why somebody cannot do a learner's acts in a cohort."""
    return why_not_change(archived_at) if status is Status.ENROLLED else LEFT


def why_not_take_back_withdrawal(status: EnrollmentStatus) -> Reason | None:
    """Why there is no withdrawal to take back."""
    return None if status is Status.WITHDRAWN else NOT_WITHDRAWN


@dataclass(frozen=True)
class TransferMade:
    """The transfer by which somebody left a place, and what became of the place they came to."""

    cohort: str
    """The title of the cohort they came to."""
    stands: bool
    """Whether nothing has happened to their place in it since."""
    worked: bool
    """Whether anything was recorded in that place."""


def why_not_take_back_transfer(made: TransferMade | None) -> Reason | None:
    """Why a transfer cannot be taken back. `made`: None for who was not transferred."""
    if made is None:
        return NOT_TRANSFERRED
    if not made.stands:
        return GONE_ON(cohort=made.cohort)
    return WORKED_SINCE(cohort=made.cohort) if made.worked else None


@dataclass(frozen=True)
class Seats:
    """The seats of a cohort at one moment, as a whole and by institution."""

    capacity: int
    taken: int
    shares: Mapping[UUID, int]
    """By institution, how many its people can have at most; others have the whole capacity."""
    taken_by: Mapping[UUID, int]
    """By institution, how many its people have."""

    @property
    def free(self) -> int:
        """How many are left; none, too, if a coordinator made them fewer than are taken."""
        return max(0, self.capacity - self.taken)

    def free_for(self, institution_id: UUID) -> int:
        """How many are left for people of one institution."""
        share = self.shares.get(institution_id, self.capacity)
        return max(0, min(self.free, share - self.taken_by.get(institution_id, 0)))


def why_no_seat(seats: Seats, institution_id: UUID, title: str) -> Reason | None:
    """Why a cohort has no seat for one more of an institution."""
    if not seats.free:
        return FULL(count=seats.capacity, cohort=title)
    if not seats.free_for(institution_id):
        return SHARE_FULL(count=seats.shares[institution_id], cohort=title)
    return None
