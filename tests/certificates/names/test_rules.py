"""Which differences between names matter."""

from uuid import UUID

import pytest

from app.certificates.names.rules import (
    CHANGED_MEANWHILE,
    NOTHING_TO_CONFIRM,
    NameToCheck,
    Said,
    SeenName,
    check,
    is_same_degrees,
    is_same_name,
    is_signed,
    why_not_confirm,
)

PLACE, PERSON = UUID(int=1), UUID(int=2)


def looked_at(
    name: str, degrees: str = "MD", *, entered: str | None = "Ben Begay", signed: str = "Ben Begay"
) -> NameToCheck | None:
    given = None if entered is None else "MD"
    return check(Said(PLACE, PERSON, name, degrees, entered, given), [signed])


@pytest.mark.parametrize(
    "name",
    ["BEN BEGAY", "  Ben   Begay ", "Ben T. Begay", "Ben T Begay", "Bén Begaÿ", "Ben Be\u200bgay"],
)
def test_spelling_makes_no_difference(name: str) -> None:
    assert looked_at(name) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jean-Luc O’Brien", "Jean Luc OBrien"), ("Kalā Kahanuʻi", "Kala Kahanui")],
)
def test_dashes_apostrophes_and_okinas_make_no_difference(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mary E. Smith", "Mary Smith"),
        ("Mary E. Smith", "Mary Ellen Smith"),
        ("Mary E. J. Smith", "Mary Ellen Smith"),
        ("Νίκος Α. Παππάς", "Νίκος Παππάς"),
        ("Анна И. Иванова", "Анна Ивановна Иванова"),
        ("王 小 明", "王小明"),
        ("Conor O Brien Kelly", "Conor O’Brien Kelly"),
    ],
)
def test_initial_stands_for_its_word_and_for_none(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mary E. Smith", "Mary X. Smith"),
        ("Mary E. Smith", "Mary Anne Smith"),
        ("Mary E. Smith", "Marye Smith"),
        ("M. E. Smith", "Mary Smith"),
        ("王 小 明", "王 大 明"),
        ("王 小 明", "王 明"),
        ("김 수 진", "김 진"),
    ],
)
def test_another_initial_is_another_name(one: str, other: str) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


def test_long_row_of_initials_is_read_in_no_time() -> None:
    row = "A. " * 80
    assert is_same_name(f"Mary {row} Smith", f"Mary {row} Smith")
    assert not is_same_name(f"Mary {row} C. Smith", f"Mary {row} B. Smith")


@pytest.mark.parametrize(
    "name", ["Albert Einstein", "Ben Bega", "Begay", "Ben Marie Begay", "Ben Begay, MD", "B. Begay"]
)
def test_another_name_is_looked_at(name: str) -> None:
    found = looked_at(name)
    assert found is not None
    assert (found.differs, found.entered_name) == (True, "Ben Begay")


def test_signature_in_another_name_is_looked_at_and_shown() -> None:
    found = looked_at("Ben Begay", signed="Albert Einstein")
    assert found is not None
    assert (found.differs, found.degrees_differ, found.signed) == (
        False,
        False,
        ("Albert Einstein",),
    )


@pytest.mark.parametrize("typed", ["ben begay", "Ben Begay, MD, PhD", "Ben T. Begay, MD"])
def test_signature_may_have_degrees_and_initials(typed: str) -> None:
    assert is_signed(typed, "Ben Begay")


def test_signature_hides_nothing_that_stands_in_the_name() -> None:
    assert not is_signed("Ben Begay", "Ben Begay, Nobel laureate")


@pytest.mark.parametrize("degrees", ["M.D.", "md"])
def test_degrees_may_be_spelled_otherwise(degrees: str) -> None:
    assert looked_at("Ben Begay", degrees) is None


def test_degrees_may_stand_in_any_order() -> None:
    assert is_same_degrees("MD, MPH", "MPH M.D.")


@pytest.mark.parametrize("degrees", ["MD, Nobel laureate", "", "MD, PhD"])
def test_other_degrees_are_looked_at(degrees: str) -> None:
    found = looked_at("Ben Begay", degrees)
    assert found is not None
    assert (found.differs, found.degrees_differ, found.entered_degrees) == (False, True, "MD")


def test_what_nobody_knows_is_not_compared() -> None:
    assert looked_at("Ben Begay", "PhD", entered=None) is None


def test_nothing_is_confirmed_that_was_not_seen() -> None:
    found = looked_at("Albert Einstein")
    later = looked_at("Albert Einstein", "Nobel laureate")
    assert found is not None
    assert later is not None
    assert why_not_confirm([SeenName(PLACE, found.fingerprint)], [found]) is None
    assert why_not_confirm([SeenName(PLACE, found.fingerprint)], [later]) == CHANGED_MEANWHILE
    assert why_not_confirm([SeenName(PLACE, found.fingerprint)], []) == CHANGED_MEANWHILE
    assert why_not_confirm([], [found]) == NOTHING_TO_CONFIRM


def test_what_was_entered_or_signed_otherwise_meanwhile_was_not_seen() -> None:
    seen = looked_at("Albert Einstein")
    others = [
        looked_at("Albert Einstein", entered="Ben T. Begay"),
        looked_at("Albert Einstein", signed="Isaac Newton"),
    ]
    assert seen is not None
    for other in others:
        assert other is not None
        assert seen.fingerprint != other.fingerprint
