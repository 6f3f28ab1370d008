"""Whether the seats of a cohort can be changed, and whose they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.enrollments.rules import Seats
from app.cohorts.rules import why_not_without_reason
from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.cohorts.drafts.queries import ShareRow

SAME = reason("seats.same", "The cohort already has these seats.")


def why_not_change(
    seats: Seats, capacity: int, shares: Mapping[UUID, int], given: str
) -> Reason | None:
    """Why the seats stay. Fewer than are taken can be: nobody loses one, and none is passed on."""
    if seats.capacity == capacity and dict(seats.shares) == dict(shares):
        return SAME
    return why_not_without_reason(given)


def participating(shares: Sequence[ShareRow]) -> list[ShareRow]:
    """The institutions with people or seats in a cohort; as long as there are none, all."""
    own = [row for row in shares if row.people or row.seats]
    return own or list(shares)
