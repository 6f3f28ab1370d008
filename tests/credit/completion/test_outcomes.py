"""What is said of completion, against all that can still come: every outcome is tried.

A session to come, or one that waits for its mark, ends up attended, missed, excused or not held; a
missed one is made up or not, as long as the cohort is open. What completes is judged here anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations, product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.certainty import lost_since, sessions_lost_from
from app.credit.completion.rules import completion
from app.credit.ledger import Ledger, UnitLedger
from app.packs.schema import PolicyData
from tests.credit.ledgers import FIRST, WEEK, changed, ledger, policies, policy, unit, with_marks

UNITS = 5
ENDS = FIRST + (UNITS - 1) * WEEK + timedelta(hours=1)
CLOSES = ENDS + WEEK
HOUR = timedelta(hours=1)
ATTENDED = {Status.PRESENT, Status.LATE}
MISSED = {Status.ABSENT, Status.PARTIAL, Status.EXCUSED}
NOT_HELD = "not held"
Outcome = Status | str
DONE_OR_OPEN = (Status.MADE_UP, Status.NOT_RECORDED)
KNOWN = st.sampled_from(
    [Status.PRESENT, Status.LATE, Status.ABSENT, Status.PARTIAL, Status.EXCUSED, *DONE_OR_OPEN]
)
AHEAD = st.sampled_from([Status.NOT_RECORDED] * 5 + [Status.EXCUSED, Status.ABSENT])
MOMENTS = st.integers(-1, UNITS + 2).map(lambda weeks: FIRST + weeks * WEEK + 2 * HOUR)
TERMS = policies.map(
    lambda terms: terms.model_copy(
        update={
            "sessions_required": min(terms.sessions_required, UNITS + 1),
            "modules_required": min(terms.modules_required, UNITS + 1),
            "surveys": (),
        }
    )
)


@st.composite
def terms_in_progress(draw: st.DrawFn) -> tuple[Ledger, PolicyData, datetime]:
    """Somebody in a cohort of five sessions, at any point of it or after its close."""
    now = draw(MOMENTS)
    units = []
    for position in range(1, UNITS + 1):
        held = unit(position).held(now)
        mark = draw(KNOWN if held else AHEAD)
        off = draw(st.integers(0, 9))
        own = unit(position, mark, attested_at=FIRST if draw(st.booleans()) else None)
        own = replace(own, expected=draw(st.integers(0, 5)) > 0 or not held)
        units.append(replace(own, canceled=off < 2, not_held=off == 0 and held))
    found = ledger(*units, closes_at=CLOSES)
    return found, draw(TERMS), now


# ----------------------------------------------------------------- every outcome, judged anew


def is_open(own: UnitLedger, now: datetime) -> bool:
    """Whether it is not known how somebody's mark of a session will be."""
    waits = own.status is Status.NOT_RECORDED and (own.expected or not own.held(now))
    return own.takes_place and waits


def endings(facts: Ledger, now: datetime) -> Iterator[dict[int, Outcome]]:
    """Every way in which all marks can be, by position; None of sessions that never took place."""
    known: dict[int, Outcome] = {
        own.position: NOT_HELD if own.not_held else own.status
        for own in facts.units
        if own.takes_place or own.not_held
    }
    still = [own.position for own in facts.units if is_open(own, now)]
    ways = (Status.PRESENT, Status.ABSENT, Status.EXCUSED, NOT_HELD)
    for marks in product(ways, repeat=len(still)):
        yield known | dict(zip(still, marks, strict=True))


def lacking(marks: Mapping[int, Outcome], made_up: int, terms: PolicyData) -> int:
    """How many sessions are lacking with these marks and so many make-ups besides."""
    found = list(marks.values())
    leaves = found.count(NOT_HELD)
    if terms.excused_leaves_denominator:
        leaves += found.count(Status.EXCUSED)
    before = found.count(Status.MADE_UP)
    counted = sum(mark in ATTENDED for mark in found)
    counted += min(before + made_up, terms.make_ups_allowed)
    return max(0, terms.sessions_required - leaves) - counted


def can_be_made_up(marks: Mapping[int, Outcome], terms: PolicyData) -> list[int]:
    """The sessions that nobody was at, or that they were not yet expected at."""
    missed = MISSED - ({Status.EXCUSED} if terms.excused_leaves_denominator else set())
    return [at for at, mark in marks.items() if mark in missed or mark is Status.NOT_RECORDED]


