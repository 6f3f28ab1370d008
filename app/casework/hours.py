"""When a session is, and whether it takes place. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.cohorts.models import Cohort


@dataclass(frozen=True)
class Hour:
    """A session as it is planned."""

    position: int
    """Of its unit."""
    starts_at: datetime
    minutes: int
    zone: str
    """Of the cohort."""
    canceled: bool = False
    not_held: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it is to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Planned(Protocol):
    """What has a session: a unit as it is read, or the session itself as it is locked."""

    @property
    def position(self) -> int: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def canceled(self) -> bool: ...
    @property
    def not_held(self) -> bool: ...


def hour_of(cohort: Cohort, held: Planned) -> Hour:
    """When a session of a cohort is; of a unit, one that has a session."""
    assert held.starts_at is not None
    off = held.canceled, held.not_held
    return Hour(held.position, held.starts_at, held.minutes, cohort.zone, *off)
