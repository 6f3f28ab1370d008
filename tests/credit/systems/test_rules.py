"""Whose credit is whose, in which steps, and in which words; without a database."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credit import rules
from app.credit.eligibility.rules import Rounding, eligible, rounded
from app.credit.enums import AMA_PRA_1, StepRounding
from app.credit.ledger import Ledger
from app.credit.models import Claim, CreditSystem
from app.credit.phrase import lint_credit_phrase
from app.credit.status.rules import assess, waits_for_verification
from app.credit.systems.rules import (
    ABOVE_ALL,
    NONE_CHOSEN,
    NOT_IN_STEPS,
    ONLY_WITH_PHYSICIANS,
    Designated,
    WrongChoice,
    amount_text,
    certificate_sentence,
    claim_statement,
    why_not_designate,
)
from app.people.enums import Profession
from tests.credit.ledgers import AFTER, approved_activity, ledger, ledgers, policy
from tests.credit.systems.samples import AAPA, ABIM, ALL, AMA, ANCC, HOURS

steps, hows, ties = st.integers(1, 8), st.sampled_from(StepRounding), st.sampled_from(Rounding)


def stepped(step: int, how: StepRounding = StepRounding.NEAREST) -> CreditSystem:
    """Contact hours that are counted in larger steps."""
    return ANCC.model_copy(update={"step_quarters": step, "rounding": how})


@given(st.integers(0, 20_000), steps, ties)
def test_nearest_step_is_within_half_a_step(minutes: int, step: int, tie: Rounding) -> None:
    quarters = rounded(minutes, step, StepRounding.NEAREST, tie)
    assert quarters % step == 0
    assert abs(quarters * 15 - minutes) * 2 <= step * 15


@given(st.integers(0, 20_000), steps, ties)
def test_rounding_down_never_gives_what_was_not_there(
    minutes: int, step: int, tie: Rounding
) -> None:
    quarters = rounded(minutes, step, StepRounding.DOWN, tie)
    assert quarters % step == 0
    assert 0 <= minutes - quarters * 15 < step * 15


def test_tie_of_a_larger_step_goes_where_the_activity_says() -> None:
    up, down = (rounded(45, 2, StepRounding.NEAREST, tie) for tie in Rounding)
    assert (up, down) == (4, 2)


@given(ledgers(), steps, hows, st.integers(1, 60), st.integers(1, 80))
def test_nobody_claims_above_the_maximum_of_their_system_or_between_its_steps(
    facts: Ledger, step: int, how: StepRounding, most: int, quarters: int
) -> None:
    of = replace(approved_activity(), designated=(Designated(stepped(step, how), most),))
    nurse = replace(facts, profession=Profession.NURSE)
    standing = assess(nurse, policy(), of, None, AFTER)
    assert standing.eligibility is not None
    earned = standing.eligibility.quarters
    assert (earned % step, earned <= most) == (0, True)
    can_be_claimed = rules.why_not_so_much(standing, quarters) is None
    assert can_be_claimed == (quarters in rules.claim_steps(earned, step))


def test_maximum_is_of_the_system_in_which_somebody_claims() -> None:
    of = approved_activity(systems=(AMA_PRA_1, "ancc"))
    of = replace(of, designated=tuple(replace(own, max_quarters=20) for own in of.designated[1:2]))
    nurse = ledger(profession=Profession.NURSE)
    assert eligible(nurse, of, policy(), AFTER).quarters == 20
    assert eligible(ledger(), of, policy(), AFTER).quarters == 0


def test_claim_is_compared_with_what_was_earned_in_its_own_system() -> None:
    """A nurse who is a physician by now has claimed no more than nurses may."""
    of = approved_activity(systems=(AMA_PRA_1, "ancc"))
    lower = tuple(
        replace(own, max_quarters=20 if own.key == AMA_PRA_1 else own.max_quarters)
        for own in of.designated
    )
    standing = assess(ledger(), policy(), replace(of, designated=lower), None, AFTER)
    in_both = [standing.eligibility_in(key) for key in (AMA_PRA_1, "ancc")]
    assert [own.quarters for own in in_both if own] == [20, 48]


def test_claim_in_a_system_that_is_no_longer_designated_is_above_what_is_earned() -> None:
    """It is not compared with hours of participation, of which there may be as many."""
    before = approved_activity(systems=(AMA_PRA_1, "participation"))
    only_nurses = approved_activity(systems=("ancc", "participation"))
    made = Claim(
        enrollment_id=UUID(int=1), activity_id=UUID(int=2), credit_system=AMA_PRA_1, edition=1,
        quarters=22, eligible_quarters=48, statement="", facts={}, claimed_at=AFTER,
        by=UUID(int=3),
    )  # fmt: skip
    held = assess(ledger(), policy(), before, made, AFTER)
    assert (rules.earned_for_claim(held), rules.is_claim_above(held)) == (48, False)
    standing = assess(ledger(), policy(), only_nurses, made, AFTER)
    assert standing.eligibility is not None
    assert (standing.system, standing.eligibility.quarters) == ("participation", 48)
    assert (rules.earned_for_claim(standing), rules.is_claim_above(standing)) == (0, True)


@pytest.mark.parametrize(("system", "most"), [(AMA_PRA_1, 48), ("ancc", 20), ("abim_moc", 0)])
def test_maximum_of_a_system_is_its_own(system: str, most: int) -> None:
    of = approved_activity(systems=(AMA_PRA_1, "ancc"))
    lower = tuple(
        replace(own, max_quarters=20) if own.key == "ancc" else own for own in of.designated
    )
    assert replace(of, designated=lower).most_in(system) == most


@pytest.mark.parametrize(
    ("quarters", "text"),
    [
        (4, "1.00 ANCC contact hour"),
        (46, "11.50 ANCC contact hours"),
        (1, "0.25 ANCC contact hours"),
    ],
)
def test_unit_agrees_with_the_number(quarters: int, text: str) -> None:
    assert amount_text(ANCC, quarters) == text


def test_claim_of_a_nurse_names_contact_hours() -> None:
    stated = claim_statement(approved_activity().activity, ANCC, 46)
    assert stated == "I claim 11.50 ANCC contact hours for Mentor Development Program, Fall 2026."


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    odd = approved_activity(title="{amount} {x}").activity
    assert claim_statement(odd, HOURS, 4) == "I took part in {amount} {x} for 1.00 hour."


def test_sentence_of_a_certificate_says_how_much_and_when() -> None:
    day = "November 24, 2026"
    assert certificate_sentence(ANCC, 4, day) == (
        "The participant claimed these contact hours on November 24, 2026."
    )
    assert certificate_sentence(ABIM, 46, "") == (
        "For the same participation, 11.50 ABIM MOC points can be reported."
    )


@pytest.mark.parametrize("own", ALL, ids=lambda own: own.key)
def test_words_of_every_system_name_the_trademark_rightly(own: CreditSystem) -> None:
    words = (own.name, own.unit_one, own.unit_many, own.heading, own.claim_wording)
    for text in (*words, own.certificate_wording, own.usual_statement):
        assert lint_credit_phrase(text.replace("{credit_phrase}", "")) == []


def test_activity_can_be_designated_for_these() -> None:
    chosen = [Designated(AMA, 48), Designated(ANCC, 40), Designated(ABIM, 48)]
    assert why_not_designate([*chosen, Designated(AAPA, None)], 48) == []
    assert why_not_designate([Designated(ANCC, 48)], 48) == []


def test_activity_is_designated_for_something_that_is_awarded() -> None:
    wrong = [WrongChoice(AMA_PRA_1, NONE_CHOSEN)]
    assert why_not_designate([], 48) == wrong
    assert why_not_designate([Designated(HOURS, 48)], 48) == wrong


def test_what_goes_with_physicians_credit_needs_it() -> None:
    chosen = [Designated(ANCC, 48), Designated(ABIM, 48), Designated(AAPA, None)]
    assert why_not_designate(chosen, 48) == [
        WrongChoice("abim_moc", ONLY_WITH_PHYSICIANS(name="ABIM MOC points")),
        WrongChoice("aapa", ONLY_WITH_PHYSICIANS(name="AAPA note")),
    ]


def test_no_maximum_is_above_that_of_the_activity_or_between_its_steps() -> None:
    above = [Designated(AMA, 48), Designated(ANCC, 49)]
    assert why_not_designate(above, 48) == [
        WrongChoice("ancc", ABOVE_ALL(most=Decimal(12)), of_maximum=True)
    ]
    between = [Designated(AMA, 48), Designated(stepped(4), 46)]
    assert why_not_designate(between, 48) == [
        WrongChoice("ancc", NOT_IN_STEPS(step=Decimal(1)), of_maximum=True)
    ]


def test_who_is_not_verified_yet_is_told_only_where_it_would_change_anything() -> None:
    waiting = ledger(profession=Profession.NURSE, profession_verified_at=None)
    for systems, waits in (((AMA_PRA_1,), False), ((AMA_PRA_1, "ancc"), True)):
        of = approved_activity(systems=systems)
        standing = assess(waiting, policy(), of, None, AFTER + timedelta(days=1))
        assert waits_for_verification(standing) is waits
