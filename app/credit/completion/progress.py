"""The arithmetic of completion in sentences, to the learner and about them. Pure."""

from collections.abc import Sequence
from datetime import datetime

from app.credit.completion.certainty import (
    modules_lost_since,
    sessions_lost_from,
    sessions_lost_since,
)
from app.credit.completion.rules import NAMED_AT_MOST, Completion, modules_named
from app.language.reasons import Reason, ReasonKind, reason
from app.surveys.rules import FEWEST

MODULES = ReasonKind(
    "progress.modules",
    "{done} of {count} module attested.",
    "{done} of {count} modules attested.",
)
MODULES_BEYOND = ReasonKind(
    "progress.modules_beyond",
    "{count} module attested, {needed} needed.",
    "{count} modules attested, {needed} needed.",
)
MODULES_OPEN = ReasonKind(
    "progress.modules_open", "{units:and} is not attested.", "{units:and} are not attested."
)
SESSIONS = ReasonKind(
    "progress.sessions",
    "{done} of {count} session counted.",
    "{done} of {count} sessions counted.",
)
SESSIONS_BEYOND = ReasonKind(
    "progress.sessions_beyond",
    "{count} session counted, {needed} needed.",
    "{count} sessions counted, {needed} needed.",
)
SURVEY_OPEN = ReasonKind("progress.survey_open", "Not done: {survey:key}.")
SURVEY_AFTER_SESSIONS = ReasonKind(
    "progress.survey_after_sessions", "Opens after the last session: {survey:key}."
)
SURVEY_AFTER_UNITS = ReasonKind(
    "progress.survey_after_units", "Opens with the last unit: {survey:key}."
)
SURVEY_WITHHELD = ReasonKind(
    "progress.survey_withheld",
    "Whether it is done is shown once {count} person has done it: {survey:key}.",
    "Whether it is done is shown once {count} people have done it: {survey:key}.",
)
TOO_LATE = reason("completion.too_late", "Completion can no longer be reached.")
TOO_LATE_SINCE = ReasonKind(
    "completion.too_late_since",
    "Since {since:long_moment}, completion can no longer be reached.",
)
AT_MOST = ReasonKind(
    "completion.at_most",
    "At most {count} session can count, make-ups included.",
    "At most {count} sessions can count, make-ups included.",
)
AT_MOST_CLOSED = ReasonKind(
    "completion.at_most_closed",
    "The cohort has closed, so at most {count} session can count.",
    "The cohort has closed, so at most {count} sessions can count.",
)
TOO_LATE_FROM = ReasonKind(
    "completion.too_late_from",
    "If nothing more counts, completion can no longer be reached from {since:long_moment} on.",
)
MAKE_UP_WAITS = ReasonKind(
    "completion.make_up_waits",
    "A make-up for the session of {units:and} waits for approval.",
    "Make-ups for the sessions of {units:and} wait for approval.",
)
SESSION_WAITS = ReasonKind("completion.session_waits", "Attendance of {unit} is not recorded yet.")
SESSIONS_WAIT = ReasonKind(
    "completion.sessions_wait",
    "{count} session is not recorded yet.",
    "{count} sessions are not recorded yet.",
)
MAKE_UPS_NEEDED = ReasonKind(
    "completion.make_ups_needed", "{count} make-up is needed.", "{count} make-ups are needed."
)
CAN_MISS = ReasonKind(
    "completion.can_miss", "You can miss {count} session.", "You can miss {count} sessions."
)
CAN_MISS_MORE = ReasonKind(
    "completion.can_miss_more",
    "You can miss {count} more session.",
    "You can miss {count} more sessions.",
)
CANNOT_MISS_ANY = reason("completion.cannot_miss_any", "You cannot miss any session.")
CANNOT_MISS_ANOTHER = reason("completion.cannot_miss_another", "You cannot miss another session.")
THEY_CAN_MISS = ReasonKind(
    "completion.they_can_miss", "They can miss {count} session.", "They can miss {count} sessions."
)
THEY_CAN_MISS_MORE = ReasonKind(
    "completion.they_can_miss_more",
    "They can miss {count} more session.",
    "They can miss {count} more sessions.",
)
THEY_CANNOT_MISS_ANY = reason("completion.they_cannot_miss_any", "They cannot miss any session.")
THEY_CANNOT_MISS_ANOTHER = reason(
    "completion.they_cannot_miss_another", "They cannot miss another session."
)
ATTENDED = ReasonKind(
    "progress.attended", "{count} session attended.", "{count} sessions attended."
)
ATTENDED_NONE = reason("progress.attended_none", "No session attended so far.")
RESTORES_IT = ReasonKind(
    "completion.restores_it", "A make-up for the session of {unit} would restore it."
)
RESTORES_ONE = ReasonKind(
    "completion.restores_one", "A make-up for the session of {units:or} would restore one."
)
ANY_RESTORES_ONE = ReasonKind(
    "completion.any_restores_one",
    "A make-up for {count} missed session would restore it.",
    "A make-up for any of {count} missed sessions would restore one.",
)
PROGRESS = ReasonKind("completion.progress", "{sentences:sentences}")


