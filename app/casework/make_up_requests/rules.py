"""When a session can be made up, by which ways, what can follow, and what it is for credit. Pure.

Live is only what somebody attended live: a sister session, for as many minutes as whoever approves
says, and never more than it took. Everything else says what it is and leaves it to the activity
whether that was designated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.enums import CreditType, Way
from app.casework.make_up_requests.enums import RequestState as State
from app.casework.make_up_requests.enums import RequestStep as Step
from app.casework.rules import CANCELED, can_be_made_up
from app.cohorts.rules import why_not_work
from app.language.reasons import Reason
from app.packs.schema import PolicyData

LONGEST = 20_000
"""Signs of what a learner writes."""
LONGEST_WORD = 1_000
"""Signs of what answers it."""

_AFTER: Mapping[State | None, Mapping[Step, State | Reason]] = {
    None: {
        Step.SUBMITTED: State.SUBMITTED,
        **dict.fromkeys((Step.RETURNED, Step.APPROVED, Step.WITHDRAWN), reasons.ENDED),
    },
    State.SUBMITTED: {
        Step.SUBMITTED: reasons.WAITS,
        Step.RETURNED: State.RETURNED,
        Step.APPROVED: State.APPROVED,
        Step.WITHDRAWN: State.WITHDRAWN,
    },
    State.RETURNED: {
        Step.SUBMITTED: State.SUBMITTED,
        Step.RETURNED: reasons.RETURNED,
        Step.APPROVED: reasons.RETURNED,
        Step.WITHDRAWN: State.WITHDRAWN,
    },
    State.APPROVED: {
        Step.SUBMITTED: reasons.MADE_UP,
        **dict.fromkeys([*Step][1:], reasons.ANSWERED),
    },
    State.UNNEEDED: {**dict.fromkeys(Step, reasons.UNNEEDED), Step.WITHDRAWN: State.WITHDRAWN},
    State.WITHDRAWN: dict.fromkeys(Step, reasons.ENDED),
    State.TAKEN_BACK: dict.fromkeys(Step, reasons.ENDED),
}
_OPEN = frozenset({Step.SUBMITTED, Step.RETURNED})
OVER = frozenset({State.WITHDRAWN, State.TAKEN_BACK})
"""After these another request can begin."""


@dataclass(frozen=True)
class Missed:
    """One person's session as far as it decides whether they make it up."""

    status: AttendanceStatus
    """The mark that completion goes by."""
    expected: bool
    ended: bool
    used: int
    """How many make-ups of theirs stand in the cohort."""
    closes_at: datetime
    canceled: bool = False


@dataclass(frozen=True)
class Written:
    """What a learner submits."""

    way: Way
    text: str = ""
    sister_session_id: UUID | None = None
    seen: int = 0
    """How often their draft was kept when they saw it."""


@dataclass(frozen=True)
class Open:
    """What there is to choose from: sister sessions, and whether a recording can be watched."""

    sisters: frozenset[UUID]
    has_recording: bool


def state_after(step: Step, *, stands: bool, needed: bool = True) -> State:
    """How a request stands after its newest step.

    `stands`: whether its make-up does; `needed`: whether the session is missed still.
    """
    if not needed and step in _OPEN:
        return State.UNNEEDED
    if step is Step.APPROVED and not stands:
        return State.TAKEN_BACK
    return State(step.value)


def why_not_make_up(missed: Missed, policy: PolicyData, now: datetime) -> Reason | None:
    """Why somebody cannot make a session up, whatever they would do for it."""
    if missed.canceled:
        return CANCELED
    if not missed.ended:
        return reasons.TO_COME
    if why := why_not_work(missed.closes_at, now):
        return why
    if missed.status is AttendanceStatus.MADE_UP:
        return reasons.MADE_UP
    if not can_be_made_up(missed.status, expected=missed.expected):
        unmarked = missed.status is AttendanceStatus.NOT_RECORDED
        return reasons.UNMARKED if unmarked else reasons.NOT_MISSED
    if missed.status is AttendanceStatus.EXCUSED and policy.excused_leaves_denominator:
        return reasons.NOT_NEEDED
    if not policy.make_ups_allowed or not policy.make_up_ways:
        return reasons.NOT_ALLOWED
    most = policy.make_ups_allowed
    return reasons.NONE_LEFT(count=most) if missed.used >= most else None


def ways_open(policy: PolicyData, there: Open) -> list[Way]:
    """The ways of a policy that can be gone in one's case."""
    closed = {
        *(() if there.sisters else (Way.SISTER_SESSION,)),
        *(() if there.has_recording else (Way.RECORDING,)),
    }
    return [way for rule in policy.make_up_ways if (way := Way(rule.way)) not in closed]


def words_needed(policy: PolicyData, way: Way) -> int:
    """How many words at least what is written has; 0 where nothing has to be."""
    return next((rule.words for rule in policy.make_up_ways if rule.way == way), 0)


def credit_of(policy: PolicyData, way: Way) -> CreditType:
    """What a way is for credit."""
    found = (CreditType(rule.credit) for rule in policy.make_up_ways if rule.way == way)
    return next(found, CreditType.NONE)


def why_not_write(written: Written, policy: PolicyData, there: Open) -> Reason | None:
    """Why what somebody submits cannot be taken."""
    if written.way is Way.RECORDING and not there.has_recording:
        return reasons.NO_RECORDING
    if written.way is Way.SISTER_SESSION and written.sister_session_id not in there.sisters:
        return reasons.CHOOSE_SISTER
    if written.way not in ways_open(policy, there):
        return reasons.NOT_OFFERED
    least, count = words_needed(policy, written.way), len(written.text.split())
    return reasons.TOO_SHORT(count=count, least=least) if count < least else None


def why_not_follow(state: State | None, step: Step, *, word: str = "") -> Reason | None:
    """Why a step cannot follow; `state`: None before the first."""
    after = _AFTER[state][step]
    if isinstance(after, Reason):
        return after
    return reasons.SAY_WHAT if step is Step.RETURNED and not word.strip() else None


def why_not_approve(
    status: AttendanceStatus, used: int, policy: PolicyData, *, expected: bool
) -> Reason | None:
    """Why no make-up is put beside a mark, or beside none of who was not expected.

    `used`: how many of theirs stand in the cohort.
    """
    if not can_be_made_up(status, expected=expected):
        return reasons.NO_MARK
    most = policy.make_ups_allowed
    return reasons.BEYOND(count=most) if used >= most else None
