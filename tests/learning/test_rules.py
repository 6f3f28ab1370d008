"""Reasons in words, and whose name is whose."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learning import rules
from app.learning.rules import Item, UnitTimes

NOW = datetime(2026, 11, 18, tzinfo=UTC)
OPEN = UnitTimes(NOW - timedelta(days=1), False, NOW + timedelta(days=30))
DAY = timedelta(days=1)


def item(noun: str, *, done: bool = False, required: bool = True, minutes: int = 10) -> Item:
    return Item(noun, minutes, required, done)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([], None),
        ([item("reading", done=True), item("reading", required=False)], None),
        ([item("reading")], "One reading is still open."),
        ([item("reflection")], "The reflection is still open."),
        ([item("reading"), item("reading")], "Two readings are still open."),
        (
            [item("reading"), item("reading"), item("reflection")],
            "Two readings and the reflection are still open.",
        ),
        ([item("reading")] * 12, "12 readings are still open."),
    ],
)
def test_open_items_are_named(items: Sequence[Item], reason: str | None) -> None:
    assert rules.why_not_attest(OPEN, items, signed=False, now=NOW) == reason


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        (OPEN, None),
        (UnitTimes(NOW + DAY, False, NOW + DAY), "This unit is not open yet."),
        (UnitTimes(NOW + DAY, True, NOW + DAY), None),
        (UnitTimes(NOW, False, NOW), "This cohort is closed. Nothing more can be recorded in it."),
    ],
)
def test_time_decides_before_anything_else(times: UnitTimes, reason: str | None) -> None:
    assert rules.why_not_attest(times, [], signed=False, now=NOW) == reason


def test_signed_unit_is_not_signed_again() -> None:
    assert rules.why_not_attest(OPEN, [], signed=True, now=NOW) == rules.ALREADY_SIGNED


@pytest.mark.parametrize(
    ("signed", "claimed", "issued", "closes", "reason"),
    [
        (True, False, 0, NOW + DAY, None),
        (True, False, 1, NOW + DAY, rules.CERTIFIED),
        (True, True, 2, NOW + DAY, rules.CERTIFIED),
        (False, False, 0, NOW + DAY, "There is nothing to withdraw: this unit is not signed."),
        (
            True,
            True,
            0,
            NOW + DAY,
            "You have claimed credit that rests on it. Take back the claim first.",
        ),
        (True, False, 0, NOW, "This cohort is closed. Nothing more can be recorded in it."),
    ],
)
def test_attestation_can_be_withdrawn_until_a_claim_or_certificate_rests_on_it(
    signed: bool, claimed: bool, issued: int, closes: datetime, reason: str | None
) -> None:
    said = rules.why_not_withdraw(
        signed=signed, claimed=claimed, issued=issued, closes_at=closes, now=NOW
    )
    assert said == reason


@pytest.mark.parametrize(
    "typed", ["José Núñez", "jose nunez", " JOSÉ  NÚÑEZ ", "José Núñez, MD", "Jose-Nunez md"]
)
def test_own_name_is_taken_however_it_is_typed(typed: str) -> None:
    assert rules.why_not_this_name(typed, ["José Núñez", "José Núñez, MD"]) is None


@pytest.mark.parametrize("typed", ["", "José", "Josefa Núñez", "x"])
def test_another_name_is_refused_and_the_right_one_named(typed: str) -> None:
    assert rules.why_not_this_name(typed, ["José Núñez"]) == (
        "Type your name as it stands in your profile: José Núñez."
    )


@given(st.text(min_size=1).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_every_name_can_sign_for_itself(name: str) -> None:
    assert rules.why_not_this_name(name, [name]) is None


@given(st.text(), st.text())
def test_placeholders_are_plain_text(unit: str, title: str) -> None:
    filled = rules.statement_for("{unit}|{0.__class__}|%s", unit=unit, title=title)
    assert filled == f"{unit}|{{0.__class__}}|%s"


items = st.builds(Item, st.just("reading"), st.integers(1, 90), st.booleans(), st.booleans())


@given(st.lists(items, max_size=12))
def test_nothing_is_left_exactly_when_it_can_be_signed(given_items: list[Item]) -> None:
    reason = rules.why_not_attest(OPEN, given_items, signed=False, now=NOW)
    assert (rules.minutes_left(given_items) == 0) == (reason is None)
