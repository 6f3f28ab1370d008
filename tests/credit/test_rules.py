"""Credit arithmetic and claims, without a database."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit import rules
from app.credit.completion.rules import MODULES_OPEN
from app.credit.eligibility.rules import (
    ApprovedActivity,
    Eligibility,
    Rounding,
    eligible,
    to_quarters,
)
from app.credit.enums import AMA_PRA_1, PARTICIPATION, ComponentKind
from app.credit.ledger import Ledger
from app.credit.models import Claim
from app.credit.phrase import credits_text, with_phrase
from app.credit.status.rules import CreditStatus, assess, assess_earned, waits_for_verification
from app.credit.systems.rules import amount_text, claim_statement
from app.packs.schema import PolicyData
from app.people.enums import Profession
from tests.credit.ledgers import (
    AFTER,
    FIRST,
    UNITS,
    a_claim,
    approved_activity,
    changed,
    ledger,
    ledgers,
    moments,
    policies,
    policy,
    some_terms,
    unit,
    with_marks,
)
from tests.credit.systems.samples import AMA, HOURS


def earned(
    facts: Ledger, of: ApprovedActivity | None = None, now: datetime = AFTER, **asked: Any
) -> Eligibility:
    return eligible(facts, of or approved_activity(), policy(**asked), now)


def session_minutes(status: Status, minutes: int | None = None, **changes: Any) -> int:
    """What the session of unit 1 earns, when nothing else earns anything."""
    facts = ledger(unit(1, status, attested_at=None, minutes=minutes, **changes))
    return earned(facts).minutes


def minutes_each(minutes: int) -> Ledger:
    """Every session attended for so many minutes, no module attested."""
    return ledger(*(unit(n, minutes=minutes, attested_at=None) for n in range(1, UNITS + 1)))


@pytest.mark.parametrize(
    ("minutes", "credits"), [(53, "7.00"), (52, "7.00"), (60, "8.00"), (51, "6.75"), (1, "0.25")]
)
def test_eligible_sums_raw_minutes_and_rounds_once(minutes: int, credits: str) -> None:  # noqa: A002
    assert credits_text(earned(minutes_each(minutes)).quarters) == credits


def test_eligible_with_everything_done_is_what_is_designated() -> None:
    everything = earned(ledger())
    assert everything.quarters == 48
    assert [(part.kind, part.count, part.minutes) for part in everything.parts] == [
        (ComponentKind.MODULE, 8, 240),
        (ComponentKind.SESSION, 8, 480),
    ]


def test_eligible_caps_each_component_by_its_own_maximum() -> None:
    capped = earned(ledger(), approved_activity(most=(8, 32)))
    assert capped.quarters == 8 + 32
    assert (capped.parts[0].minutes, capped.parts[0].counted_minutes) == (240, 120)


def test_eligible_caps_by_what_is_designated() -> None:
    assert earned(ledger(), approved_activity(designated_quarters=40)).quarters == 40


@pytest.mark.parametrize(
    ("status", "minutes", "counted"),
    [
        (Status.PRESENT, None, 60),
        (Status.PRESENT, 47, 47),
        (Status.PRESENT, 75, 60),
        (Status.LATE, None, 50),
        (Status.LATE, 41, 41),
        (Status.PARTIAL, None, 0),
        (Status.PARTIAL, 30, 30),
        (Status.ABSENT, 30, 0),
        (Status.EXCUSED, 30, 0),
        (Status.MADE_UP, None, 0),
        (Status.MADE_UP, 20, 20),
        (Status.NOT_RECORDED, None, 0),
    ],
)
def test_session_earns_minutes_by_its_mark(
    status: Status, minutes: int | None, counted: int
) -> None:
    assert session_minutes(status, minutes) == counted


def test_session_earns_nothing_for_who_led_it() -> None:
    assert session_minutes(Status.PRESENT, led_it=True) == 0


def test_session_earns_nothing_when_canceled() -> None:
    assert session_minutes(Status.PRESENT, canceled=True) == 0


def test_session_earns_nothing_before_it_is_over() -> None:
    running = FIRST + timedelta(minutes=30)
    assert earned(ledger(unit(1, attested_at=None)), now=running).minutes == 0


def test_nothing_earns_before_the_activity_was_approved() -> None:
    approved = FIRST - timedelta(hours=1)
    parts = earned(ledger(unit(1)), approved_activity(approved_at=approved)).parts
    assert [part.minutes for part in parts] == [0, 60]


def test_session_earns_nothing_when_approved_after_it_began() -> None:
    approved = FIRST + timedelta(minutes=1)
    assert earned(ledger(unit(1)), approved_activity(approved_at=approved)).minutes == 0


def test_late_session_shorter_than_the_lateness_earns_nothing() -> None:
    facts = ledger(unit(1, Status.LATE, attested_at=None, minutes_scheduled=5))
    assert earned(facts).minutes == 0


@pytest.mark.parametrize(
    ("minutes", "up", "down"),
    [(Fraction(15, 2), 1, 0), (Fraction(45, 2), 2, 1), (7, 0, 0), (8, 1, 1), (0, 0, 0)],
)
def test_rounding_sends_a_tie_where_the_activity_says(
    minutes: int | Fraction, up: int, down: int
) -> None:
    assert to_quarters(minutes, Rounding.HALF_UP) == up
    assert to_quarters(minutes, Rounding.HALF_DOWN) == down


def test_rounding_that_nobody_defined_is_an_error() -> None:
    with pytest.raises(ValueError, match="half_even"):
        earned(ledger(), approved_activity(rounding="half_even"))


@given(st.integers(0, 100_000), st.sampled_from(Rounding))
def test_rounding_is_to_the_nearest_quarter(minutes: int, rounding: Rounding) -> None:
    assert abs(to_quarters(minutes, rounding) * 15 - minutes) <= 7


@given(ledgers(), some_terms(), policies, moments)
def test_eligible_is_never_above_what_is_designated(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    result = eligible(facts, of, asked, now)
    assert 0 <= result.quarters <= of.activity.designated_quarters
    assert all(part.counted_minutes <= part.max_minutes for part in result.parts)


@given(ledgers(), some_terms(), policies, moments)
def test_eligible_rounds_the_sum_and_nothing_else(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    result = eligible(facts, of, asked, now)
    once = (2 * sum(part.counted_minutes for part in result.parts) + 15) // 30
    assert result.quarters == min(once, of.activity.designated_quarters)


@given(ledgers(), some_terms(), policies, moments)
def test_eligible_grows_with_every_fact(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    before = eligible(facts, of, asked, now)
    for position in [u.position for u in facts.units]:
        for better in (
            changed(facts, position, attested_at=now + timedelta(days=365)),
            changed(facts, position, status=Status.PRESENT, minutes=90),
        ):
            assert eligible(better, of, asked, now).quarters >= before.quarters


@given(ledgers(), some_terms(), policies, moments, st.integers(0, 200))
def test_eligible_never_shrinks_with_time(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, days: int
) -> None:
    later = eligible(facts, of, asked, now + timedelta(days=days))
    assert later.quarters >= eligible(facts, of, asked, now).quarters


@given(ledgers(), some_terms(), policies, moments)
def test_session_never_earns_more_than_one_session_may(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    for part, component in zip(eligible(facts, of, asked, now).parts, of.components, strict=True):
        assert part.minutes <= part.count * component.minutes_each


# ----------------------------------------------------------------------------------- claims


@pytest.mark.parametrize("profession", Profession)
@pytest.mark.parametrize("verified", [True, False])
def test_only_verified_physicians_claim_credit(profession: Profession, verified: bool) -> None:
    since = FIRST if verified else None
    own = standing(ledger(profession=profession, profession_verified_at=since))
    is_credit = profession is Profession.PHYSICIAN and verified
    assert own.system == (AMA_PRA_1 if is_credit else PARTICIPATION)


def standing(
    facts: Ledger | None = None,
    of: ApprovedActivity | None = None,
    *,
    claim: Claim | None = None,
    asked: PolicyData | None = None,
) -> CreditStatus:
    return assess(facts or ledger(), asked or policy(), of or approved_activity(), claim, AFTER)


def test_what_was_earned_says_nothing_of_a_claim_that_nobody_asked_for() -> None:
    facts, of = ledger(), approved_activity()
    earned_only = assess_earned(facts, policy(), of, AFTER)
    assert not hasattr(earned_only, "claim")
    assert earned_only.with_claim(None) == standing(facts, of)


def test_claim_is_possible_when_everything_is_done() -> None:
    assert rules.why_not_claim(standing(), AFTER) is None


def test_claim_without_an_activity() -> None:
    bare = assess(ledger(), policy(), None, None, AFTER)
    assert rules.why_not_claim(bare, AFTER) == rules.NO_ACTIVITY


def test_claim_when_there_is_one() -> None:
    made = a_claim()
    assert rules.why_not_claim(standing(claim=made), AFTER) == rules.ALREADY_CLAIMED


def test_claim_ends_at_the_moment_claims_close() -> None:
    of = approved_activity()
    closes = of.activity.claims_close_at
    assert rules.why_not_claim(standing(of=of), closes - timedelta(seconds=1)) is None
    assert rules.why_not_claim(standing(of=of), closes) == rules.CLAIMS_CLOSED


def test_claim_before_completion_says_what_is_missing() -> None:
    facts = changed(ledger(), 8, attested_at=None)
    why_not = rules.why_not_claim(standing(facts), AFTER)
    week_8 = MODULES_OPEN(count=1, units=("Week 8",))
    assert why_not == rules.COMPLETE_FIRST(missing=(week_8,))
    assert str(why_not) == (
        "You can claim once you have completed the program. "
        "Where you stand: Week 8 is not attested."
    )


def test_claim_before_completion_where_the_activity_allows_it() -> None:
    facts = changed(ledger(), 8, attested_at=None)
    of = approved_activity(requires_completion=False)
    assert rules.why_not_claim(standing(facts, of), AFTER) is None


def test_claim_waits_for_the_evaluation_where_the_activity_requires_it() -> None:
    asked = policy(surveys=("final-evaluation",))
    of = approved_activity(requires_completion=False, requires_evaluation=True)
    done = ledger(surveys_done=frozenset({"final-evaluation"}))
    assert rules.why_not_claim(standing(of=of, asked=asked), AFTER) == rules.EVALUATION_FIRST
    assert rules.why_not_claim(standing(done, of, asked=asked), AFTER) is None


def test_claim_does_not_wait_for_the_evaluation_elsewhere() -> None:
    asked = policy(surveys=("final-evaluation",))
    of = approved_activity(requires_completion=False, requires_evaluation=False)
    assert rules.why_not_claim(standing(of=of, asked=asked), AFTER) is None


def test_claim_of_nothing() -> None:
    nothing = with_marks({}, Status.ABSENT)
    of = approved_activity(requires_completion=False, approved_at=AFTER)
    assert rules.why_not_claim(standing(nothing, of), AFTER) == rules.NOTHING_EARNED


@given(st.integers(-5, 100), st.integers(0, 60))
def test_claim_is_one_of_the_steps_or_refused(quarters: int, most: int) -> None:
    allowed = rules.why_not_claim_so_much(quarters, most) is None
    assert allowed == (quarters in rules.claim_steps(most))


def test_claim_above_what_was_earned_says_what_was_earned() -> None:
    why_not = rules.why_not_claim_so_much(47, 46)
    assert why_not == rules.TOO_MUCH(earned=Decimal("11.5"))
    assert str(why_not) == "You have earned 11.50 and can claim up to that."


def test_taking_back_without_a_claim() -> None:
    assert rules.why_not_withdraw_claim(None, None) == rules.NO_CLAIM


def test_taking_back_after_a_certificate() -> None:
    assert rules.why_not_withdraw_claim(a_claim(), AFTER) == rules.ISSUED
    assert rules.why_not_withdraw_claim(a_claim(), None) is None


def test_claim_statement_of_a_physician_carries_the_phrase_and_the_sentence() -> None:
    stated = claim_statement(approved_activity().activity, AMA, 46)
    assert stated == (
        "I claim 11.50 AMA PRA Category 1 Credits™ for Mentor Development Program, Fall 2026. "
        "Claim only the credit commensurate with your participation."
    )


def test_claim_statement_of_others_names_hours_and_no_credit() -> None:
    stated = claim_statement(approved_activity().activity, HOURS, 46)
    assert stated == "I took part in Mentor Development Program, Fall 2026 for 11.50 hours."


def test_statement_of_an_activity_gets_the_phrase_by_plain_substitution() -> None:
    assert with_phrase("Up to 6.00 {credit_phrase}. {x}") == (
        "Up to 6.00 AMA PRA Category 1 Credit(s)™. {x}"
    )


@pytest.mark.parametrize(
    ("quarters", "text"), [(1, "0.25 hours"), (4, "1.00 hour"), (46, "11.50 hours")]
)
def test_hours_text(quarters: int, text: str) -> None:
    assert amount_text(HOURS, quarters) == text


def test_unverified_physician_is_told_apart() -> None:
    waiting = ledger(profession_verified_at=None)
    nurse = replace(waiting, profession=Profession.NURSE)
    assert waits_for_verification(standing(waiting))
    assert not waits_for_verification(standing())
    assert not waits_for_verification(standing(nurse))
    assert waits_for_verification(standing(nurse, approved_activity(systems=("ancc",))))
    assert not waits_for_verification(assess(waiting, policy(), None, None, AFTER))
