"""What completes a cohort, said before anybody began, with an example that the rule judged. Pure.

The example is worked out by `completion` itself over the ledger of somebody who does not exist.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.credit.completion.rules import Completion, completion
from app.credit.ledger import Ledger, UnitLedger
from app.language.reasons import Reason, ReasonKind, reason
from app.packs.schema import PolicyData
from app.people.enums import Profession

SIGN = ReasonKind(
    "promise.sign",
    "To complete, sign {needed} of the {count} module.",
    "To complete, sign {needed} of the {count} modules.",
)
SIGN_ALL = ReasonKind(
    "promise.sign_all", "To complete, sign the module.", "To complete, sign all {count} modules."
)
NO_MODULES = ReasonKind(
    "promise.no_modules",
    "{count} module must be signed, and this cohort has {planned}, so as it is planned now nobody "
    "can complete it.",
    "{count} modules must be signed, and this cohort has {planned}, so as it is planned now nobody "
    "can complete it.",
)
ATTEND = ReasonKind(
    "promise.attend",
    "Have {needed} of the {count} session counted.",
    "Have {needed} of the {count} sessions counted.",
)
NO_SESSIONS = ReasonKind(
    "promise.no_sessions",
    "{count} session must count, and this cohort has {planned}, so as it is planned now nobody can "
    "complete it.",
    "{count} sessions must count, and this cohort has {planned}, so as it is planned now nobody "
    "can complete it.",
)
"""A make-up is of a session, so none of them helps."""
MISS_NONE = ReasonKind(
    "promise.miss_none", "The session must count.", "All {count} sessions must count."
)
CAN_MISS = ReasonKind(
    "promise.can_miss", "You can miss {count} session.", "You can miss {count} sessions."
)
MAKE_UPS = ReasonKind(
    "promise.make_ups",
    "Beyond that, {count} missed session can be made up.",
    "Beyond that, up to {count} missed sessions can be made up.",
)
MAKE_UPS_BY = ReasonKind(
    "promise.make_ups_by",
    "Beyond that, {count} missed session can be made up: by {ways:or}.",
    "Beyond that, up to {count} missed sessions can be made up: by {ways:or}.",
)
WAYS = {
    "sister_session": reason("promise.by_sister_session", "a session of another cohort"),
    "recording": reason("promise.by_recording", "the recording and a reflection"),
    "case_response": reason("promise.by_case_response", "a written response"),
}
"""How a session is made up, inside a sentence."""
CHECK = ReasonKind(
    "promise.check", "Before signing, answer {percent} percent of the knowledge check right."
)
SURVEYS = ReasonKind(
    "promise.surveys",
    "After the last session, answer what is asked about the program: {surveys:key+and}.",
)
SURVEYS_WITH_LAST_UNIT = ReasonKind(
    "promise.surveys_with_last_unit",
    "When the last unit has opened, answer what is asked about the program: {surveys:key+and}.",
)
COME_AS_YOU_LIKE = reason(
    "promise.come_as_you_like", "Come to what you like. There is nothing to complete."
)
OPEN_UNTIL = ReasonKind(
    "promise.open_until", "Work and credit claims are open until {closes:long_moment}."
)
WORK_UNTIL = ReasonKind(
    "promise.work_until",
    "Work is open until {closes:long_moment}, credit claims until {claims_close:long_moment}.",
)
COMPLETES = ReasonKind(
    "promise.completes",
    "Example: somebody who signs {modules} modules and misses {units:and} completes.",
)
COMPLETES_WITH_ALL = ReasonKind(
    "promise.completes_with_all",
    "Example: somebody who signs {modules} modules and misses no session completes.",
)
COMPLETES_AND_ANSWERS = ReasonKind(
    "promise.completes_and_answers",
    "Example: somebody who signs {modules} modules, misses {units:and}, and answers what is asked "
    "after the last session completes.",
)
COMPLETES_WITH_ALL_AND_ANSWERS = ReasonKind(
    "promise.completes_with_all_and_answers",
    "Example: somebody who signs {modules} modules, misses no session, and answers what is asked "
    "after the last one completes.",
)
THEN_MAKE_UP = ReasonKind(
    "promise.then_make_up",
    "With one session more missed, {count} make-up is needed.",
    "With one session more missed, {count} make-ups are needed.",
)
THEN_NOT = reason("promise.then_not", "With one session more missed, nothing restores it.")
NOBODY = UUID(int=0)
_BEGAN = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""When somebody who does not exist began."""


def promise(
    policy: PolicyData,
    modules: int,
    sessions: int,
    closes: datetime,
    claims_close: datetime | None = None,
) -> tuple[Reason, ...]:
    """What completes a cohort, and until when. Both moments carry its zone.

    `claims_close`: where credit can be claimed until another moment than work can be done.
    """
    until = OPEN_UNTIL(closes=closes)
    if claims_close is not None and claims_close != closes:
        until = WORK_UNTIL(closes=closes, claims_close=claims_close)
    return (*what_completes(policy, modules, sessions), until)


