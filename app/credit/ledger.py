"""The facts of one enrollment that completion and credit are computed from. Pure.

Nothing here is stored: `queries.ledgers` gathers it from attestations, attendance and the schedule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.enums import CreditType
from app.casework.rules import COUNTED, WAS_THERE, is_unmarked
from app.cohorts.rules import has_ended
from app.people.enums import Profession

THERE = WAS_THERE | {AttendanceStatus.MADE_UP}
"""With these marks somebody was at a session, or made it up."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What counts in a unit, though it was done in a cohort from which somebody was transferred."""

    signed_at: datetime | None = None
    signed_in: str = ""
    """The title of that cohort."""
    status: AttendanceStatus = AttendanceStatus.NOT_RECORDED
    """A mark that counts, or none."""
    attended_in: str = ""


class ApprovedMakeUp(NamedTuple):
    """A make-up that a learner submitted and somebody approved: what it is for credit."""

    credit: CreditType
    done_at: datetime
    """When the sister session began, or the text was submitted."""
    minutes: int | None = None
    """How long they were at a sister session."""


class Extension(NamedTuple):
    """What one person was given for their claim."""

    until: datetime
    waives_evaluation: bool
    waives_completion: bool


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """One unit of a cohort, and what one person did in it.

    What was done in the cohort itself earns credit; what completes it is `signed_at` and `mark`.
    """

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
    """Minutes present, where they are known; also of a session that was made up later."""
    led_it: bool
    expected: bool
    """False for a session that began before the person enrolled: nobody is absent from that."""
    carried: Carried | None = None
    opens_at: datetime | None = None
    """When its module opens for everybody; None: it is not looked at when."""
    make_up: ApprovedMakeUp | None = None
    """What an approved make-up earns; None: there is none, or it was recorded by hand."""
    not_held: bool = False
    """Its session was to take place and did not: it is canceled, and fewer have to count."""
    canceled_at: datetime | None = None
    """Since when it is canceled, where that is known."""
    make_up_waits: bool = False
    """A make-up of its session was asked for, and is neither accepted nor returned."""
    optional: bool = False
    """Its cohort is a series: nobody is expected at its session, and nobody misses it."""

    @property
    def signed_at(self) -> datetime | None:
        """When its module was signed, here or in a cohort whose work counts here."""
        if self.carried is not None and self.attested_at is None:
            return self.carried.signed_at
        return self.attested_at

    def is_locked(self, now: datetime) -> bool:
        """Whether its module has not opened, so nobody is told that it is not signed."""
        return self.opens_at is not None and now < self.opens_at

    @property
    def is_mark_carried(self) -> bool:
        """Whether a mark of another cohort counts: there is one, and none here that counts."""
        carried = self.carried
        return carried is not None and carried.status in COUNTED and self.status not in COUNTED

    @property
    def mark(self) -> AttendanceStatus:
        """The mark that completion goes by."""
        if self.carried is not None and self.is_mark_carried:
            return self.carried.status
        return self.status

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


def with_carried(
    units: Sequence[UnitLedger], carried: Mapping[int, Carried]
) -> tuple[UnitLedger, ...]:
    """Units with what counts in them besides, by position."""
    if not carried:
        return tuple(units)
    return tuple(replace(unit, carried=carried.get(unit.position)) for unit in units)


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
    """By key; to others than the person themself, those that they are told of."""
    surveys_withheld: frozenset[str] = frozenset()
    """Of these it is not told whether they are done: empty to the person themself."""
    surveys_closing: Mapping[str, datetime] = field(default_factory=dict)
    """Until when they are asked for each that has opened."""
    zone: str = "UTC"
    """The cohort's: in it moments are told."""
    extension: Extension | None = None
    """What they were given for their claim, and others were not."""
    has_sessions: bool = True
    """False of who completes by the modules alone, since an arm of a trial was drawn for them."""

    @property
    def attested(self) -> frozenset[int]:
        """The positions of the units whose module is attested."""
        return frozenset(unit.position for unit in self.units if unit.signed_at is not None)

    def has_started(self, now: datetime) -> bool:
        """Whether they signed a unit or attended a session, here or where they came from."""
        return any(
            unit.attested_at is not None
            or unit.carried is not None
            or (unit.status in THERE and unit.held(now))
            for unit in self.units
        )

    def label(self, position: int) -> str:
        """What the program calls a unit: "Week 5"."""
        return f"{self.unit_label} {position}"
