"""A draft is there for its coordinators, and for nobody else by any way."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.coming.queries import coming_cohorts
from app.cohorts.enrollments.queries import enrollments_of
from app.cohorts.queries import unrecorded_openings
from tests.cast import NOW, Cast
from tests.client import SignIn

PAGES = {
    "ada": (
        "/cohorts/fall-2026",
        "/cohorts/fall-2026/units/1",
        "/cohorts/fall-2026/sessions/1.ics",
    ),
    "fay": ("/teach/fall-2026", "/teach/fall-2026/sessions/1"),
}


@pytest.fixture(autouse=True)
def draft(session: Session, cast: Cast) -> None:
    """`fall-2026`, with its people in it, before it is published."""
    cast.fall.published_at = None
    session.commit()


@pytest.mark.parametrize("persona", PAGES)
def test_its_pages_do_not_exist(sign_in: SignIn, persona: str) -> None:
    browser = sign_in(persona)
    for path in PAGES[persona]:
        assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("ada", "/home"),
        ("ada", "/my/record"),
        ("ada", "/help"),
        ("fay", "/teach"),
        ("lee", "/institution"),
        ("lee", "/institution/people"),
        ("ada", "/"),
    ],
)
def test_no_page_names_it(sign_in: SignIn, persona: str, path: str) -> None:
    answer = sign_in(persona).get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert "Fall 2026" not in answer.text
    assert "fall-2026" not in answer.text


def test_its_coordinator_sees_it(sign_in: SignIn) -> None:
    assert sign_in("cora").get("/manage/cohorts/fall-2026").status_code == 200


def test_its_units_open_for_nobody(session: Session, cast: Cast) -> None:
    here = {cast.fall.id}
    assert not here & {unit.cohort_id for unit in unrecorded_openings(session, NOW)}
    assert enrollments_of(session, cast.id("ada")) == []
    assert all(cohort.title != "Fall 2026" for cohort in coming_cohorts(session, NOW))
