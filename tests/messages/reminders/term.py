"""A term of fifty people in six zones over both clock changes, lived through with the real worker.

The clock jumps from one thing that happens to the next: an act of somebody, a letter that falls
due, a letter that waits for an hour. Acts are the application's own; mail goes by SMTP.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.actions import withdraw
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import UnitRow, units
from app.core import outbox
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.core.worker import Worker
from app.credit import actions as credit
from app.credit.queries import standing
from app.demo import work
from app.demo.activity import approval_of
from app.demo.calendar import CohortDates
from app.demo.cohorts import course_of, make_cohort, plan_of
from app.learning.models import Attestation
from app.messages.delivery import make_handlers
from app.messages.reminders.queries import readers_in
from app.messages.reminders.rules import plan
from app.messages.reminders.tasks import Reminding
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL, QuietHours
from app.people.enums import Profession
from app.people.models import Person
from app.settings import Settings
from tests.cast import Cast, add_enrollment, make_person, make_program

ZONES = (
    "America/Denver",
    "America/Phoenix",
    "America/New_York",
    "Pacific/Honolulu",
    "America/Chicago",
    "America/Los_Angeles",
)
AUTUMN = [date(2026, 10, 29), date(2026, 11, 5)]
"""The clocks go back on November 1."""
SPRING = [date(2027, 3, 11), date(2027, 3, 18)]
"""They go forward on March 14."""
BEGINS = datetime(2026, 10, 19, 12, tzinfo=UTC)
ENDS = datetime(2027, 5, 20, tzinfo=UTC)
CLOSES = datetime(2027, 4, 30, 23, tzinfo=UTC)
CLAIMS_CLOSE = datetime(2027, 5, 14, 23, tzinfo=UTC)
OUTAGE = datetime(2026, 11, 2, 16, tzinfo=UTC), datetime(2026, 11, 3, 0, 30, tzinfo=UTC)
"""On one Monday no mail goes out from nine to half past five in Denver."""


class Kind(Enum):
    """How somebody gets on."""

    DILIGENT = auto()
    """Signs on Monday at three in Denver, is at every session, claims."""
    SLOW = auto()
    """Signs the night before the session."""
    LATE = auto()
    """Signs a week late, and misses the third session."""
    VANISHING = auto()
    """Is not seen after the second week."""
    SILENT = auto()
    """Never does anything."""
    WITHDRAWING = auto()
    """Leaves after the second session."""
    DECLINING = auto()
    """Like the slow, and turned reminders off."""
    DISABLED = auto()
    """Like the silent, and can no longer sign in after the first week."""
    BUSY = auto()
    """Like the slow, with quiet hours through the day, until four."""


CLINIC = QuietHours(time(20), time(16))
"""The quiet hours of the busy ones."""


@dataclass(frozen=True)
class Member:
    """One of the fifty."""

    name: str
    kind: Kind
    zone: str
    person_id: UUID
    enrollment_id: UUID


@dataclass(frozen=True)
class Sent:
    """A letter as it went out, and what was so at that moment."""

    member: Member
    at: datetime
    things: Sequence[tuple[str, str]]
    subject: str
    text: str
    lies: Sequence[str]
    """What it says that was not so."""


Act = Callable[[], None]


@dataclass
class Term:
    """The term, as far as it was lived through."""

    database: Database
    session: Session
    url: str
    members: list[Member] = field(default_factory=list)
    now: datetime = BEGINS
    sent: list[Sent] = field(default_factory=list)
    dropped: list[tuple[Member, OutboxMessage]] = field(default_factory=list)
    signed: dict[tuple[UUID, int], datetime] = field(default_factory=dict)
    claimed: dict[UUID, datetime] = field(default_factory=dict)
    absent: set[tuple[UUID, int]] = field(default_factory=set)
    acts: dict[UUID, list[datetime]] = field(default_factory=dict)
    gone: dict[UUID, datetime] = field(default_factory=dict)
    """Who left, can no longer sign in, or turned reminders off, and when."""

    def __post_init__(self) -> None:
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._number = count()
        self._foreseen: set[datetime] = set()
        self.cast = Cast(self.session)
        for slug in ("fall-2026", "spring-2026", "coach-2026"):
            self.cast.cohort(slug).archived_at = BEGINS
        self.cohort = self._make_cohort()
        self.units = units(self.session, self.cohort.id)
        self.reminding = Reminding()
        self._make_people()
        self.session.commit()
        settings = Settings(
            demo=True, base_url="https://training.example.edu", smtp_url=SecretStr(self.url)
        )
        handlers = make_handlers(settings)
        self.worker = Worker(self.database, handlers, clock=lambda: self.now, at_once=1)

    # ------------------------------------------------------------------------------ who and what

    def _make_cohort(self) -> Cohort:
        program = make_program(self.session, "long-course")
        course = course_of(self.session, program.key)
        dates = CohortDates("term-2026", "Term 2026", [*AUTUMN, *SPRING])
        planned = plan_of(course.data, dates, capacity=60, closes_at=CLOSES)
        approval = approval_of(course.data, dates, claims_close_at=CLAIMS_CLOSE)
        made_at = BEGINS - timedelta(weeks=8)
        return make_cohort(self.session, course, planned, approval, by=None, now=made_at)

    def _make_people(self) -> None:
        place, kinds = self.cast.institution("High Desert"), list(Kind)
        for number in range(50):
            kind, zone = kinds[number // 6 % len(kinds)], ZONES[number % len(ZONES)]
            name = f"{kind.name.title()} {number:02}"
            given, family = name.split()
            person = make_person(
                self.session, f"p{number:02}", given, family, "", Profession.NURSE,
                institution=place,
            )  # fmt: skip
            person.zone = zone
            place_in = add_enrollment(self.session, person, self.cohort, at=BEGINS)
            self.session.flush()
            member = Member(name, kind, zone, person.id, place_in.id)
            self.members.append(member)
            self.acts[member.enrollment_id] = [BEGINS]
            self._choose(member)
        self._plan_acts()

    def _choose(self, member: Member) -> None:
        declined = {Stream.REMINDERS} if member.kind is Kind.DECLINING else set()
        quiet = CLINIC if member.kind is Kind.BUSY else USUAL
        own = member.person_id
        choose_mail(self.session, own, declined=declined, quiet=quiet, by=own, now=BEGINS)
        if declined:
            self.gone[own] = BEGINS

    def quiet_of(self, member: Member) -> QuietHours:
        """The hours in which somebody wants no mail."""
        return CLINIC if member.kind is Kind.BUSY else USUAL

    # ------------------------------------------------------------------------------ what they do

    def _at(self, when: datetime, act: Act) -> None:
        heappush(self._agenda, (when, next(self._number), act))

    def _plan_acts(self) -> None:
        for unit in self.units:
            assert unit.starts_at is not None
            start = unit.starts_at
            monday, night = unit.opens_at + timedelta(hours=9), start - timedelta(hours=15)
            self._at(monday, self._everybody(unit, Kind.DILIGENT))
            self._at(night, self._everybody(unit, Kind.SLOW, Kind.DECLINING, Kind.BUSY))
            if unit.position < 3:
                self._at(night, self._everybody(unit, Kind.VANISHING, Kind.WITHDRAWING))
            self._at(start + timedelta(days=6), self._everybody(unit, Kind.LATE))
            self._at(start + timedelta(minutes=90), self._mark(unit))
        last = self.units[-1].starts_at
        assert last is not None
        self._at(last + timedelta(days=12), self._claim(Kind.DILIGENT))
        self._at(CLAIMS_CLOSE - timedelta(days=5), self._claim(Kind.SLOW))
        second = self.units[1].starts_at
        assert second is not None
        self._at(second + timedelta(days=1), self._withdraw)
        self._at(datetime(2026, 11, 3, 12, tzinfo=UTC), self._disable)

    def _of(self, *kinds: Kind) -> Iterator[Member]:
        return (member for member in self.members if member.kind in kinds)

    def _everybody(self, unit: UnitRow, *kinds: Kind) -> Act:
        def sign() -> None:
            for member in self._of(*kinds):
                self.session.add(self._signature(member, unit))
                self.signed[member.enrollment_id, unit.position] = self.now
                self.acts[member.enrollment_id].append(self.now)

        return sign

    def _signature(self, member: Member, unit: UnitRow) -> Attestation:
        """As the action leaves it: three hundred of those take longer than all reminders."""
        assert unit.module_version_id is not None
        return Attestation(
            enrollment_id=member.enrollment_id,
            unit_id=unit.id,
            edition=1,
            statement="I completed it.",
            statement_version="t-1",
            module_version_id=unit.module_version_id,
            typed_name=member.name,
            signed_at=self.now,
            zone=member.zone,
        )

    def _learner(self, member: Member) -> LearnerInCohort:
        place = self.session.get_one(Enrollment, member.enrollment_id)
        return work.learner_in(self.session, place)

    def _is_there(self, member: Member, position: int) -> bool:
        if member.kind is Kind.SILENT or member.kind is Kind.DISABLED:
            return False
        if member.kind in {Kind.VANISHING, Kind.WITHDRAWING}:
            return position < 3
        return not (member.kind is Kind.LATE and position == 3)

    def _mark(self, unit: UnitRow) -> Act:
        def mark() -> None:
            assert unit.session_id is not None
            marks = {}
            for member in self.members:
                if member.kind is Kind.WITHDRAWING and member.person_id in self.gone:
                    continue
                there = self._is_there(member, unit.position)
                status = AttendanceStatus.PRESENT if there else AttendanceStatus.ABSENT
                marks[member.enrollment_id] = Submitted(status)
                if there:
                    assert unit.starts_at is not None
                    self.acts[member.enrollment_id].append(unit.starts_at)
                else:
                    self.absent.add((member.enrollment_id, unit.position))
            cora = self.cast.id("cora")
            save_marks(self.session, unit.session_id, marks, by=cora, now=self.now)

        return mark

    def _claim(self, kind: Kind) -> Act:
        def claim() -> None:
            for member in self._of(kind):
                learner = self._learner(member)
                stands = standing(
                    self.session, self.cohort.id, member.enrollment_id, learner.policy, self.now
                )
                assert stands.eligibility is not None
                own = member.person_id
                credit.claim(
                    self.session, learner, stands.eligibility.quarters, by=own, now=self.now
                )
                self.claimed[member.enrollment_id] = self.now

        return claim

    def _withdraw(self) -> None:
        for member in self._of(Kind.WITHDRAWING):
            place = self.session.get_one(Enrollment, member.enrollment_id)
            by = self.cast.id("cora")
            withdraw(self.session, place, reason="No time.", by=by, now=self.now)
            self.gone[member.person_id] = self.now

    def _disable(self) -> None:
        for member in self._of(Kind.DISABLED):
            self.session.get_one(Person, member.person_id).disabled_at = self.now
            self.gone[member.person_id] = self.now

    # ------------------------------------------------------------------------------------ the clock

    def live(self) -> None:
        """From one thing that happens to the next, until nothing does."""
        while self.now < ENDS:
            while self._agenda and self._agenda[0][0] <= self.now:
                heappop(self._agenda)[2]()
                self.session.commit()
                self._foreseen.clear()
            self.reminding(self.database, self.now)
            if not OUTAGE[0] <= self.now < OUTAGE[1]:
                self.worker.run_until_idle()
            self.session.expire_all()
            self._look_at_mail()
            self.now = self._next()

    def _next(self) -> datetime:
        """When something happens next."""
        moments = [ENDS, *(when for when, _, _ in self._agenda[:1])]
        if self.now < OUTAGE[1]:
            moments.append(OUTAGE[1])
        waiting = select(col(Task.not_before)).where(
            col(Task.kind) == outbox.DELIVER, col(Task.done_at).is_(None),
            col(Task.not_before) > self.now,
        )  # fmt: skip
        moments += list(self.session.scalars(waiting))
        if not any(moment > self.now for moment in self._foreseen):
            self._foresee()
        return min(moment for moment in (*moments, *self._foreseen) if moment > self.now)

    def _foresee(self) -> None:
        """When letters go as long as nobody does anything; looked at again after four days."""
        until = self.now + timedelta(days=4)
        readers = readers_in(self.session, self.cohort.id, self.now)
        letters = (letter for reader in readers for letter in plan(reader, self.now).letters)
        self._foreseen = {until, *(letter.at for letter in letters if letter.at < until)}

    def _look_at_mail(self) -> None:
        by_id = {member.person_id: member for member in self.members}
        found = self.session.scalars(
            select(OutboxMessage).where(
                col(OutboxMessage.kind) == "reminder",
                or_(
                    col(OutboxMessage.sent_at) == self.now,
                    col(OutboxMessage.dropped_at) == self.now,
                ),
            )
        )
        for message in found:
            assert message.person_id is not None
            member = by_id[message.person_id]
            if message.dropped_at:
                self.dropped.append((member, message))
                continue
            assert message.sent_at is not None
            things = said_in(message)
            lies = [lie for thing in things for lie in self._lies(member, *thing)]
            self.sent.append(
                Sent(
                    member, message.sent_at, things, message.subject or "", message.text or "", lies
                )
            )

    def _lies(self, member: Member, rule: str, unit: str) -> Iterator[str]:
        """What was not so when a letter said it, by what this term itself has noted."""
        place, position = member.enrollment_id, int(unit.removeprefix("Week ") or 0)
        is_signed, was_absent = (place, position) in self.signed, (place, position) in self.absent
        cannot_claim = place in self.claimed or self.now >= CLAIMS_CLOSE
        has_begun = self._has_begun(position)
        untrue = {
            "unit-open": is_signed or has_begun,
            "unsigned": is_signed or has_begun,
            "session-tomorrow": has_begun,
            "session-soon": has_begun,
            "missed": not was_absent,
            "off-track": self._has_all(place),
            "claim-open": cannot_claim,
            "claim-closing": cannot_claim,
        }
        if untrue[rule]:
            yield f"{rule} {unit}"
        if member.person_id in self.gone:
            yield f"{rule}: {member.name} is gone"

    def _has_begun(self, position: int) -> bool:
        starts = self.units[position - 1].starts_at
        return starts is not None and self.now >= starts

    def _has_all(self, place: UUID) -> bool:
        """Whether somebody signed all whose next session is over, and has sessions enough."""
        over = [
            u for u in self.units if u.starts_at and u.starts_at + timedelta(hours=1) <= self.now
        ]
        due = [unit.position for unit in over[:-1]]
        missed = sum((place, unit.position) in self.absent for unit in over)
        return all((place, n) in self.signed for n in due) and missed <= 1


def said_in(message: OutboxMessage) -> list[tuple[str, str]]:
    """What a letter says: the rules, each with its unit."""
    return [
        (item["rule"], item.get("unit", "Week 0"))
        for part in message.facts["parts"]
        for item in part["says"]
    ]


LETTERS: Mapping[str, str] = {
    "unit-open": "open",
    "unsigned": "unsigned",
    "session-tomorrow": "day before",
    "session-soon": "hour before",
    "missed": "missed",
    "off-track": "off track",
    "claim-open": "claim",
    "claim-closing": "claim closes",
}
