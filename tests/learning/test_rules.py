"""Reasons in words, and whose name is whose."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.rules import CLOSED
from app.language.reasons import Reason
from app.learning import rules
from app.learning.items.rules import Item, ItemKind
from app.learning.rules import UnitTimes

NOW = datetime(2026, 11, 18, tzinfo=UTC)
OPEN = UnitTimes(NOW - timedelta(days=1), False, NOW + timedelta(days=30))
DAY = timedelta(days=1)


TEXT, READING, REFLECTION, CHECK = ItemKind


def item(kind: ItemKind, *, done: bool = False, required: bool = True, minutes: int = 10) -> Item:
    return Item(kind, minutes, required, done)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], None),
        ([item(READING, done=True), item(READING, required=False)], None),
        ([item(READING)], "1 reading is still to do."),
        ([item(REFLECTION)], "The reflection is still to do."),
        ([item(READING), item(READING)], "2 readings are still to do."),
        (
            [item(READING), item(READING), item(REFLECTION)],
            "2 readings and the reflection are still to do.",
        ),
        ([item(READING)] * 12, "12 readings are still to do."),
        ([item(CHECK)], "The knowledge check is still to do."),
        (
            [item(REFLECTION), item(CHECK)],
            "The reflection and the knowledge check are still to do.",
        ),
        ([item(READING), item(CHECK)], "1 reading and the knowledge check are still to do."),
        (
            [item(READING), item(REFLECTION), item(CHECK)],
            "1 reading, the reflection, and the knowledge check are still to do.",
        ),
    ],
)
def test_open_items_are_named(items: Sequence[Item], words: str | None) -> None:
    why_not = rules.why_not_attest(OPEN, items, signed=False, now=NOW)
    assert (str(why_not) if why_not else None) == words


def test_open_items_are_a_reason_with_their_number() -> None:
    why_not = rules.why_not_attest(OPEN, [item(READING)] * 2, signed=False, now=NOW)
    assert why_not is not None
    assert (why_not.code, why_not.facts) == ("unit.readings_open", {"count": 2})


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        (OPEN, None),
        (UnitTimes(NOW + DAY, False, NOW + DAY), rules.NOT_OPEN),
        (UnitTimes(NOW + DAY, True, NOW + DAY), None),
        (UnitTimes(NOW, False, NOW), CLOSED),
    ],
)
def test_time_decides_before_anything_else(times: UnitTimes, reason: Reason | None) -> None:
    assert rules.why_not_attest(times, [], signed=False, now=NOW) == reason


def test_signed_unit_is_not_signed_again() -> None:
    assert rules.why_not_attest(OPEN, [], signed=True, now=NOW) == rules.ALREADY_SIGNED


@pytest.mark.parametrize(
    ("signed", "claimed", "issued", "closes", "reason"),
    [
        (True, False, 0, NOW + DAY, None),
        (True, False, 1, NOW + DAY, rules.CERTIFIED),
        (True, True, 2, NOW + DAY, rules.CERTIFIED),
        (False, False, 0, NOW + DAY, rules.NOT_SIGNED),
        (
            True,
            True,
            0,
            NOW + DAY,
            rules.CLAIMED,
        ),
        (True, False, 0, NOW, CLOSED),
    ],
)
def test_attestation_can_be_withdrawn_until_a_claim_or_certificate_rests_on_it(
    signed: bool, claimed: bool, issued: int, closes: datetime, reason: Reason | None
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
    why_not = rules.why_not_this_name(typed, ["José Núñez"])
    assert why_not == rules.OTHER_NAME(name="José Núñez")
    assert str(why_not) == "Type your name as it stands in your profile: José Núñez."


@given(st.text(min_size=1).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_every_name_can_sign_for_itself(name: str) -> None:
    assert rules.why_not_this_name(name, [name]) is None


@given(st.text(), st.text())
def test_placeholders_are_plain_text(unit: str, title: str) -> None:
    filled = rules.statement_for("{unit}|{0.__class__}|%s", unit=unit, title=title)
    assert filled == f"{unit}|{{0.__class__}}|%s"


def test_days_are_told_in_the_zone_that_the_rule_was_given() -> None:
    late_in_utc = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    moved = rules.moved_text(late_in_utc, zone="America/Denver", unit="Week 5")
    assert moved == rules.TEXT_MOVED(unit="Week 5", moved=late_in_utc)
    assert str(moved) == "The text of Week 5 was updated on Tue, Nov 17. Look at it again."


def test_signer_is_told_of_both_days() -> None:
    differs = rules.why_signed_text_differs(
        same=False, moved_at=NOW, signed_at=NOW - DAY, zone="America/Denver", unit="Week 5"
    )
    assert str(differs) == (
        "The text of Week 5 was updated on Tue, Nov 17, after you signed. "
        "You signed the text of Mon, Nov 16, and that stays."
    )
