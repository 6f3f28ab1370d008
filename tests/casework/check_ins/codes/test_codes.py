"""Codes: how long they hold, whose they are, and how they are typed."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.casework.check_ins.codes.rules import (
    ALPHABET,
    GRACE,
    LENGTH,
    STEP,
    as_typed,
    is_shown,
    shown_code,
)

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SECRETS = st.text(min_size=20, max_size=50)
BEGAN = datetime(2026, 11, 19, 19, 0, tzinfo=UTC)  # a step begins with every third minute


@given(SECRETS, MOMENTS, st.floats(0, 0.999))
def test_a_code_holds_as_long_as_it_is_shown_and_one_step_more(
    secret: str, now: datetime, part: float
) -> None:
    code = shown_code(secret, now)
    began = code.until - STEP
    assert began <= now < code.until
    later = (1 + GRACE) * STEP * part
    assert is_shown(secret, code.text, began + later)
    assert not is_shown(secret, code.text, code.until + GRACE * STEP)
    assert not is_shown(secret, code.text, code.until + (GRACE + 1) * STEP)


@given(SECRETS, MOMENTS)
def test_a_code_is_of_no_moment_before_it_is_shown(secret: str, now: datetime) -> None:
    """Where a clock goes back, what was shown is not taken until it is shown again."""
    code = shown_code(secret, now)
    assert not is_shown(secret, code.text, code.until - STEP - timedelta(microseconds=1))
    assert not is_shown(secret, code.text, now - timedelta(hours=2))
    assert is_shown(secret, code.text, now)


@given(SECRETS, SECRETS, MOMENTS)
def test_a_code_is_one_session_s_only(secret: str, other: str, now: datetime) -> None:
    code = shown_code(secret, now).text
    assert is_shown(other, code, now) == (secret == other)


@given(MOMENTS, st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_not(now: datetime, typed: str) -> None:
    codes = {shown_code("secret", now - back * STEP).text for back in range(GRACE + 1)}
    assert is_shown("secret", typed, now) == (as_typed(typed) in codes)


def test_small_letters_spaces_and_signs_between_are_all_the_same() -> None:
    code = shown_code("secret", BEGAN)
    assert code.spaced == f"{code.text[:3]} {code.text[3:]}"
    for typed in (code.spaced, code.text.lower(), f" {code.text[:2]}-{code.text[2:]}. "):
        assert is_shown("secret", typed, BEGAN)
    assert not is_shown("secret", code.text[:-1], BEGAN)
    assert not is_shown("secret", code.text + code.text[-1], BEGAN)
    assert not is_shown("secret", "", BEGAN)


def test_codes_have_no_sign_that_is_taken_for_another_and_spell_no_word() -> None:
    assert set(ALPHABET).isdisjoint("0O1IL2Z5SBAEIOUY")
    assert len(set(ALPHABET)) == len(ALPHABET) == 22


def test_every_sign_comes_everywhere_about_as_often() -> None:
    shown = [shown_code("secret", BEGAN + n * STEP).text for n in range(5000)]
    assert {len(code) for code in shown} == {LENGTH}
    assert len(set(shown)) > 4990  # two of a hundred million are rarely the same
    for place in range(LENGTH):
        seen = Counter(code[place] for code in shown)
        assert set(seen) == set(ALPHABET)
        assert max(seen.values()) < 2 * min(seen.values())


def test_a_new_code_comes_every_45_seconds() -> None:
    first = shown_code("secret", BEGAN)
    assert first.until == BEGAN + STEP == BEGAN + timedelta(seconds=45)
    assert shown_code("secret", first.until - timedelta(seconds=1)) == first
    assert shown_code("secret", first.until).text != first.text
