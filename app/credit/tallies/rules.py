"""A ledger as counts, at some moments. Pure.

A report asks for everybody at the end of every week, and a desk for everybody in every cohort. So
a ledger is counted once, instead of gone through for each of them.

What has not happened is never called missing: a module is due once the session after its own is
over, the last ones when the cohort closes; a session is missed only if it was held and was marked
so, or began before they enrolled.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import COUNTED, MISSED, is_expected
from app.credit.completion.rules import ATTENDED, Completion
from app.credit.ledger import THERE
from app.packs.schema import PolicyData


class PlannedUnit(NamedTuple):
    """A unit of a cohort as its schedule has it."""

    position: int
    has_module: bool
    starts_at: datetime | None
    minutes: int
    canceled: bool

    @property
    def ends_at(self) -> datetime | None:
        """When its session is over; None if it has none, or it was canceled."""
        if self.starts_at is None or self.canceled:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)


class WorkMark(NamedTuple):
    """The mark of one session, and since when a make-up stands beside it."""

    status: Status
    made_up_at: datetime | None = None


_NO_MARK = WorkMark(Status.NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did in a cohort, by the unit's position."""

    enrolled_at: datetime
    signed: Mapping[int, datetime]
    marks: Mapping[int, WorkMark]
    carried_marks: Mapping[int, WorkMark] = field(default_factory=dict)
    """Those of a cohort that they were transferred from, which count here."""

    @property
    def started(self) -> bool:
        """Whether they have signed a unit or attended a session so far."""
        return bool(self.signed or self.carried_marks) or any(
            mark.status in THERE or mark.made_up_at is not None for mark in self.marks.values()
        )

    def mark(self, position: int) -> WorkMark | None:
        """The mark that completion goes by."""
        if self.is_carried(position):
            return self.carried_marks[position]
        return self.marks.get(position)

    def is_carried(self, position: int) -> bool:
        """Whether that is a carried one, which counts at once: there is none here that counts."""
        own = self.marks.get(position, _NO_MARK)
        counts = own.status in COUNTED or own.made_up_at is not None
        return position in self.carried_marks and not counts


class Tally(NamedTuple):
    """A ledger as counts: all that completion and stage depend on."""

    started: bool
    signed: int
    unsigned: int
    unsigned_due: int
    """Of them, those that are due."""
    attended: int
    made_up: int
    leaving: int
    """Excused sessions that lower what is needed."""
    missed: int
    waiting: int
    held: int
    recorded: int
    ahead: int
    closed: bool


