"""Time in a cohort: when sessions are, when units open. Pure; the cohort's zone decides.

A session's wall time and zone are the truth. Each is turned into UTC on its own, never by adding
seven days to the one before: a noon session in Denver stays at noon across both clock changes.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.language.reasons import Reason, ReasonKind, reason

JOINING = timedelta(hours=1)
"""How long before a session its learners are offered to join."""
CHECKING_IN = timedelta(minutes=10)
"""How long before a session its learners can say that they are there."""
WATCHED_FOR = timedelta(days=366)
"""How long after its close a cohort still shows what waits in it."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NO_CONTENT = ReasonKind(
    "program.no_content", "There is no loaded content for a program called {program}."
)
EMPTY_UNIT = ReasonKind("unit.empty", "Unit {position} has neither a module nor a case.")
FULL = ReasonKind(
    "cohort.full", "The only seat of {cohort} is taken.", "All {count} seats of {cohort} are taken."
)
SHARE_FULL = ReasonKind(
    "cohort.share_full",
    "The only seat of {cohort} for their institution is taken.",
    "All {count} seats of {cohort} for their institution are taken.",
)
TIME_REACHED = "Its opening time was reached."  # not shown
ARCHIVED = reason("cohort.archived", "This cohort is archived. Nothing in it can change anymore.")
CLOSED = reason("cohort.closed", "This cohort is closed. Nothing more can be recorded in it.")
WHY = reason("reason.missing", "Say why. The reason stays in the history.")

NOBODY_GETS_IN = reason(
    "cohort.nobody_gets_in", "This cohort is closed. Nobody can enroll anymore."
)


def to_utc(day: date, wall: time, zone: str) -> datetime:
    """The moment at which a wall clock in `zone` shows this; in a gap, when the gap ends."""
    local = datetime.combine(day, wall, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    shown = moment.astimezone(ZoneInfo(zone))
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        before = local.replace(fold=0).utcoffset() or timedelta()
        after = local.replace(fold=1).utcoffset() or timedelta()
        return (local.replace(tzinfo=UTC) - min(before, after)).astimezone(UTC)
    return moment


def opening(
    session_day: date, zone: str, *, weekday: str, wall: time, weeks_before: int = 0
) -> datetime:
    """When a unit opens: at `wall` on the last `weekday` on or before its session's day.

    `weeks_before`: so many weeks earlier.
    """
    back = (session_day.weekday() - WEEKDAYS.index(weekday)) % 7
    return to_utc(session_day - timedelta(days=back, weeks=weeks_before), wall, zone)


def is_open(opens_at: datetime, now: datetime, *, opened_early: bool = False) -> bool:
    """Whether a unit's module may be seen. `opened_early`: by a coordinator, for this person."""
    return opened_early or opens_at <= now


def current_position(openings: Sequence[tuple[int, datetime]], now: datetime) -> int | None:
    """The position of the unit that opened last, or None before the first opens."""
    opened = [(opens_at, position) for position, opens_at in openings if opens_at <= now]
    return max(opened)[1] if opened else None


def has_ended(starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Whether a session is over."""
    return now >= starts_at + timedelta(minutes=minutes)


def joins_from(starts_at: datetime) -> datetime:
    """From when on a learner is offered to join a session: earlier, nobody is there yet."""
    return starts_at - JOINING


def check_in_opens(starts_at: datetime) -> datetime:
    """From when on a learner can check in to a session; it stays where it is from then on."""
    return starts_at - CHECKING_IN


def why_not_work(closes_at: datetime, now: datetime) -> Reason | None:
    """Why a learner can no longer record work in a cohort."""
    return CLOSED if now >= closes_at else None


def why_nobody_gets_in(
    closes_at: datetime, archived_at: datetime | None, now: datetime
) -> Reason | None:
    """Why nobody is given a seat of a cohort any more, or asked to come; whoever does it."""
    return why_not_change(archived_at) or (NOBODY_GETS_IN if now >= closes_at else None)


def why_not_change(archived_at: datetime | None) -> Reason | None:
    """Why nothing in a cohort changes any more; every act on its records asks this."""
    return ARCHIVED if archived_at is not None else None


def why_not_without_reason(given: str) -> Reason | None:
    """Why nothing is changed that people rely on: nobody said for what reason."""
    return None if given.strip() else WHY
