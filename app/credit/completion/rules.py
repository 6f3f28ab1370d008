"""The policy's verdict over a ledger, and what is missing of it. Pure.

How the policy is read:

- A mark counts once its session is over. `present` and `late` count, `made_up` counts as often as
  the policy allows, `partial`, `absent` and `excused` do not.
- A make-up beside `partial` counts for the session once. The minutes that somebody was there stay
  theirs for credit, and what the make-up earns comes on top, up to the length of the session
  (`credit/minutes/rules.py` says how).
- A make-up at a session of another cohort counts only as long as that one counts as held. Whoever
  approved it did so for an hour that was; what stays is the absence, which can be made up in
  another way. Nothing is written: where the other session counts again, so does the make-up.
- A session without a mark does not count yet, and is not missed either: it waits for its mark.
- Whoever enrolled after a session is not absent from it. What the policy requires stays the same,
  so such a session is one that can be made up.
- Where the policy lets `excused` leave the denominator, each excused session lowers what is needed
  by one as soon as it is marked, before or after it is held: what can be missed besides stays the
  same, and there is nothing to make up.
- A canceled session counts for nobody and does not lower what is required. If too few are left,
  `reachable` is false until the coordinator decides something.
- A session that was to take place and was not held leaves everybody's denominator: it counts for
  nobody, and lowers what is needed by one, like an excused one that leaves.
- In a series nobody is expected: a session without a mark waits for none and was not missed.
- A policy that asks for nothing is never completed: there is nothing to complete.
- An evaluation is asked for once it has opened, and before that is never called missing. To others
  than the person themself it is not done as long as they are not told that it is
  (`credit/facts/asked/rules.py`), and called neither: that is told in its own words.
- What was done in a cohort from which somebody was transferred counts for the same unit, where
  nothing that counts was done here; its mark, too, at once, unless the session here is canceled.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import COUNTED, MISSED
from app.cohorts.arms.rules import policy_of_arm
from app.credit.enums import Outlook
from app.credit.ledger import Ledger, UnitLedger
from app.language.reasons import Reason, ReasonKind, reason
from app.packs.schema import PolicyData
from app.surveys.rules import FEWEST

ATTENDED = COUNTED - {Status.MADE_UP}
NAMED_AT_MOST = 3
"""More units than this are counted in a sentence, not named."""

MODULES_ATTESTED = ReasonKind(
    "completion.modules_attested",
    "{done} of {count} module attested",
    "{done} of {count} modules attested",
)
MODULES_OPEN = ReasonKind(
    "completion.modules_open", "{units:and} is not attested", "{units:and} are not attested"
)
SESSIONS_COUNTED = ReasonKind(
    "completion.sessions_counted",
    "{done} of {count} session counted",
    "{done} of {count} sessions counted",
)
NOTHING_TO_COMPLETE = reason("completion.nothing_to_complete", "There is nothing to complete")
SURVEY_OPEN = ReasonKind("completion.survey_open", "Not done: {survey:key}")
SURVEY_AFTER_SESSIONS = ReasonKind(
    "completion.survey_after_sessions", "After the last session: {survey:key}"
)
SURVEY_AFTER_UNITS = ReasonKind(
    "completion.survey_after_units", "When the last unit has opened: {survey:key}"
)
SURVEY_WITHHELD = ReasonKind(
    "completion.survey_withheld",
    "Whether it is done is shown once {count} person has done it: {survey:key}",
    "Whether it is done is shown once {count} people have done it: {survey:key}",
)


class Judged(NamedTuple):
    """What a verdict is of."""

    ledger: Ledger
    policy: PolicyData
    at: datetime


@dataclass(frozen=True)
class Completion:
    """What is done, what is needed, what can still be missed, and what would restore it.

    Units stand in the tuples as the program calls them: "Week 5".
    """

    modules_done: int
    modules_needed: int
    modules_open: tuple[str, ...]
    sessions_counted: int
    sessions_needed: int
    sessions_held: int
    """Those behind them: also what they attended in a cohort that they were transferred from."""
    sessions_recorded: int
    """Held sessions with a mark."""
    sessions_ahead: int
    """Sessions to come that can still count."""
    sessions_waiting: tuple[str, ...]
    """The units whose session was held and waits for its mark."""
    sessions_missed: tuple[str, ...]
    """The units whose session would count if it were made up."""
    make_ups_used: int
    make_ups_allowed: int
    surveys_needed: int
    surveys_open: tuple[str, ...]
    """Those that are not known to be done, by key."""
    closed: bool
    """The cohort is closed: nothing can be attested or made up any more."""
    modules_locked: int = 0
    """How many of the open modules nobody can attest yet: those are never called missing."""
    missed_ahead: int = 0
    """Sessions to come of which it is known that they will be missed, and can be made up then."""
    make_ups_waiting: tuple[str, ...] = ()
    """Of the missed ones, those whose make-up was asked for and waits."""
    surveys_withheld: frozenset[str] = frozenset()
    """Of the open ones, those of which it is not told whether they are done."""
    surveys_locked: frozenset[str] = frozenset()
    """Of the open ones, those that nobody can do yet: they are never called missing."""
    has_sessions: bool = True
    """Whether sessions take place, after the last of which evaluations open."""
    asks_nothing: bool = False
    """The policy does, so there is nothing to complete."""
    judged: Judged | None = field(default=None, compare=False, repr=False)
    """None where only counts were judged: then it is not known since when something is certain."""

    @property
    def complete(self) -> bool:
        """Whether the policy is met; never where it asks for nothing."""
        return not self.asks_nothing and not self.lacks_something

    @property
    def lacks_something(self) -> bool:
        """Whether something that the policy asks for is not there."""
        return self.lacks_work or bool(self.surveys_open)

    @property
    def lacks_work(self) -> bool:
        """Whether a module or a session is not there that the policy asks for."""
        return (
            self.modules_done < self.modules_needed or self.sessions_counted < self.sessions_needed
        )

    @property
    def surveys_due(self) -> tuple[str, ...]:
        """Those that can be done now and are known not to be, by key."""
        late = self.surveys_withheld | self.surveys_locked
        return tuple(key for key in self.surveys_open if key not in late)

    @property
    def surveys_done(self) -> int:
        """How many of the required surveys are done."""
        return self.surveys_needed - len(self.surveys_open)

    @property
    def modules_possible(self) -> int:
        """How many can be attested in the end."""
        return self.modules_done + (0 if self.closed else len(self.modules_open))

    @property
    def sessions_possible(self) -> int:
        """How many count in the end if every session that can count does, without more make-ups."""
        return self.sessions_counted + len(self.sessions_waiting) + self.sessions_ahead

    @property
    def can_still_miss(self) -> int:
        """How many of the sessions to come need not be attended."""
        return max(0, min(self.sessions_possible - self.sessions_needed, self.sessions_ahead))

    @property
    def make_ups_left(self) -> int:
        """How many of the missed sessions can still be made up."""
        left = 0 if self.closed else self.make_ups_allowed - self.make_ups_used
        return min(left, len(self.sessions_missed) + self.missed_ahead)

    @property
    def reachable(self) -> bool:
        """Whether it is still possible to complete; always true of what is complete."""
        return self.modules_reachable and self.sessions_reachable

    @property
    def modules_reachable(self) -> bool:
        """Whether as many modules as are needed can be attested in the end."""
        return self.modules_possible >= self.modules_needed

    @property
    def sessions_reachable(self) -> bool:
        """Whether as many sessions as are needed can count in the end, make-ups included."""
        return self.sessions_possible + self.make_ups_left >= self.sessions_needed

    @property
    def sessions_short(self) -> int:
        """How many have to be made up, even if every session that can still count does."""
        return max(0, self.sessions_needed - self.sessions_possible)

    @property
    def none_left(self) -> bool:
        """Whether somebody who missed a session can complete, but cannot miss another one."""
        lacks = self.sessions_counted < self.sessions_needed
        missed = bool(self.sessions_missed or self.missed_ahead)
        return lacks and missed and self.reachable and not self.can_still_miss

    @property
    def outlook(self) -> Outlook:
        """Whether the policy is met, can be, or can no longer be."""
        if self.complete:
            return Outlook.COMPLETE
        return Outlook.IN_PROGRESS if self.reachable else Outlook.OUT_OF_REACH

    @property
    def begun(self) -> bool:
        """Whether a module was attested or a session counted."""
        return bool(self.modules_done or self.sessions_counted)

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What is missing, in statements without a full stop; empty exactly when complete."""
        if self.asks_nothing:
            return (NOTHING_TO_COMPLETE,)
        return (*self.work_missing, *self.surveys_missing)

    @property
    def work_missing(self) -> tuple[Reason, ...]:
        """The same of modules and sessions alone."""
        return (*_modules_missing(self), *_sessions_missing(self))

    @property
    def surveys_missing(self) -> tuple[Reason, ...]:
        """The same of evaluations alone: of each in words of its own whether it can be done yet."""
        return tuple(_survey_missing(self, key) for key in self.surveys_open)

    @property
    def restore(self) -> tuple[str, ...]:
        """The units whose session would restore what is missing if it were made up."""
        if self.sessions_counted >= self.sessions_needed or not self.sessions_reachable:
            return ()
        return self.sessions_missed if self.make_ups_left else ()