class Schedule:
    """The units of a cohort, for counting what somebody had done at each of some moments.

    `moments`: from the earliest to the last, which is now.
    """

    def __init__(
        self, units: Sequence[PlannedUnit], closes_at: datetime, moments: Sequence[datetime]
    ) -> None:
        self.moments = moments
        self._closed = [moment >= closes_at for moment in moments]
        ends = [(unit.position, unit.ends_at) for unit in units if unit.ends_at is not None]
        self._sessions = [
            (unit.position, unit.starts_at, bisect_left(moments, unit.ends_at))
            for unit in units
            if unit.starts_at is not None and unit.ends_at is not None
        ]
        self._due = {
            unit.position: bisect_left(
                moments, min([closes_at, *(at for n, at in ends if n > unit.position)])
            )
            for unit in units
            if unit.has_module
        }
        """For each module the first moment at which it is due; past the last: none of them."""

    def tallies(self, work: Work, policy: PolicyData) -> list[Tally]:
        """What somebody had done at each moment.

        A mark counts from the end of its session, whenever it was recorded, a carried one at once;
        at the last moment,
        which is now, those of sessions ahead are known, too.
        """
        steps = [_Step() for _ in range(len(self.moments) + 1)]
        for position, at in work.signed.items():
            if position in self._due:
                since = bisect_left(self.moments, at)
                steps[since].signed += 1
                steps[max(since, self._due[position])].signed_due += 1
        for due in self._due.values():
            steps[due].due += 1
        for position, starts_at, ended in self._sessions:
            mark = work.mark(position) or _NO_MARK
            since = 0 if work.is_carried(position) else ended
            kind = _kind(mark.status, expected=is_expected(work.enrolled_at, starts_at))
            steps[since].add(kind, 1)
            if mark.made_up_at is not None:
                made = max(since, bisect_left(self.moments, mark.made_up_at))
                steps[made].add(kind, -1)
                steps[made].made_up += 1
        tallies = list(self._summed(steps, policy))
        if work.carried_marks:
            tallies = [tally._replace(started=True) for tally in tallies]
        tallies[-1] = self._with_later_marks(tallies[-1], work, policy)
        return tallies

    def _with_later_marks(self, tally: Tally, work: Work, policy: PolicyData) -> Tally:
        """Such as excuses that were given before."""
        marks = [
            mark.status
            for position, _starts_at, since in self._sessions
            if since == len(self.moments)
            and not work.is_carried(position)
            and (mark := work.mark(position)) is not None
            and mark.made_up_at is None
        ]
        if not marks:
            return tally
        leaving = policy.excused_leaves_denominator * marks.count(Status.EXCUSED)
        missed = sum(status in MISSED for status in marks)
        return tally._replace(leaving=tally.leaving + leaving, ahead=tally.ahead - missed)

    def _summed(self, steps: Sequence["_Step"], policy: PolicyData) -> Iterator[Tally]:
        signed = due = signed_due = attended = made_up = excused = missed = waiting = late = 0
        partial = held = 0
        leaves = policy.excused_leaves_denominator
        for step, closed in zip(steps, self._closed, strict=False):
            signed += step.signed
            due += step.due
            signed_due += step.signed_due
            attended += step.attended
            made_up += step.made_up
            excused += step.excused
            missed += step.missed
            partial += step.partial
            waiting += step.waiting
            late += step.late
            held = attended + made_up + excused + missed + partial + waiting + late
            yield Tally(
                started=signed + attended + made_up + partial > 0,
                signed=signed,
                unsigned=len(self._due) - signed,
                unsigned_due=due - signed_due,
                attended=attended,
                made_up=made_up,
                leaving=excused if leaves else 0,
                missed=missed + partial + late + (0 if leaves else excused),
                waiting=waiting,
                held=held,
                recorded=held - waiting - late,
                ahead=len(self._sessions) - held,
                closed=closed,
            )


class _Step:
    """What is counted from one moment on."""

    __slots__ = (
        "attended", "due", "excused", "late", "made_up", "missed", "partial",
        "signed", "signed_due", "waiting",
    )  # fmt: skip

    def __init__(self) -> None:
        self.signed = self.due = self.signed_due = self.attended = self.made_up = 0
        self.excused = self.missed = self.partial = self.waiting = self.late = 0

    def add(self, kind: str, count: int) -> None:
        """Count a mark of some kind, or take it out again."""
        setattr(self, kind, getattr(self, kind) + count)


_KINDS = {
    **dict.fromkeys(ATTENDED, "attended"),
    Status.EXCUSED: "excused",
    Status.PARTIAL: "partial",
    Status.ABSENT: "missed",
}


def _kind(status: Status, *, expected: bool) -> str:
    """As what a mark counts; without one, a session that began before they enrolled is missed."""
    return _KINDS.get(status) or ("waiting" if expected else "late")


def judged(tally: Tally, policy: PolicyData) -> Completion:
    """The verdict that `completion` gives of such a ledger; units in it have no names."""
    made_up = min(tally.made_up, policy.make_ups_allowed)
    return Completion(
        modules_done=tally.signed,
        modules_needed=policy.modules_required,
        modules_open=("",) * tally.unsigned,
        sessions_counted=tally.attended + made_up,
        sessions_needed=max(0, policy.sessions_required - tally.leaving),
        sessions_held=tally.held,
        sessions_recorded=tally.recorded,
        sessions_ahead=tally.ahead,
        sessions_waiting=("",) * tally.waiting,
        sessions_missed=("",) * tally.missed,
        make_ups_used=made_up,
        make_ups_allowed=policy.make_ups_allowed,
        surveys_needed=len(policy.surveys),
        surveys_open=tuple(policy.surveys),
        closed=tally.closed,
    )
