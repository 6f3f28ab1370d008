"""A desk takes as many statements for twenty cohorts as for two, and for many people as for few."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.cast import NOW, Cast, make_cohort
from tests.client import SignIn, Statements
from tests.course import UNITS
from tests.crowds import fill


@pytest.fixture
def two(session: Session, cast: Cast) -> None:
    for cohort in (cast.spring, cast.fall):
        fill(session, cohort, 20, now=NOW)
    session.commit()


@pytest.mark.parametrize(
    ("persona", "path", "at_most"),
    [
        ("cora", "/manage", 41),
        ("cora", "/manage/cohorts", 6),
        ("cora", "/manage/people", 8),
        ("cora", "/manage/cohorts/fall-2026", 22),
        ("cora", "/manage/cohorts/fall-2026/people", 11),
        ("cora", "/manage/cohorts/fall-2026/certificates/issue", 14),
        ("cora", "/manage/cohorts/fall-2026/report", 13),
        ("lee", "/institution", 15),
        ("lee", "/institution/report", 12),
        ("lee", "/institution/people", 4),
        ("cora", "/manage/cohorts/fall-2026/content", 7),
        ("cora", "/manage/content", 7),
        ("cora", "/manage/content/mentor-development", 8),
        ("cora", "/manage/jobs", 2),
        ("cora", "/manage/outbox", 10),
        ("ada", "/cohorts/fall-2026/people", 5),
        ("cora", "/manage/cohorts/fall-2026/history", 18),
        ("fay", "/teach", 15),
        ("ada", "/home", 11),
        ("abe", "/admin", 19),  # on PostgreSQL, of whose server more is asked
    ],
)
def test_statements_are_the_same_for_twenty_cohorts(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    two: None,
    statements: Statements,
    persona: str,
    path: str,
    at_most: int,
) -> None:
    browser = sign_in(persona)
    browser.get(path)  # reads what a process keeps, as the course
    with statements() as few:
        browser.get(path)
    before = few.total
    for number in range(18):
        first = date(2026, 10, 1) - timedelta(weeks=3 * number)
        days = [first + timedelta(weeks=week) for week in range(UNITS)]
        cohort = make_cohort(session, cast.program, f"more-{number}", f"More {number}", days)
        fill(session, cohort, 6, now=NOW)
    session.commit()
    with statements() as many:
        assert browser.get(path).status_code == 200
    assert many.total == before <= at_most


FALL = "/manage/cohorts/fall-2026"
OF_COORDINATOR = (
    *("/manage", "/manage/cohorts", "/manage/people", "/manage/outbox", FALL),
    *(f"{FALL}/{page}" for page in ("people", "people/waitlist", "report", "certificates/issue")),
    *("/manage/people/{person}", f"{FALL}/people/{{person}}"),
)
OF_LEAD = ("/institution", "/institution/people", "/institution/report")


def test_statements_are_the_same_for_a_thousand_people(
    sign_in: SignIn, session: Session, cast: Cast, two: None, statements: Statements
) -> None:
    pages = [(sign_in("cora"), path.format(person=cast.id("ada"))) for path in OF_COORDINATOR]
    lee = sign_in("lee")
    pages += [(lee, path) for path in OF_LEAD]
    counted: list[dict[str, int]] = []
    for more in (30, 950):
        fill(session, cast.fall, more, now=NOW, seed=more)
        cast.fall.capacity += more
        session.commit()
        counted.append({})
        for browser, path in pages:
            with statements() as count:
                assert browser.get(path).status_code == 200, path
            counted[-1][path] = count.total
    few, many = counted
    assert many == few
