"""When two names of providers are nearly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.providers.rules import named_by, nearly_called

OFFICE = "Example Office of Continuing Medical Education"
SAME = (
    "The Example Office of Continuing Medical Education",
    "Example Office of CME",
    "Example Office of C.M.E.",
    "Example, Office for Continuing Medical Education",
    "Example Office of Continuing Medical Educatoin",
    "Exampel Office of CME",
    "Example CME Office",
    "Examples Office of Continuing Medical Education",
)
OTHER = (
    "Example Office of Continuing Nursing Education",
    "Another Office of Continuing Medical Education",
    "Example Office of Continuing Medical Education 2",
    "Example University",
    "Office of CME",
    "",
)


@pytest.mark.parametrize("name", SAME)
def test_nearly_the_same_name_is_found(name: str) -> None:
    assert nearly_called(name, [OFFICE]) == (OFFICE,)
    assert nearly_called(OFFICE, [name]) == (name,), "whichever was first"


@pytest.mark.parametrize("name", OTHER)
def test_another_name_is_not(name: str) -> None:
    assert nearly_called(name, [OFFICE]) == ()


@pytest.mark.parametrize("name", [OFFICE, OFFICE.upper(), f" {OFFICE.replace(' ', '  ')} "])
def test_name_that_is_known_is_not_asked_about(name: str) -> None:
    assert nearly_called(name, [OFFICE, "Exampel Office of CME"]) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("St. Mary’s Hospital", "St Marys Hosp", True),
        ("Universität Example", "Universitat Example", True),
        ("Health & Learning Center", "Health and Learning Centre", True),
        ("Example Univ. School of Med.", "Example University School of Medicine", True),
        ("Office 1", "Office 2", False),
        ("ABC", "ABD", True),
        ("ABC", "ADE", False),
        ("The", "Of", False),
    ],
)
def test_short_and_odd_names(one: str, other: str, *, alike: bool) -> None:
    assert nearly_called(one, [other]) == ((other,) if alike else ())


def test_likest_is_named_first() -> None:
    near, nearer = "Exampels Office", "Example Offices"
    assert nearly_called("Example Office", [near, nearer]) == (nearer, near)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", None),
        (OFFICE, OFFICE),
        ("Example CME Office", "Example CME Office"),
        ("Example Cme  Office", "Example CME Office"),
        ("What was typed before", None),
    ],
)
def test_what_is_said_of_a_name_decides(said: str, meant: str | None) -> None:
    assert named_by("Example CME Office", said, {OFFICE: OFFICE}) == meant


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_name_can_be_compared(one: str, other: str) -> None:
    assert nearly_called(one, [other]) in {(), (other,)}
    assert nearly_called(one, [one]) == ()