def completion(ledger: Ledger, policy: PolicyData, now: datetime) -> Completion:
    """Judge a ledger by its cohort's policy at a moment, as far as it asks that of them."""
    policy = policy_of_arm(policy, has_sessions=ledger.has_sessions)
    modules = [unit for unit in ledger.units if unit.has_module]
    held, ahead = _held_and_ahead(ledger.units, now)
    marks, later = Counter(mark for _unit, mark in held), Counter(mark for _unit, mark in ahead)
    leaving = frozenset({Status.EXCUSED} if policy.excused_leaves_denominator else ())
    excused = _with(marks, leaving) + _with(later, leaving)
    leaves = excused + sum(unit.not_held for unit in ledger.units)
    make_ups_used = min(marks[Status.MADE_UP], policy.make_ups_allowed)
    return Completion(
        modules_done=sum(unit.signed_at is not None for unit in modules),
        modules_needed=policy.modules_required,
        modules_open=_labels(ledger, (unit for unit in modules if unit.signed_at is None)),
        sessions_counted=_with(marks, ATTENDED) + make_ups_used,
        sessions_needed=max(0, policy.sessions_required - leaves),
        sessions_held=len(held),
        sessions_recorded=len(held) - marks[Status.NOT_RECORDED],
        sessions_ahead=len(ahead) - _with(later, MISSED),
        sessions_waiting=_labels(ledger, _waiting(held)),
        sessions_missed=_labels(ledger, _missed(held, MISSED - leaving)),
        make_ups_used=make_ups_used,
        make_ups_allowed=policy.make_ups_allowed,
        surveys_needed=len(policy.surveys),
        surveys_open=_surveys_open(ledger, policy),
        closed=now >= ledger.closes_at,
        modules_locked=sum(unit.is_locked(now) for unit in modules if unit.signed_at is None),
        missed_ahead=_with(later, MISSED - leaving),
        make_ups_waiting=_labels(ledger, (unit for unit in ledger.units if unit.make_up_waits)),
        surveys_withheld=ledger.surveys_withheld & frozenset(_surveys_open(ledger, policy)),
        surveys_locked=frozenset(_surveys_open(ledger, policy)) - ledger.surveys_closing.keys(),
        has_sessions=any(unit.takes_place for unit in ledger.units),
        asks_nothing=policy.asks_nothing,
        judged=Judged(ledger, policy, now),
    )


