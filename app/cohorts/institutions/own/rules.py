"""Which of their people's cohorts a lead's page opens on; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.cohorts.context import CohortContext


@dataclass(frozen=True)
class InstitutionMember:
    """One person of the lead's institution, as the list of people shows them."""

    family_name: str
    given_name: str
    search_name: str
    name: str
    """`Okafor, Dana`."""
    address: str
    department: str
    cohorts: tuple[str, ...]
    """Newest first."""
    newest: str
    """Sorts by when the newest cohort closes; empty for nobody's."""


@dataclass(frozen=True)
class OwnCohort:
    """A cohort in which the lead has people."""

    here: CohortContext
    people: int
    """How many those are."""
    begins_at: datetime | None
    """When its first unit opens."""
    last_at: datetime | None
    """When its last session begins."""

    def is_open(self, now: datetime) -> bool:
        """Whether people can work in it now."""
        return self.has_begun(now) and now < self.here.cohort.closes_at

    def weight(self, now: datetime) -> tuple[bool, int]:
        """Of those that are open, which is shown: sessions to come first, then own people."""
        return self.last_at is not None and now <= self.last_at, self.people

    def has_begun(self, now: datetime) -> bool:
        """Whether anything has opened in it."""
        return self.begins_at is not None and self.begins_at <= now


def opens_on(cohorts: Sequence[OwnCohort], now: datetime) -> OwnCohort | None:
    """Which of them a lead's page shows first. `cohorts`: the last to close first.

    Of those in which people work that with sessions to come, and with the most own people; else the
    one that begins next; else the one that closed last.
    """
    working = [each for each in cohorts if each.is_open(now)]
    if working:
        return max(working, key=lambda each: each.weight(now))
    to_come = [each for each in cohorts if not each.has_begun(now)]
    if to_come:
        return min(to_come, key=lambda each: each.begins_at or each.here.cohort.closes_at)
    return cohorts[0] if cohorts else None
