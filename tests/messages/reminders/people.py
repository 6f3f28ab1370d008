"""Readers for the planner, made of a few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from app.casework.enums import AttendanceStatus as Status
from app.cohorts.rules import opening, to_utc
from app.credit.ledger import Ledger, UnitLedger
from app.credit.status.rules import assess
from app.messages.reminders.enums import Rule
from app.messages.reminders.reader.rules import Place, Reader, Thing
from app.messages.reminders.timing.rules import DEFAULTS, Setting
from app.messages.streams.rules import NotificationSettings
from app.people.enums import Profession
from tests.course import POLICY

DENVER = "America/Denver"
FIRST = date(2026, 11, 12)
"""The Thursday of the first session; the clocks went back on November 1."""
CLOSES = datetime(2027, 1, 29, 0, tzinfo=UTC)
OPEN_HOUR, NOON = time(6), time(12)


def session_at(position: int) -> datetime:
    """Thursdays at noon in Denver."""
    return to_utc(FIRST + timedelta(weeks=position - 1), NOON, DENVER)


def unit(position: int, *, signed: bool = False, mark: Status = Status.NOT_RECORDED) -> UnitLedger:
    """A unit that opens on the Monday of its session."""
    day = FIRST + timedelta(weeks=position - 1)
    opens = opening(day, DENVER, weekday="monday", wall=OPEN_HOUR)
    return UnitLedger(
        position=position,
        title=f"Module {position}",
        has_module=True,
        attested_at=opens + timedelta(hours=20) if signed else None,
        starts_at=session_at(position),
        minutes_scheduled=60,
        canceled=False,
        status=mark,
        minutes=None,
        led_it=False,
        expected=True,
        opens_at=opens,
    )


@dataclass
class Someone:
    """Somebody in a cohort of four units, as far as they got."""

    signed: frozenset[int] = frozenset()
    marks: Mapping[int, Status] = field(default_factory=dict)
    zone: str = DENVER
    choice: NotificationSettings = field(default_factory=NotificationSettings)
    settings: Mapping[Rule, Setting] = field(default_factory=lambda: DEFAULTS)
    told: Mapping[Thing, datetime] = field(default_factory=dict)
    letters: Sequence[datetime] = ()
    acted_at: datetime | None = None
    is_disabled: bool = False

    def units(self) -> tuple[UnitLedger, ...]:
        none = Status.NOT_RECORDED
        return tuple(
            unit(n, signed=n in self.signed, mark=self.marks.get(n, none)) for n in range(1, 5)
        )

    def place(self, now: datetime, units: Sequence[UnitLedger] | None = None) -> Place:
        """Their place, judged at a moment."""
        ledger = Ledger(
            enrollment_id=UUID(int=1),
            person_id=UUID(int=2),
            name="Alvarez, Ada",
            profession=Profession.PHYSICIAN,
            profession_verified_at=None,
            enrolled_at=datetime(2026, 10, 1, tzinfo=UTC),
            closes_at=CLOSES,
            unit_label="Week",
            units=tuple(units) if units is not None else self.units(),
        )
        return Place(
            enrollment_id=ledger.enrollment_id,
            cohort_id=UUID(int=3),
            cohort="Fall 2026",
            path="/cohorts/fall-2026",
            settings=self.settings,
            standing=assess(ledger, POLICY, None, None, now),
            told=dict(self.told),
            letters=tuple(self.letters),
            acted_at=self.acted_at,
        )

    def reader(self, now: datetime, units: Sequence[UnitLedger] | None = None) -> Reader:
        """They as the planner sees them at a moment."""
        return Reader(
            person_id=UUID(int=2),
            name="Alvarez, Ada",
            zone=self.zone,
            choice=self.choice,
            is_disabled=self.is_disabled,
            places=(self.place(now, units),),
            letters=tuple(self.letters),
        )


def twice(reader: Reader) -> Reader:
    """The same person in a second cohort that runs on the same days."""
    (place,) = reader.places
    other = replace(place, enrollment_id=uuid4(), cohort_id=uuid4(), cohort="Another")
    return replace(reader, places=(place, other))
