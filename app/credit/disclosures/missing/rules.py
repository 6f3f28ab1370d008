"""What is missing of disclosures, by who has to do something about it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Standing:
    """How somebody who controls content stands, by one of the ways in which they do."""

    cohort_id: UUID
    person_id: UUID | None
    row_id: UUID | None
    is_left_out: bool
    disclosure_id: UUID | None
    """The newest one."""
    valid_until: datetime | None
    is_reviewed: bool
    has_officers: bool
    """Whether the provider of the cohort's activity has some."""

    @property
    def id(self) -> UUID | None:
        """Of the person, or of their row on the list."""
        return self.person_id or self.row_id


@dataclass(frozen=True)
class Missing:
    """Of whom something is missing in a cohort for which disclosures are needed."""

    owe: frozenset[UUID] = frozenset()
    """Who has not disclosed, or too long ago."""
    to_review: frozenset[UUID] = frozenset()
    """By disclosure."""
    officers_review: bool = False
    """Whether that is for the provider's officers, and for nobody else."""


def missing_of(standings: Sequence[Standing], now: datetime) -> Missing:
    """Each once, and nobody who was left out."""
    out = {own.id for own in standings if own.is_left_out}
    inside = [own for own in standings if own.id not in out]
    return Missing(
        owe=frozenset(own.id for own in inside if own.id and not _holds(own, now)),
        to_review=frozenset(
            own.disclosure_id
            for own in inside
            if own.disclosure_id and _holds(own, now) and not own.is_reviewed
        ),
        officers_review=any(own.has_officers for own in standings),
    )


def _holds(own: Standing, now: datetime) -> bool:
    return own.valid_until is not None and now < own.valid_until
