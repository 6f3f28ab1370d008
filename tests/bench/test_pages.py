"""Every page of a desk is among those that `make desks` measures, and shows itself to who asks.

Each takes as many statements for a thousand people in twenty cohorts as for few in two.
"""

from datetime import date, timedelta

from fastapi import FastAPI
from sqlalchemy.orm import Session

from tests.bench.pages import DESKS, WAYS, Asked, make_objects, pages, routes_of_desks
from tests.cast import NOW, Cast, make_cohort
from tests.client import SignIn, Statements
from tests.course import UNITS
from tests.crowds import fill


def test_every_page_of_a_desk_is_measured(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    objects = make_objects(session, cast)
    session.commit()
    browsers = {persona: sign_in(persona) for persona in DESKS.values()}
    answers: dict[str, list[int]] = {}
    for persona, address, route in pages(app, objects):
        code = browsers[persona].get(address).status_code
        answers.setdefault(route, []).append(code)
    assert {route: codes for route, codes in answers.items() if 200 not in codes} == {}
    assert set(answers) == routes_of_desks(app) | set(WAYS)
    assert len(answers) >= 70


def test_every_page_takes_the_same_statements_for_a_thousand_people_in_twenty_cohorts(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    objects = make_objects(session, cast)
    for cohort in (cast.spring, cast.fall):
        fill(session, cohort, 50, now=NOW)
    session.commit()
    browsers = {persona: sign_in(persona) for persona in DESKS.values()}
    asked = [
        page
        for page in pages(app, objects)
        if browsers[page.persona].get(page.address).status_code == 200
    ]

    def counted() -> dict[Asked, int]:
        found = {}
        for page in asked:
            with statements() as count:
                assert browsers[page.persona].get(page.address).status_code == 200, page
            found[page] = count.total
        return found

    few = counted()
    fill(session, cast.fall, 950, now=NOW, seed=1)
    cast.fall.capacity += 1000
    for number in range(18):
        first = date(2026, 10, 1) - timedelta(weeks=3 * number)
        days = [first + timedelta(weeks=week) for week in range(UNITS)]
        cohort = make_cohort(session, cast.program, f"more-{number}", f"More {number}", days)
        fill(session, cohort, 6, now=NOW)
    session.commit()
    many = counted()
    assert {page: (few[page], many[page]) for page in asked if few[page] != many[page]} == {}
    assert len(few) >= 120