def what_completes(policy: PolicyData, modules: int, sessions: int) -> tuple[Reason, ...]:
    """What completes a cohort of so many modules and sessions."""
    if policy.asks_nothing:
        return (COME_AS_YOU_LIKE,)
    found = [*_of_modules(policy.modules_required, modules), *_of_sessions(policy, sessions)]
    if policy.check_percent:
        found.append(CHECK(percent=policy.check_percent))
    if policy.surveys:
        said = SURVEYS if sessions else SURVEYS_WITH_LAST_UNIT
        found.append(said(surveys=tuple(policy.surveys)))
    return tuple(found)


def _of_modules(needed: int, modules: int) -> list[Reason]:
    if not needed:
        return []
    if needed > modules:
        return [NO_MODULES(count=needed, planned=modules)]
    return [SIGN_ALL(count=modules) if needed == modules else SIGN(needed=needed, count=modules)]


def _of_sessions(policy: PolicyData, sessions: int) -> list[Reason]:
    needed = policy.sessions_required
    if not needed:
        return []
    spare = sessions - needed
    if spare < 0:
        return [NO_SESSIONS(count=needed, planned=sessions)]
    found: list[Reason] = [MISS_NONE(count=sessions)]
    if spare > 0:
        found = [ATTEND(needed=needed, count=sessions), CAN_MISS(count=spare)]
    if policy.make_ups_allowed:
        found.append(_make_ups(policy))
    return found


def _make_ups(policy: PolicyData) -> Reason:
    ways = tuple(WAYS[rule.way] for rule in policy.make_up_ways)
    most = policy.make_ups_allowed
    return MAKE_UPS_BY(count=most, ways=ways) if ways else MAKE_UPS(count=most)


def example(policy: PolicyData, label: str, modules: int, sessions: int) -> tuple[Reason, ...]:
    """Somebody who misses as many sessions as can be missed, and then one more.

    Nothing where the policy asks for more than there is, or for no session.
    """
    spare = sessions - policy.sessions_required
    if not policy.sessions_required or spare < 0 or policy.modules_required > modules:
        return ()
    missed = _spread(sessions, spare)
    verdict = _judged(policy, label, modules, sessions, missed)
    assert verdict.complete
    said = _completes(policy, verdict.sessions_missed)
    one_more = _judged(policy, label, modules, sessions, _spread(sessions, spare + 1))
    lacking = one_more.sessions_needed - one_more.sessions_counted
    if lacking <= one_more.make_ups_left:
        return said, THEN_MAKE_UP(count=lacking)
    return said, THEN_NOT


def _completes(policy: PolicyData, units: tuple[str, ...]) -> Reason:
    modules = policy.modules_required
    if units:
        missing = COMPLETES_AND_ANSWERS if policy.surveys else COMPLETES
        return missing(modules=modules, units=units)
    return (COMPLETES_WITH_ALL_AND_ANSWERS if policy.surveys else COMPLETES_WITH_ALL)(
        modules=modules
    )


def _spread(sessions: int, missed: int) -> frozenset[int]:
    """Positions of missed sessions, apart from each other and the first where they can be."""
    step = sessions / missed if missed else 1
    return frozenset(int(n * step + step) for n in range(missed))


def _judged(
    policy: PolicyData, label: str, modules: int, sessions: int, missed: frozenset[int]
) -> Completion:
    units = [
        _unit(
            position,
            has_module=position <= modules,
            is_signed=position <= policy.modules_required,
            has_session=position <= sessions,
            is_missed=position in missed,
        )
        for position in range(1, max(modules, sessions) + 1)
    ]
    return completion(_ledger(units, label, policy), policy, _BEGAN + timedelta(days=1))


def _unit(
    position: int, *, has_module: bool, is_signed: bool, has_session: bool, is_missed: bool
) -> UnitLedger:
    return UnitLedger(
        position=position,
        title="",
        has_module=has_module,
        attested_at=_BEGAN if is_signed else None,
        starts_at=_BEGAN if has_session else None,
        minutes_scheduled=60,
        canceled=False,
        status=AttendanceStatus.ABSENT if is_missed else AttendanceStatus.PRESENT,
        minutes=None,
        led_it=False,
        expected=True,
    )


def _ledger(units: Sequence[UnitLedger], label: str, policy: PolicyData) -> Ledger:
    return Ledger(
        enrollment_id=NOBODY,
        person_id=NOBODY,
        name="",
        profession=Profession.OTHER,
        profession_verified_at=None,
        enrolled_at=_BEGAN,
        closes_at=_BEGAN + timedelta(days=365),
        unit_label=label,
        units=tuple(units),
        surveys_done=frozenset(policy.surveys),
    )
