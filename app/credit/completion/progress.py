"""The arithmetic of completion as the learner reads it, in clauses. Pure."""

from app.credit.completion.rules import (
    NAMED_AT_MOST,
    Completion,
    modules_count,
    modules_missing,
    sessions_count,
    sessions_missing,
    surveys_missing,
)
from app.language.reasons import Reason, ReasonKind, reason

TOO_LATE = reason("completion.too_late", "this can no longer be reached")
SESSION_WAITS = ReasonKind("completion.session_waits", "the session of {unit} is not recorded yet")
SESSIONS_WAIT = ReasonKind(
    "completion.sessions_wait",
    "{count} session is not recorded yet",
    "{count} sessions are not recorded yet",
)
MAKE_UPS_NEEDED = ReasonKind(
    "completion.make_ups_needed", "{count} make-up is needed", "{count} make-ups are needed"
)
CAN_MISS = ReasonKind("completion.can_miss", "you can miss {count}", "you can miss {count}")
CAN_MISS_MORE = ReasonKind(
    "completion.can_miss_more", "you can miss {count} more", "you can miss {count} more"
)
CANNOT_MISS_ANY = reason("completion.cannot_miss_any", "you cannot miss any")
CANNOT_MISS_ANOTHER = reason("completion.cannot_miss_another", "you cannot miss another")
RESTORES_IT = ReasonKind(
    "completion.restores_it", "a make-up for the session of {unit} would restore it"
)
RESTORES_ONE = ReasonKind(
    "completion.restores_one", "a make-up for the session of {units:or} would restore one"
)
ANY_RESTORES_ONE = ReasonKind(
    "completion.any_restores_one",
    "a make-up for {count} missed session would restore one",
    "a make-up for any of {count} missed sessions would restore one",
)
PROGRESS = ReasonKind("completion.progress", "{clauses:clauses}.")


def progress(verdict: Completion) -> tuple[Reason, ...]:
    """A sentence each for modules, sessions and surveys."""
    sentences = []
    if verdict.modules_needed:
        sentences.append(_modules(verdict))
    if verdict.sessions_needed:
        sentences.append(_sessions(verdict))
    sentences += [[survey] for survey in surveys_missing(verdict)]
    return tuple(PROGRESS(clauses=tuple(clauses)) for clauses in sentences)


def _modules(verdict: Completion) -> list[Reason]:
    count, missing = modules_count(verdict), modules_missing(verdict)
    too_late = [TOO_LATE] if verdict.modules_possible < verdict.modules_needed else []
    return [count, *(clause for clause in missing if clause != count), *too_late]


def _sessions(verdict: Completion) -> list[Reason]:
    count = sessions_count(verdict)
    if not sessions_missing(verdict):
        return [count]
    return [count, *_waiting(verdict), *_margin(verdict), *_restore(verdict)]


def _waiting(verdict: Completion) -> list[Reason]:
    waiting = verdict.sessions_waiting
    if len(waiting) > 1:
        return [SESSIONS_WAIT(count=len(waiting))]
    return [SESSION_WAITS(unit=unit) for unit in waiting]


def _margin(verdict: Completion) -> list[Reason]:
    short = verdict.sessions_needed - verdict.sessions_possible
    if short > verdict.make_ups_left:
        return [TOO_LATE]
    if short > 0:
        return [MAKE_UPS_NEEDED(count=short)]
    if not verdict.sessions_ahead:
        return []
    if verdict.can_still_miss:
        can_miss = CAN_MISS_MORE if verdict.sessions_missed else CAN_MISS
        return [can_miss(count=verdict.can_still_miss)]
    return [CANNOT_MISS_ANOTHER if verdict.sessions_missed else CANNOT_MISS_ANY]


def _restore(verdict: Completion) -> list[Reason]:
    units = verdict.restore
    if len(units) < 2:
        return [RESTORES_IT(unit=unit) for unit in units]
    if len(units) > NAMED_AT_MOST:
        return [ANY_RESTORES_ONE(count=len(units))]
    return [RESTORES_ONE(units=units)]
