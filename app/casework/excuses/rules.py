"""When somebody can ask to be excused, what can follow, and which mark an excuse becomes. Pure.

An excuse is no mark: before a session nothing is recorded of anybody. Once attendance is, whoever
is marked without being named (all who are left, all who are in no file) is excused where that was
granted. A mark that was made for one person by name stays what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.casework.enums import AttendanceStatus
from app.casework.excuses.enums import ExcuseState as State
from app.casework.excuses.enums import ExcuseStep as Step
from app.casework.rules import CANCELED
from app.language.reasons import Reason, reason

LONGEST = 1_000
"""Signs of a note, and of a word that answers it."""

BEGUN = reason(
    "excuse.begun",
    "This session has begun. You can ask to be excused before it begins; afterwards it can be "
    "made up.",
)
WAITS = reason("excuse.waits", "You have asked already. A facilitator will answer.")
EXCUSED = reason("excuse.granted", "You are excused from this session already.")
ANSWERED = reason("excuse.answered", "Somebody has answered this already.")
NOT_ANSWERED = reason("excuse.not_answered", "Nobody has answered this, so nothing is taken back.")
ENDED = reason("excuse.withdrawn", "This was withdrawn. Nothing can be done with it.")
MARKED = reason(
    "excuse.marked",
    "Attendance is recorded for them at this session, so the mark decides. Change the mark there.",
)
ASKED_ANEW = reason(
    "excuse.asked_anew", "They have asked again since. Answer what they asked last instead."
)
UNNEEDED = reason(
    "excuse.unneeded",
    "This session is not missed, so this needs no answer. If that changes, it waits again.",
)
SAY_WHY = reason("excuse.say_why", "Say why not, in a line. The learner reads it.")

_AFTER: Mapping[State, Mapping[Step, State | Reason]] = {
    State.ASKED: {
        Step.GRANTED: State.GRANTED,
        Step.DECLINED: State.DECLINED,
        Step.TAKEN_BACK: NOT_ANSWERED,
        Step.WITHDRAWN: State.WITHDRAWN,
    },
    State.GRANTED: {
        Step.GRANTED: ANSWERED,
        Step.DECLINED: ANSWERED,
        Step.TAKEN_BACK: State.ASKED,
        Step.WITHDRAWN: ANSWERED,
    },
    State.DECLINED: {
        Step.GRANTED: ANSWERED,
        Step.DECLINED: ANSWERED,
        Step.TAKEN_BACK: State.ASKED,
        Step.WITHDRAWN: ANSWERED,
    },
    State.UNNEEDED: {
        Step.GRANTED: UNNEEDED,
        Step.DECLINED: UNNEEDED,
        Step.TAKEN_BACK: NOT_ANSWERED,
        Step.WITHDRAWN: State.WITHDRAWN,
    },
    State.WITHDRAWN: dict.fromkeys(Step, ENDED),
}
_LEFT: Mapping[Step | None, State] = {
    None: State.ASKED,
    Step.GRANTED: State.GRANTED,
    Step.DECLINED: State.DECLINED,
    Step.TAKEN_BACK: State.ASKED,
    Step.WITHDRAWN: State.WITHDRAWN,
}
_UNDECIDED = frozenset({AttendanceStatus.NOT_RECORDED, AttendanceStatus.EXCUSED})


@dataclass(frozen=True)
class AskedFor:
    """The session that somebody asks to be excused from, and how their last excuse stands."""

    starts_at: datetime
    canceled: bool
    state: State | None


def state_after(step: Step | None, *, needed: bool = True) -> State:
    """How an excuse stands after its newest step; None: it was only asked for.

    `needed`: whether the session was not attended, and counts.
    """
    left = _LEFT[step]
    return State.UNNEEDED if left is State.ASKED and not needed else left


def why_not_ask(asked: AskedFor, now: datetime) -> Reason | None:
    """Why nobody can ask to be excused from a session at this moment."""
    if asked.canceled:
        return CANCELED
    if now >= asked.starts_at:
        return BEGUN
    if asked.state in {State.ASKED, State.UNNEEDED}:
        return WAITS
    return EXCUSED if asked.state is State.GRANTED else None


def why_not_follow(
    state: State,
    step: Step,
    mark: AttendanceStatus,
    *,
    asked_anew: bool = False,
    word: str = "",
) -> Reason | None:
    """Why a step cannot follow. `mark`: what is recorded of them at the session.

    An excuse is granted as long as no other mark was made, and an answer taken back as long as no
    mark was made at all: that would rest on it. `asked_anew`: whether a newer one was asked for;
    then this one is over, so that never two of a session wait or are granted.
    """
    after = _AFTER[state][step]
    if isinstance(after, Reason):
        return after
    if asked_anew:
        return ASKED_ANEW
    if step is Step.GRANTED and mark not in _UNDECIDED:
        return MARKED
    if step is Step.TAKEN_BACK and mark is not AttendanceStatus.NOT_RECORDED:
        return MARKED
    return SAY_WHY if step is Step.DECLINED and not word.strip() else None


def said_of_all(status: AttendanceStatus, *, excused: bool) -> AttendanceStatus:
    """What a mark becomes for one of those who are marked together and not by name.

    `excused`: whether an excuse was granted to them.
    """
    return AttendanceStatus.EXCUSED if excused else status
