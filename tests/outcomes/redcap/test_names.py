"""What forms and fields are called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.redcap.names import SYSTEM, field_name, form_name


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("competency-self", "competency_self"),
        ("9-lives", "form_9_lives"),
        ("a", "form_a"),
    ],
)
def test_a_form_is_called_as_its_instrument(key: str, name: str) -> None:
    assert form_name(key) == name


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("align_hopes", (), "align_hopes"),
        ("align_hopes", ("align_hopes",), "align_hopes_2"),
        ("align_hopes", ("align_hopes", "align_hopes_2"), "align_hopes_3"),
        ("a" * 26, ("a" * 26,), "a" * 24 + "_2"),
        ("a", (), "a_2"),
        ("a__b_", (), "a_b"),
        ("record_id", tuple(SYSTEM), "record_id_2"),
        ("b" * 23 + "_cd", ("b" * 23 + "_cd",), "b" * 23 + "_2"),
    ],
)
def test_a_field_is_called_as_its_question_if_it_can_be(
    wanted: str, taken: tuple[str, ...], name: str
) -> None:
    assert field_name(wanted, set(taken)) == name


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,25}", fullmatch=True), max_size=30))
def test_names_are_good_and_one_field_each(wanted: list[str]) -> None:
    taken = set(SYSTEM)
    for code in wanted:
        name = field_name(code, taken)
        assert name not in taken
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)
        assert 2 <= len(name) <= 26
        taken.add(name)
