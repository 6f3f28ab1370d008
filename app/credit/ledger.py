"""The facts of one enrollment that completion and credit are computed from. Pure.

Nothing here is stored: `queries.ledgers` gathers it from attestations, attendance and the schedule.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.rules import is_unmarked
from app.cohorts.rules import has_ended
from app.people.enums import Profession


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """One unit of a cohort, and what one person did in it."""

    position: int
    title: str
    has_module: bool
    attested_at: datetime | None
    """When the live attestation of its module was signed."""
    starts_at: datetime | None
    minutes_scheduled: int
    canceled: bool
    status: AttendanceStatus
    minutes: int | None
    """Minutes present, where they are known."""
    led_it: bool
    expected: bool
    """False for a session that began before the person enrolled: nobody is absent from that."""

    @property
    def takes_place(self) -> bool:
        """Whether there is a session that was not canceled."""
        return self.starts_at is not None and not self.canceled

    def held(self, now: datetime) -> bool:
        """Whether its session took place and is over; only then a mark counts for anything."""
        if self.starts_at is None or self.canceled:
            return False
        return has_ended(self.starts_at, self.minutes_scheduled, now)

    def is_unmarked(self, now: datetime) -> bool:
        """Whether its session was held and the person's mark is still to be recorded."""
        return self.held(now) and is_unmarked(self.status, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One enrollment: who it is, and the units of the cohort in order."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    profession: Profession
    profession_verified_at: datetime | None
    enrolled_at: datetime
    closes_at: datetime
    """Until then modules can be attested and sessions made up."""
    unit_label: str
    units: tuple[UnitLedger, ...]
    archived_at: datetime | None = None
    """Since when nothing in the cohort changes any more."""
    surveys_done: frozenset[str] = frozenset()

    @property
    def attested(self) -> frozenset[int]:
        """The positions of the units whose module is attested."""
        return frozenset(unit.position for unit in self.units if unit.attested_at is not None)

    def label(self, position: int) -> str:
        """What the program calls a unit: "Week 5"."""
        return f"{self.unit_label} {position}"
