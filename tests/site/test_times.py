"""A session is told on the reader's clock first, and on the cohort's beside it, on every page."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn

PAGES = {
    "ada": (
        "/home",
        "/cohorts/fall-2026",
        "/cohorts/fall-2026/units/2",
        "/cohorts/fall-2026/sessions/2",
        "/join/fall-2026",
        "/my/record",
    ),
    "fay": (
        "/teach",
        "/teach/fall-2026/sessions/2",
        "/teach/fall-2026/sessions/2/attendance",
    ),
}
CASES = [(persona, path) for persona, paths in PAGES.items() for path in paths]


@pytest.mark.parametrize(("zone", "own"), [("Pacific/Honolulu", "9:00"), ("Asia/Tokyo", "4:00")])
@pytest.mark.parametrize(("persona", "path"), CASES)
def test_own_clock_leads_and_the_cohorts_stands_beside_it(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str, zone: str, own: str
) -> None:
    cast.person(persona).zone = zone
    session.commit()
    text = sign_in(persona).page(path).main.text.replace("\u202f", " ")
    assert re.search(rf"{own}.{{,120}}12:00 PM by the cohort’s clock", text), text
    noon = re.findall(r"12:00 PM.{0,60}", text)
    assert [told for told in noon if "by the cohort’s clock (Mountain Time)" not in told] == []


@pytest.mark.parametrize(("persona", "path"), CASES)
def test_one_clock_is_enough_where_both_show_the_same(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str
) -> None:
    """In November, Phoenix and Denver do."""
    cast.person(persona).zone = "America/Phoenix"
    session.commit()
    text = sign_in(persona).page(path).main.text.replace("\u202f", " ")
    assert "Nov 19, 12:00" in text or "Thu 12:00" in text
    assert "by the cohort’s clock" not in text.partition("Nov 19")[2][:60]
