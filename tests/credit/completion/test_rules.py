"""The policy's verdict, and that its words agree with its numbers."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.progress import (
    AT_MOST,
    CAN_MISS,
    CAN_MISS_MORE,
    PROGRESS,
    RESTORES_IT,
    SESSION_WAITS,
    SESSIONS,
    SESSIONS_BEYOND,
    TOO_LATE,
    TOO_LATE_SINCE,
    progress,
)
from app.credit.completion.rules import (
    MODULES_ATTESTED,
    MODULES_OPEN,
    SURVEY_AFTER_SESSIONS,
    SURVEY_AFTER_UNITS,
    SURVEY_OPEN,
    SURVEY_WITHHELD,
    Completion,
    completion,
)
from app.credit.enums import Outlook
from app.credit.ledger import Ledger
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from tests.credit.ledgers import (
    AFTER,
    CLOSES,
    FIRST,
    WEEK,
    changed,
    ledger,
    ledgers,
    moments,
    policies,
    policy,
    unit,
    with_marks,
)

ABSENT, EXCUSED, MADE_UP = Status.ABSENT, Status.EXCUSED, Status.MADE_UP
SESSION_COUNTS = (SESSIONS, SESSIONS_BEYOND)
AFTER_SIX = FIRST + 5 * WEEK + timedelta(hours=2)


def words(verdict: Completion) -> list[str]:
    """The arithmetic as it reads."""
    return [str(line).replace("\u202f", " ") for line in progress(verdict)]


def sentences_of(verdict: Completion) -> list[Reason]:
    """What is said of the sessions; nothing where none is needed."""
    for line in progress(verdict):
        sentences = line.facts["sentences"]
        assert isinstance(sentences, tuple)
        found = [sentence for sentence in sentences if isinstance(sentence, Reason)]
        if found[0].kind in SESSION_COUNTS:
            return found
    return []


def test_completion_with_everything_done_is_complete() -> None:
    verdict = completion(ledger(), policy(), AFTER)
    assert verdict.complete
    assert verdict.missing == ()
    assert words(verdict) == ["8 of 8 modules attested.", "8 sessions counted, 6 needed."]


def test_completion_says_what_can_be_missed_and_what_would_restore_it() -> None:
    verdict = completion(with_marks({3: ABSENT}), policy(), AFTER_SIX)
    assert (verdict.sessions_counted, verdict.sessions_needed, verdict.can_still_miss) == (5, 6, 1)
    assert verdict.restore == ("Week 3",)
    assert progress(verdict)[1] == PROGRESS(
        sentences=(
            SESSIONS(done=5, count=6),
            CAN_MISS_MORE(count=1),
            RESTORES_IT(unit="Week 3"),
        )
    )
    assert words(verdict)[1] == (
        "5 of 6 sessions counted. You can miss 1 more session. "
        "A make-up for the session of Week 3 would restore it."
    )


@pytest.mark.parametrize(
    ("facts", "needed", "now", "said"),
    [
        (with_marks({}, Status.NOT_RECORDED), 6, FIRST - WEEK, "can miss 2 sessions."),
        (with_marks({}, Status.NOT_RECORDED), 8, FIRST - WEEK, "cannot miss any session."),
        (with_marks({3: ABSENT}), 6, AFTER_SIX, "can miss 1 more session."),
        (with_marks({2: ABSENT, 3: ABSENT}), 6, AFTER_SIX, "cannot miss another session."),
    ],
)
def test_others_read_of_a_learner_what_the_learner_is_told(
    facts: Ledger, needed: int, now: datetime, said: str
) -> None:
    verdict = completion(facts, policy(sessions_required=needed), now)
    told = str(progress(verdict)[1])
    assert f" You {said}" in told
    assert str(progress(verdict, own=False)[1]) == told.replace("You", "They")


def test_module_that_has_not_opened_is_never_called_not_attested() -> None:
    opens = AFTER + timedelta(days=1)
    locked = changed(ledger(), 8, attested_at=None, opens_at=opens)
    assert words(completion(locked, policy(), AFTER))[0] == "7 of 8 modules attested."
    opened = completion(locked, policy(), opens)
    assert words(opened)[0] == "7 of 8 modules attested. Week 8 is not attested."


def test_completion_names_the_module_that_is_left() -> None:
    verdict = completion(changed(ledger(), 8, attested_at=None), policy(), AFTER)
    assert verdict.missing == (MODULES_OPEN(count=1, units=("Week 8",)),)
    assert words(verdict)[0] == "7 of 8 modules attested. Week 8 is not attested."


def test_completion_uses_the_label_of_the_program() -> None:
    facts = replace(changed(ledger(), 8, attested_at=None), unit_label="Month")
    assert completion(facts, policy(), AFTER).missing == (
        MODULES_OPEN(count=1, units=("Month 8",)),
    )


def test_completion_counts_modules_when_many_are_left() -> None:
    facts = ledger(*(unit(n, attested_at=None) for n in range(1, 9)))
    assert completion(facts, policy(), AFTER).missing == (MODULES_ATTESTED(done=0, count=8),)


def test_completion_counts_modules_when_any_of_several_would_do() -> None:
    facts = changed(changed(ledger(), 7, attested_at=None), 8, attested_at=None)
    verdict = completion(facts, policy(modules_required=7), AFTER)
    assert verdict.missing == (MODULES_ATTESTED(done=6, count=7),)


@pytest.mark.parametrize("status", [Status.PRESENT, Status.LATE, Status.MADE_UP])
def test_session_that_counts(status: Status) -> None:
    verdict = completion(with_marks({1: status}, Status.ABSENT), policy(), AFTER)
    assert verdict.sessions_counted == 1


@pytest.mark.parametrize(
    "status", [Status.PARTIAL, Status.ABSENT, Status.EXCUSED, Status.NOT_RECORDED]
)
def test_session_that_does_not_count(status: Status) -> None:
    verdict = completion(with_marks({1: status}), policy(), AFTER)
    assert verdict.sessions_counted == 7


def test_session_without_a_mark_blocks_completion_until_it_has_one() -> None:
    facts = with_marks({1: ABSENT, 2: ABSENT, 8: Status.NOT_RECORDED})
    verdict = completion(facts, policy(), AFTER)
    assert not verdict.complete
    assert (verdict.sessions_held, verdict.sessions_recorded) == (8, 7)
    assert SESSION_WAITS(unit="Week 8") in sentences_of(verdict)


def test_session_without_a_mark_does_not_matter_when_enough_others_count() -> None:
    assert completion(with_marks({8: Status.NOT_RECORDED}), policy(), AFTER).complete


def test_mark_counts_when_the_session_is_over() -> None:
    facts, ends = ledger(), FIRST + timedelta(minutes=60)
    counts = [
        completion(facts, policy(), moment).sessions_counted
        for moment in (ends - timedelta(seconds=1), ends)
    ]
    assert counts == [0, 1]


def test_make_ups_count_as_often_as_allowed() -> None:
    facts = with_marks({1: MADE_UP, 2: MADE_UP, 3: MADE_UP})
    verdict = completion(facts, policy(), AFTER)
    assert (verdict.sessions_counted, verdict.make_ups_used) == (7, 2)


def test_make_up_restores_nothing_when_all_are_used() -> None:
    facts = with_marks({1: MADE_UP, 2: MADE_UP, 3: ABSENT, 4: ABSENT, 5: ABSENT})
    verdict = completion(facts, policy(), AFTER)
    assert verdict.restore == ()
    fifth = FIRST + 4 * WEEK + timedelta(hours=1)
    assert sentences_of(verdict) == [
        SESSIONS(done=5, count=6),
        AT_MOST(count=5),
        TOO_LATE_SINCE(since=fifth),
    ]
    assert words(verdict)[1] == (
        "5 of 6 sessions counted. At most 5 sessions can count, make-ups included. "
        "Since October 29, 2026, 1:00 PM Mountain Time, "
        "completion can no longer be reached."
    )


def test_make_up_restores_nothing_after_the_cohort_is_closed() -> None:
    facts = with_marks({1: ABSENT, 2: ABSENT, 3: ABSENT})
    assert completion(facts, policy(), CLOSES - timedelta(seconds=1)).reachable
    assert not completion(facts, policy(), CLOSES).reachable


def test_module_cannot_be_attested_after_the_cohort_is_closed() -> None:
    facts = changed(ledger(), 8, attested_at=None)
    assert completion(facts, policy(), CLOSES - timedelta(seconds=1)).reachable
    verdict = completion(facts, policy(), CLOSES)
    assert not verdict.reachable
    assert words(verdict)[0] == (
        "7 of 8 modules attested. Week 8 is not attested. Since January 29, 2027, "
        "11:00 AM Mountain Time, completion can no longer be reached."
    )


def test_nothing_can_be_missed_when_nothing_is_to_come() -> None:
    assert completion(ledger(), policy(), AFTER).can_still_miss == 0


def test_make_ups_that_are_needed_are_said() -> None:
    facts = with_marks({1: ABSENT, 2: ABSENT, 3: ABSENT})
    assert words(completion(facts, policy(), AFTER))[1] == (
        "5 of 6 sessions counted. 1 make-up is needed. "
        "A make-up for the session of Week 1, Week 2, or Week 3 would restore one. "
        "If nothing more counts, completion can no longer be reached from January 29, 2027, "
        "11:00 AM Mountain Time on."
    )


def test_excused_session_leaves_the_denominator_if_the_policy_says_so() -> None:
    facts = with_marks({1: EXCUSED, 2: ABSENT, 3: ABSENT})
    strict = completion(facts, policy(), AFTER)
    lenient = completion(facts, policy(excused_leaves_denominator=True), AFTER)
    assert (strict.sessions_counted, strict.sessions_needed, strict.complete) == (5, 6, False)
    assert (lenient.sessions_counted, lenient.sessions_needed, lenient.complete) == (5, 5, True)


def test_excused_session_leaves_the_denominator_before_it_is_held() -> None:
    facts = with_marks({1: ABSENT, 2: ABSENT, 8: EXCUSED})
    before_the_last = FIRST + 6 * WEEK + timedelta(hours=2)
    assert not completion(facts, policy(), before_the_last).complete
    assert completion(facts, policy(excused_leaves_denominator=True), before_the_last).complete


def test_session_that_left_the_denominator_is_not_made_up() -> None:
    facts = with_marks({1: EXCUSED, 2: ABSENT, 3: ABSENT, 4: ABSENT})
    lenient = completion(facts, policy(excused_leaves_denominator=True), AFTER)
    assert "Week 1" not in lenient.restore
    assert len(lenient.restore) == 3


def test_session_before_enrolling_is_not_missed_but_can_be_made_up() -> None:
    late = changed(ledger(), 1, status=Status.NOT_RECORDED, expected=False)
    verdict = completion(late, policy(sessions_required=8), AFTER)
    assert verdict.sessions_waiting == ()
    assert verdict.restore == ("Week 1",)


def test_canceled_session_counts_for_nobody_and_changes_no_requirement() -> None:
    facts = changed(ledger(), 1, canceled=True)
    verdict = completion(facts, policy(sessions_required=8), AFTER)
    assert (verdict.sessions_counted, verdict.sessions_needed) == (7, 8)
    assert not verdict.reachable


def test_survey_that_is_not_done_is_missing() -> None:
    asked = policy(surveys=("final-evaluation",))
    verdict = completion(ledger(), asked, AFTER)
    assert verdict.missing == (SURVEY_OPEN(survey="final-evaluation"),)
    assert words(verdict)[-1] == "Not done: final evaluation."
    done = completion(ledger(surveys_done=frozenset({"final-evaluation"})), asked, AFTER)
    assert (done.complete, done.surveys_done, done.surveys_needed) == (True, 1, 1)


def test_evaluation_that_has_not_opened_is_not_called_missing() -> None:
    asked = policy(surveys=("final-evaluation",))
    verdict = completion(ledger(surveys_closing={}), asked, AFTER)
    assert verdict.missing == (SURVEY_AFTER_SESSIONS(survey="final-evaluation"),)
    assert words(verdict)[-1] == "Opens after the last session: final evaluation."
    assert not verdict.complete
    alone = [replace(own, starts_at=None) for own in ledger().units]
    without = completion(
        ledger(*alone, surveys_closing={}), asked.model_copy(update={"sessions_required": 0}), AFTER
    )
    assert without.missing == (SURVEY_AFTER_UNITS(survey="final-evaluation"),)
    assert words(without)[-1] == "Opens with the last unit: final evaluation."


def test_what_is_not_told_is_called_neither_done_nor_missing() -> None:
    asked = policy(surveys=("final-evaluation",))
    told = ledger(surveys_withheld=frozenset({"final-evaluation"}))
    verdict = completion(told, asked, AFTER)
    assert verdict.missing == (SURVEY_WITHHELD(survey="final-evaluation", count=5),)
    assert not verdict.complete
    assert words(verdict)[-1] == (
        "Whether it is done is shown once 5 people have done it: final evaluation."
    )
    nothing = completion(told, policy(), AFTER)
    assert nothing.complete, "what the policy does not ask for is not withheld from anything"


def test_where_nothing_is_asked_there_is_nothing_to_complete_and_nothing_missing() -> None:
    verdict = completion(
        with_marks({}, ABSENT), policy(modules_required=0, sessions_required=0), AFTER
    )
    assert not verdict.complete
    assert verdict.reachable
    assert not verdict.lacks_something
    assert [str(line) for line in progress(verdict)] == ["No session attended so far."]


def test_completion_at_the_start_says_what_can_be_missed() -> None:
    facts = with_marks({}, Status.NOT_RECORDED)
    assert words(completion(facts, policy(), FIRST - WEEK))[1] == (
        "0 of 6 sessions counted. You can miss 2 sessions."
    )


# ------------------------------------------------------------------------------- properties


@given(ledgers(), policies, moments)
def test_nothing_is_missing_exactly_when_complete(
    facts: Ledger, rules: PolicyData, now: datetime
) -> None:
    verdict = completion(facts, rules, now)
    assert verdict.complete == (not verdict.missing)


@given(ledgers(), policies, moments)
def test_sentences_agree_with_numbers(facts: Ledger, rules: PolicyData, now: datetime) -> None:
    verdict = completion(facts, rules, now)
    sentences = sentences_of(verdict)
    assert (sentences == []) == (verdict.sessions_needed == 0)
    if sentences:
        numbers = sentences[0].facts
        assert verdict.sessions_counted in {numbers.get("done"), numbers["count"]}
        assert verdict.sessions_needed in {numbers.get("needed"), numbers["count"]}
    for sentence in sentences:
        if sentence.kind in {CAN_MISS, CAN_MISS_MORE}:
            assert sentence.facts["count"] == verdict.can_still_miss
    too_late = {TOO_LATE.kind, TOO_LATE_SINCE} & {sentence.kind for sentence in sentences}
    assert bool(too_late) <= (not verdict.reachable)


@given(ledgers(), policies, moments)
def test_reachable_exactly_when_the_best_that_can_come_completes(
    facts: Ledger, rules: PolicyData, now: datetime
) -> None:
    verdict = completion(facts, rules, now)
    assume(all(u.status is not MADE_UP or u.held(now) for u in facts.units))
    best = completion(best_that_can_come(facts, rules, now), rules, now + 20 * WEEK)
    sessions_and_modules = replace(best, surveys_open=(), asks_nothing=False)
    assert verdict.reachable == sessions_and_modules.complete


@given(ledgers(), policies, moments)
def test_what_can_still_be_missed_is_exact(facts: Ledger, rules: PolicyData, now: datetime) -> None:
    verdict = completion(facts, rules, now)
    ahead = [u.position for u in facts.units if can_count(facts, u.position, now)]
    assume(all(u.status is not MADE_UP for u in facts.units))
    missed, spare = ahead[: verdict.can_still_miss], ahead[: verdict.can_still_miss + 1]
    if verdict.sessions_possible >= verdict.sessions_needed:
        assert end_of(facts, missed, rules, now).sessions_counted >= verdict.sessions_needed
    if len(spare) > len(missed):
        assert end_of(facts, spare, rules, now).sessions_counted < verdict.sessions_needed


@given(ledgers(), policies, moments)
def test_each_make_up_named_restores_one(facts: Ledger, rules: PolicyData, now: datetime) -> None:
    verdict = completion(facts, rules, now)
    for position in [int(label.rsplit(" ", 1)[1]) for label in verdict.restore]:
        after = completion(changed(facts, position, status=MADE_UP), rules, now)
        assert after.sessions_counted == verdict.sessions_counted + 1
        assert after.sessions_needed == verdict.sessions_needed


@given(ledgers(), policies, moments)
def test_attesting_never_undoes_anything(facts: Ledger, rules: PolicyData, now: datetime) -> None:
    before = completion(facts, rules, now)
    for position in [u.position for u in facts.units]:
        after = completion(changed(facts, position, attested_at=now), rules, now)
        assert after.modules_done >= before.modules_done
        assert before.complete <= after.complete


@given(ledgers(), policies, moments)
def test_attending_never_undoes_anything(facts: Ledger, rules: PolicyData, now: datetime) -> None:
    before = completion(facts, rules, now)
    for position in [u.position for u in facts.units if u.held(now)]:
        for status in (Status.PRESENT, Status.LATE):
            after = completion(changed(facts, position, status=status), rules, now)
            gained = after.sessions_counted - before.sessions_counted
            assert gained >= after.sessions_needed - before.sessions_needed
            assert before.complete <= after.complete


@given(ledgers(), policies, moments, st.integers(0, 200))
def test_time_alone_never_undoes_completion(
    facts: Ledger, rules: PolicyData, now: datetime, days: int
) -> None:
    later = completion(facts, rules, now + timedelta(days=days))
    assert completion(facts, rules, now).complete <= later.complete


@given(ledgers(), policies, moments)
def test_make_ups_never_exceed_the_allowance(
    facts: Ledger, rules: PolicyData, now: datetime
) -> None:
    verdict = completion(facts, rules, now)
    assert 0 <= verdict.make_ups_used <= verdict.make_ups_allowed
    assert 0 <= verdict.make_ups_left <= max(0, verdict.make_ups_allowed - verdict.make_ups_used)


def can_count(facts: Ledger, position: int, now: datetime) -> bool:
    """Whether a session to come can still count."""
    found = next(u for u in facts.units if u.position == position)
    bad = {Status.PARTIAL, ABSENT, EXCUSED}
    return found.takes_place and not found.held(now) and found.status not in bad


def end_of(facts: Ledger, missed: list[int], rules: PolicyData, now: datetime) -> Completion:
    """The verdict at the end: these are missed, whatever else can count does."""
    for u in facts.units:
        waits = u.held(now) and u.status is Status.NOT_RECORDED and u.expected
        if u.position in missed:
            facts = changed(facts, u.position, status=ABSENT)
        elif waits or can_count(facts, u.position, now):
            facts = changed(facts, u.position, status=Status.PRESENT)
    return completion(facts, rules, now + 20 * WEEK)


def best_that_can_come(facts: Ledger, rules: PolicyData, now: datetime) -> Ledger:
    """Every open module attested and every session attended or, while allowed, made up."""
    is_open = now < facts.closes_at
    for u in facts.units:
        if is_open and u.has_module:
            facts = changed(facts, u.position, attested_at=u.attested_at or now)
        waits = u.held(now) and u.status is Status.NOT_RECORDED and u.expected
        if waits or can_count(facts, u.position, now):
            facts = changed(facts, u.position, status=Status.PRESENT)
    return best_make_ups(facts, rules, now) if is_open else facts


def best_make_ups(facts: Ledger, rules: PolicyData, now: datetime) -> Ledger:
    """The choice of sessions to make up, among those to come, too, after which most is gained."""

    def margin(candidate: Ledger) -> int:
        verdict = completion(candidate, rules, now + 20 * WEEK)
        return verdict.sessions_counted - verdict.sessions_needed

    open_to = [
        u.position
        for u in facts.units
        if u.takes_place and u.status not in {Status.PRESENT, Status.LATE, MADE_UP}
    ]
    candidates = [facts]
    for size in range(1, rules.make_ups_allowed + 1):
        for chosen in combinations(open_to, size):
            candidate = facts
            for position in chosen:
                candidate = changed(candidate, position, status=MADE_UP)
            candidates.append(candidate)
    return max(candidates, key=margin)


def test_outlook_says_whether_the_policy_is_met_or_still_can_be() -> None:
    nothing = ledger(*(unit(n, ABSENT, attested_at=None) for n in range(1, 9)))
    over = CLOSES - timedelta(seconds=1)
    assert completion(ledger(), policy(), over).outlook is Outlook.COMPLETE
    assert completion(nothing, policy(sessions_required=2), over).outlook is Outlook.IN_PROGRESS
    assert completion(nothing, policy(sessions_required=2), CLOSES).outlook is Outlook.OUT_OF_REACH


@pytest.mark.parametrize(
    ("facts", "begun"),
    [
        ({"attested_at": None, "status": ABSENT}, False),
        ({"attested_at": None}, True),
        ({"status": ABSENT}, True),
    ],
)
def test_somebody_has_begun_with_a_module_or_a_session(facts: dict[str, Any], begun: bool) -> None:
    assert completion(ledger(unit(1, **facts)), policy(), AFTER).begun is begun