_Marked = tuple[UnitLedger, Status]
"""A unit, and the mark of its session that completion goes by."""


def _held_and_ahead(
    units: Iterable[UnitLedger], now: datetime
) -> tuple[list[_Marked], list[_Marked]]:
    """Sessions that are over, or attended elsewhere and need not be any more; and those to come."""
    held: list[_Marked] = []
    ahead: list[_Marked] = []
    for unit in units:
        if unit.takes_place:
            behind = unit.held(now) or unit.is_mark_carried
            (held if behind else ahead).append((unit, unit.mark))
    return held, ahead


def _surveys_open(ledger: Ledger, policy: PolicyData) -> tuple[str, ...]:
    return tuple(key for key in policy.surveys if key not in ledger.surveys_done)


def _with(marks: Mapping[Status, int], statuses: Iterable[Status]) -> int:
    return sum(marks.get(status, 0) for status in statuses)


def _waiting(held: Iterable[_Marked]) -> Iterator[UnitLedger]:
    return (unit for unit, mark in held if mark is Status.NOT_RECORDED and unit.expected)


def _missed(held: Iterable[_Marked], missed: frozenset[Status]) -> Iterator[UnitLedger]:
    for unit, mark in held:
        came_later = mark is Status.NOT_RECORDED and not unit.expected
        if not unit.optional and (mark in missed or came_later):
            yield unit


def _labels(ledger: Ledger, units: Iterable[UnitLedger]) -> tuple[str, ...]:
    return tuple(ledger.label(unit.position) for unit in units)


def modules_named(verdict: Completion) -> tuple[str, ...]:
    """The units whose module is missing, where those that are left are few; else none of them.

    Nor is one named as long as any of them has not opened.
    """
    left = verdict.modules_needed - verdict.modules_done
    if verdict.modules_locked:
        return ()
    return verdict.modules_open if left == len(verdict.modules_open) <= NAMED_AT_MOST else ()


def _modules_missing(verdict: Completion) -> list[Reason]:
    """What is missing of the modules: those that are left by name, or how many there are."""
    done, needed = verdict.modules_done, verdict.modules_needed
    if done >= needed:
        return []
    if units := modules_named(verdict):
        return [MODULES_OPEN(count=len(units), units=units)]
    return [MODULES_ATTESTED(done=done, count=needed)]


def _sessions_missing(verdict: Completion) -> list[Reason]:
    done, needed = verdict.sessions_counted, verdict.sessions_needed
    return [] if done >= needed else [SESSIONS_COUNTED(done=done, count=needed)]


def _survey_missing(verdict: Completion, key: str) -> Reason:
    if key in verdict.surveys_locked:
        after = SURVEY_AFTER_SESSIONS if verdict.has_sessions else SURVEY_AFTER_UNITS
        return after(survey=key)
    if key in verdict.surveys_withheld:
        return SURVEY_WITHHELD(count=FEWEST, survey=key)
    return SURVEY_OPEN(survey=key)
