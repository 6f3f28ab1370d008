"""A ledger as counts, at some moments. Pure.

A report asks for everybody at the end of every week, and a desk for everybody in every cohort. So
a ledger is counted once, instead of gone through for each of them.

What has not happened is never called missing: a module is due once the session after its own is
over, the last ones when the cohort closes; a session is missed only if it was held and was marked
so, or began before they enrolled.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import COUNTED, MISSED, is_expected
from app.cohorts.arms.rules import Bar, why_no_session
from app.cohorts.changes.rules import Gap
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
    gaps: Sequence[Gap] = ()
    """When its session was not on the schedule; of one that is canceled for ever, it never was."""
    not_held: bool = False
    """It was to take place and did not: it never was on the schedule, and fewer have to count."""

    def is_planned(self, at: datetime) -> bool:
        """Whether its session was on the schedule at a moment: to come, or held."""
        if self.starts_at is None or self.not_held or (self.canceled and not self.gaps):
            return False
        return not any(gap.covers(at) for gap in self.gaps)

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


class WithdrawnSignature(NamedTuple):
    """A module that was signed, until it was not any more."""

    position: int
    signed_at: datetime
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did in a cohort, by the unit's position."""

    enrolled_at: datetime
    signed: Mapping[int, datetime]
    marks: Mapping[int, WorkMark]
    carried_marks: Mapping[int, WorkMark] = field(default_factory=dict)
    """Those of a cohort that they were transferred from, which count here."""
    withdrawn: Sequence[WithdrawnSignature] = ()
    """What was signed for a while."""
    bar: Bar | None = None
    """What keeps them from sessions: of those they have no marks, and lack none."""

    def has_started(self, over: Collection[int]) -> bool:
        """Whether they signed a unit or attended a session. `over`: the positions of those held."""
        return bool(self.signed or self.carried_marks) or any(
            position in over and (mark.status in THERE or mark.made_up_at is not None)
            for position, mark in self.marks.items()
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
    missed_ahead: int = 0
    """Sessions to come of which it is known that they will be missed."""


class _Session(NamedTuple):
    """A session as moments have it."""

    position: int
    starts_at: datetime
    ended: int
    """The first moment at which it is over; past the last: none of them."""
    planned: Sequence[tuple[int, int]]
    """From which moment to before which one it was on the schedule."""
    canceled: bool


class Schedule:
    """The units of a cohort, for counting what somebody had done at each of some moments.

    Each moment has the schedule of then: what was canceled or added later changes nothing of it. A
    session that has begun is neither moved nor canceled, so what was over by then stands as it is.

    `moments`: ends of sessions, from the earliest on, and then now. `is_series`: nobody is expected
    at a session, so without a mark nothing waits and nothing was missed.
    """

    def __init__(
        self,
        units: Sequence[PlannedUnit],
        closes_at: datetime,
        moments: Sequence[datetime],
        *,
        is_series: bool = False,
    ) -> None:
        self.moments = moments
        self._is_series = is_series
        # no cohort closes before its last session is over, whatever day is set later
        self._closed = [moment > closes_at for moment in moments[:-1]]
        self._closed.append(moments[-1] >= closes_at)
        self._sessions = [_session(unit, moments) for unit in units if unit.starts_at is not None]
        self._planned = [sum(unit.is_planned(moment) for unit in units) for moment in moments]
        self._not_held = sum(unit.not_held for unit in units)
        self._due = _first_due(units, moments, closed=[*self._closed, True].index(True))
        self._due_by = [
            sum(due <= number for due in self._due.values()) for number in range(len(moments))
        ]

    def tallies(self, work: Work, policy: PolicyData) -> list[Tally]:
        """What somebody had done at each moment.

        A mark counts from the end of its session, whenever it was recorded or corrected: it says
        what was so then. A carried one counts at once. A signature and a make-up count from when
        they were made. At the last moment, which is now, those of sessions ahead are known, too.
        """
        steps = _Steps(len(self.moments))
        self._sign_all(steps, work)
        for session in self._sessions:
            self._mark(steps, session, work)
        tallies = list(self._summed(steps, policy))
        if work.carried_marks:
            tallies = [tally._replace(started=True) for tally in tallies]
        tallies[-1] = self._with_later_marks(tallies[-1], work, policy)
        return tallies

    def _sign_all(self, steps: "_Steps", work: Work) -> None:
        for position, at in work.signed.items():
            self._sign(steps, position, at, 1)
        for position, signed_at, withdrawn_at in work.withdrawn:
            self._sign(steps, position, signed_at, 1)
            self._sign(steps, position, withdrawn_at, -1)

    def _sign(self, steps: "_Steps", position: int, at: datetime, count: int) -> None:
        due = self._due.get(position)
        if due is not None:
            since = bisect_left(self.moments, at)
            steps.of("signed")[since] += count
            steps.of("signed_due")[max(since, due)] += count

    def _mark(self, steps: "_Steps", session: _Session, work: Work) -> None:
        last = len(self.moments)
        carried = bool(work.carried_marks) and work.is_carried(session.position)
        marks = work.carried_marks if carried else work.marks
        mark = marks.get(session.position, _NO_MARK)
        counted = steps.of(self._kind(mark.status, work, session))
        for since, until in session.planned if carried else ((session.ended, last),):
            counted[since] += 1
            counted[until] -= 1
            if mark.made_up_at is not None:
                made = min(until, max(since, bisect_left(self.moments, mark.made_up_at)))
                made_up = steps.of("made_up")
                counted[made] -= 1
                counted[until] += 1
                made_up[made] += 1
                made_up[until] -= 1

    def _kind(self, status: Status, work: Work, session: _Session) -> str:
        """As what a mark counts; without one, a session that began before they enrolled is late."""
        barred = why_no_session(work.bar, session.starts_at) is not None
        if status is Status.NOT_RECORDED and (self._is_series or barred):
            return "free"
        expected = is_expected(work.enrolled_at, session.starts_at)
        return _KINDS.get(status) or ("waiting" if expected else "late")

    def _with_later_marks(self, tally: Tally, work: Work, policy: PolicyData) -> Tally:
        """Such as excuses that were given before."""
        marks = [
            mark.status
            for session in self._sessions
            if session.ended == len(self.moments)
            and not session.canceled
            and not work.is_carried(session.position)
            and (mark := work.mark(session.position)) is not None
            and mark.made_up_at is None
        ]
        if not marks:
            return tally
        leaving = policy.excused_leaves_denominator * marks.count(Status.EXCUSED)
        missed = sum(status in MISSED for status in marks)
        return tally._replace(
            leaving=tally.leaving + leaving,
            ahead=tally.ahead - missed,
            missed_ahead=missed - leaving,
        )

    def _summed(self, steps: "_Steps", policy: PolicyData) -> Iterator[Tally]:
        leaves, modules = policy.excused_leaves_denominator, len(self._due)
        schedule = zip(self._closed, self._planned, self._due_by, strict=True)
        for (closed, planned, due), counts in zip(schedule, steps.sums(), strict=False):
            signed, signed_due, attended, made_up, excused, absent, partial, *unmarked = counts
            waiting, late, free = unmarked
            held = attended + made_up + excused + absent + partial + waiting + late + free
            missed = absent + partial + late + (0 if leaves else excused)
            yield Tally(
                signed + attended + made_up + partial > 0,
                signed,
                modules - signed,
                due - signed_due,
                attended,
                made_up,
                self._not_held + (excused if leaves else 0),
                0 if self._is_series else missed,
                waiting,
                held,
                held - waiting - late - free,
                planned - held,
                closed,
            )


_COUNTED = (
    "signed", "signed_due", "attended", "made_up", "excused", "missed", "partial",
    "waiting", "late", "free",
)  # fmt: skip


class _Steps:
    """By how much each count changes at each moment; what changes past the last is not summed.

    A report makes thousands of these, so a count that never changes costs nothing.
    """

    def __init__(self, moments: int) -> None:
        self._length = moments + 1
        self._changes: dict[str, list[int]] = {}

    def of(self, count: str) -> list[int]:
        """The changes of one count."""
        changes = self._changes.get(count)
        if changes is None:
            changes = self._changes[count] = [0] * self._length
        return changes

    def sums(self) -> Iterator[tuple[int, ...]]:
        """All counts at each moment, in the order of `_COUNTED`."""
        never = (0,) * self._length
        return zip(*(accumulate(self._changes.get(name, never)) for name in _COUNTED), strict=True)


_KINDS = {
    **dict.fromkeys(ATTENDED, "attended"),
    Status.EXCUSED: "excused",
    Status.PARTIAL: "partial",
    Status.ABSENT: "missed",
}


def _session(unit: PlannedUnit, moments: Sequence[datetime]) -> _Session:
    assert unit.starts_at is not None
    planned: list[tuple[int, int]] = []
    for number, moment in enumerate(moments):
        if not unit.is_planned(moment):
            continue
        begun = planned.pop()[0] if planned and planned[-1][1] == number else number
        planned.append((begun, number + 1))
    ended = len(moments) if unit.ends_at is None else bisect_left(moments, unit.ends_at)
    return _Session(unit.position, unit.starts_at, ended, planned, unit.canceled)


def _first_due(
    units: Sequence[PlannedUnit], moments: Sequence[datetime], *, closed: int
) -> dict[int, int]:
    """For each module the first moment at which it is due; past the last: none of them.

    `closed`: the first moment at which the cohort is.
    """
    ends = [(unit.position, unit.ends_at) for unit in units if unit.ends_at is not None]
    return {
        unit.position: min(
            [closed, *(bisect_left(moments, at) for n, at in ends if n > unit.position)]
        )
        for unit in units
        if unit.has_module
    }


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
        missed_ahead=tally.missed_ahead,
        asks_nothing=policy.asks_nothing,
    )