def completes(marks: Mapping[int, Outcome], facts: Ledger, terms: PolicyData, at: datetime) -> bool:
    """Whether a choice of make-ups, while there can be some, makes enough of these marks."""
    candidates = can_be_made_up(marks, terms) if at < facts.closes_at else []
    choices = (
        chosen for size in range(len(candidates) + 1) for chosen in combinations(candidates, size)
    )
    return any(lacking(marks, len(chosen), terms) <= 0 for chosen in choices)


def can_complete(facts: Ledger, terms: PolicyData, now: datetime) -> bool:
    """Whether any outcome completes, with every module signed that still can be."""
    signed = sum(own.attested_at is not None for own in facts.units)
    if now < facts.closes_at:
        signed = len(facts.units)
    if signed < terms.modules_required:
        return False
    return any(completes(marks, facts, terms, now) for marks in endings(facts, now))


def as_it_was(facts: Ledger, at: datetime) -> Ledger:
    """What was known then: no mark of a session that was not over."""
    units = [
        own if own.held(at) or not own.takes_place else replace(own, status=Status.NOT_RECORDED)
        for own in facts.units
    ]
    return replace(facts, units=tuple(units))


def happenings(facts: Ledger) -> list[datetime]:
    """All moments at which anything is decided, and one hour before each."""
    ends = [FIRST + n * WEEK + HOUR for n in range(UNITS)]
    return sorted(
        {at - timedelta(minutes=gap) for at in (*ends, facts.closes_at) for gap in (0, 1)}
    )


# -------------------------------------------------------------------------------- properties


@settings(max_examples=150, deadline=None)
@given(terms_in_progress())
def test_can_no_longer_complete_exactly_when_no_outcome_completes(
    case: tuple[Ledger, PolicyData, datetime],
) -> None:
    facts, terms, now = case
    possible = can_complete(facts, terms, now)
    event(f"possible: {possible}")
    assert completion(facts, terms, now).reachable is possible


@settings(max_examples=150, deadline=None)
@given(terms_in_progress())
def test_so_many_can_be_missed_and_not_one_more(
    case: tuple[Ledger, PolicyData, datetime],
) -> None:
    """Whichever they are; those that wait for their mark are taken as attended, and it is said."""
    facts, terms, now = case
    verdict = completion(facts, terms, now)
    if verdict.sessions_short or not verdict.sessions_reachable:
        assert verdict.can_still_miss == 0
        return
    for own in facts.units:
        if own.held(now) and is_open(own, now):
            facts = changed(facts, own.position, status=Status.PRESENT)
    ahead = [own.position for own in facts.units if is_open(own, now)]
    enough = {
        missed: [lacking(marks, 0, terms) <= 0 for marks in with_missed(facts, terms, now, missed)]
        for missed in range(len(ahead) + 1)
    }
    can = verdict.can_still_miss
    event(f"of {len(ahead)}: {can}")
    assert all(all(enough[missed]) for missed in range(can + 1))
    if can < len(ahead):
        assert not all(enough[can + 1])


def with_missed(
    facts: Ledger, terms: PolicyData, now: datetime, missed: int
) -> Iterator[dict[int, Outcome]]:
    """The outcomes in which so many of the sessions to come are missed."""
    counts_as_missed = set(MISSED)
    if terms.excused_leaves_denominator:
        counts_as_missed -= {Status.EXCUSED}
    ahead = [own.position for own in facts.units if is_open(own, now)]
    for marks in endings(facts, now):
        if sum(marks[at] in counts_as_missed for at in ahead) == missed:
            yield marks


@settings(max_examples=150, deadline=None)
@given(terms_in_progress())
def test_what_restores_is_all_that_helps(case: tuple[Ledger, PolicyData, datetime]) -> None:
    """It helps where more outcomes complete by themselves, or fewer make-ups are needed then."""
    facts, terms, now = case
    verdict = completion(facts, terms, now)
    named = {int(label.rsplit(" ", 1)[1]) for label in verdict.restore}
    helpful: set[int] = set()
    if now < facts.closes_at and verdict.sessions_reachable:
        helpful = {at for at in missed_so_far(facts, terms, now) if helps(at, facts, terms, now)}
    event(f"restores: {len(helpful)}")
    assert named == helpful