def progress(verdict: Completion, *, own: bool = True) -> tuple[Reason, ...]:
    """What is to be read of modules, of sessions and of each survey. `own`: by the learner."""
    lines: list[list[Reason]] = []
    if verdict.asks_nothing:
        lines.append([_attended(verdict)])
    if verdict.modules_needed:
        lines.append(_modules(verdict))
    if verdict.sessions_needed:
        lines.append(_sessions(verdict, own=own))
    lines += [[_survey(verdict, key)] for key in verdict.surveys_open]
    return tuple(PROGRESS(sentences=tuple(sentences)) for sentences in lines)


def _survey(verdict: Completion, key: str) -> Reason:
    if key in verdict.surveys_locked:
        after = SURVEY_AFTER_SESSIONS if verdict.has_sessions else SURVEY_AFTER_UNITS
        return after(survey=key)
    if key in verdict.surveys_withheld:
        return SURVEY_WITHHELD(count=FEWEST, survey=key)
    return SURVEY_OPEN(survey=key)


def _attended(verdict: Completion) -> Reason:
    count = verdict.sessions_counted
    return ATTENDED(count=count) if count else ATTENDED_NONE


def _modules(verdict: Completion) -> list[Reason]:
    done, needed = verdict.modules_done, verdict.modules_needed
    if done > needed:
        return [MODULES_BEYOND(count=done, needed=needed)]
    units = modules_named(verdict)
    named = [MODULES_OPEN(count=len(units), units=units)] if units else []
    too_late = [] if verdict.modules_reachable else [_too_late(modules_lost_since(verdict))]
    return [MODULES(done=done, count=needed), *named, *too_late]


def _too_late(since: datetime | None) -> Reason:
    return TOO_LATE if since is None else TOO_LATE_SINCE(since=since)


def _sessions(verdict: Completion, *, own: bool) -> list[Reason]:
    done, needed = verdict.sessions_counted, verdict.sessions_needed
    if done > needed:
        return [SESSIONS_BEYOND(count=done, needed=needed)]
    count = SESSIONS(done=done, count=needed)
    if done == needed:
        return [count]
    if not verdict.sessions_reachable:
        too_late = _too_late(sessions_lost_since(verdict))
        return [count, *_waiting(verdict), _at_most(verdict), too_late]
    margin = _margin(verdict, own=own)
    return [count, *_waiting(verdict), *margin, *_restore(verdict), *_lost_from(verdict)]


def _at_most(verdict: Completion) -> Reason:
    """Why it is too late."""
    most = verdict.sessions_possible + verdict.make_ups_left
    return (AT_MOST_CLOSED if verdict.closed else AT_MOST)(count=most)


def _lost_from(verdict: Completion) -> list[Reason]:
    """From when it would be too late; nothing of who can still miss a session."""
    since = sessions_lost_from(verdict) if verdict.none_left else None
    return [] if since is None else [TOO_LATE_FROM(since=since)]


def _waiting(verdict: Completion) -> list[Reason]:
    waiting = verdict.sessions_waiting
    if len(waiting) > 1:
        return [SESSIONS_WAIT(count=len(waiting))]
    return [SESSION_WAITS(unit=unit) for unit in waiting]


def _margin(verdict: Completion, *, own: bool) -> list[Reason]:
    if missing := verdict.sessions_short:
        return [MAKE_UPS_NEEDED(count=missing)]
    if not verdict.sessions_ahead:
        return []
    if verdict.can_still_miss:
        some, more = (CAN_MISS, CAN_MISS_MORE) if own else (THEY_CAN_MISS, THEY_CAN_MISS_MORE)
        return [(more if verdict.sessions_missed else some)(count=verdict.can_still_miss)]
    if verdict.sessions_missed:
        return [CANNOT_MISS_ANOTHER if own else THEY_CANNOT_MISS_ANOTHER]
    return [CANNOT_MISS_ANY if own else THEY_CANNOT_MISS_ANY]


def _restore(verdict: Completion) -> list[Reason]:
    waits = tuple(unit for unit in verdict.restore if unit in verdict.make_ups_waiting)
    asked = [MAKE_UP_WAITS(count=len(waits), units=waits)] if waits else []
    return [*asked, *_to_make_up([unit for unit in verdict.restore if unit not in waits])]


def _to_make_up(units: Sequence[str]) -> list[Reason]:
    if len(units) < 2:
        return [RESTORES_IT(unit=unit) for unit in units]
    if len(units) > NAMED_AT_MOST:
        return [ANY_RESTORES_ONE(count=len(units))]
    return [RESTORES_ONE(units=tuple(units))]