def missed_so_far(facts: Ledger, terms: PolicyData, now: datetime) -> list[int]:
    """The sessions behind somebody that can be made up."""
    held = {
        own.position: own.status for own in facts.units if own.held(now) and not is_open(own, now)
    }
    return can_be_made_up(held, terms)


def helps(position: int, facts: Ledger, terms: PolicyData, now: datetime) -> bool:
    """Whether a make-up of this one session leaves less to do."""
    after = changed(facts, position, status=Status.MADE_UP)
    before_it, after_it = least_lacking(facts, terms, now), least_lacking(after, terms, now)
    return after_it[0] < before_it[0] or after_it[1] > before_it[1]


def least_lacking(facts: Ledger, terms: PolicyData, now: datetime) -> tuple[int, int]:
    """How many are lacking at best without another make-up, and how many outcomes lack none."""
    found = [lacking(marks, 0, terms) for marks in endings(facts, now)]
    return max(0, min(found)), sum(lacks <= 0 for lacks in found)


@settings(max_examples=100, deadline=None)
@given(terms_in_progress())
def test_it_is_certain_since_the_first_moment_at_which_no_outcome_completed(
    case: tuple[Ledger, PolicyData, datetime],
) -> None:
    facts, terms, now = case
    past = [at for at in happenings(facts) if at <= now]
    lost = [at for at in past if not can_complete(as_it_was(facts, at), terms, at)]
    if can_complete(facts, terms, now):
        assert lost == []  # once lost, nothing brings it back
        assert lost_since(completion(facts, terms, now)) is None
        return
    since = lost_since(completion(facts, terms, now))
    never = not can_complete(as_it_was(facts, FIRST - WEEK), terms, FIRST - WEEK)
    event("never possible" if never else "lost")
    if never:
        assert since == facts.enrolled_at
    else:
        assert since == min(lost, default=None)


@settings(max_examples=100, deadline=None)
@given(terms_in_progress())
def test_it_will_be_certain_from_the_first_moment_at_which_no_outcome_would_complete(
    case: tuple[Ledger, PolicyData, datetime],
) -> None:
    facts, terms, now = case
    terms = terms.model_copy(update={"modules_required": 0})
    found = sessions_lost_from(completion(facts, terms, now))
    if not can_complete(facts, terms, now):
        assert found is None
        return
    coming = [at for at in happenings(facts) if at > now]
    lost = [at for at in coming if not can_complete(with_nothing_more(facts, now, at), terms, at)]
    event(f"lost in the end: {bool(lost)}")
    assert found == min(lost, default=None)


def with_nothing_more(facts: Ledger, now: datetime, at: datetime) -> Ledger:
    """What would be so then, if they had missed all that came."""
    for own in facts.units:
        if own.held(at) and not own.held(now) and own.status is Status.NOT_RECORDED:
            facts = changed(facts, own.position, status=Status.ABSENT)
    return facts


def test_it_is_certain_since_a_session_was_canceled() -> None:
    off = FIRST + WEEK
    facts = changed(ledger(closes_at=CLOSES), 8, canceled=True, canceled_at=off)
    verdict = completion(facts, policy(sessions_required=8), off + HOUR)
    assert lost_since(verdict) == off


def test_it_is_not_known_since_when_sessions_to_come_will_be_missed() -> None:
    facts = with_marks({7: Status.EXCUSED, 8: Status.EXCUSED})
    verdict = completion(facts, policy(sessions_required=7, make_ups_allowed=0), FIRST)
    assert not verdict.reachable
    assert lost_since(verdict) is None


def test_absences_to_come_that_are_known_can_be_made_up_then() -> None:
    facts = with_marks({6: Status.EXCUSED, 7: Status.EXCUSED, 8: Status.EXCUSED})
    verdict = completion(facts, policy(), FIRST + WEEK)
    assert (verdict.reachable, verdict.sessions_short, verdict.none_left) == (True, 1, True)


def test_the_enumeration_looks_at_every_outcome() -> None:
    ahead: Sequence[UnitLedger] = [unit(n, Status.NOT_RECORDED) for n in (1, 2)]
    assert len(list(endings(ledger(*ahead), FIRST - WEEK))) == 16
