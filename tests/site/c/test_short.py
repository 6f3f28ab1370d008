"""The short address leads to the session that is on."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from tests.casework.check_ins.coming import LEARNER, turn_clock
from tests.cast import Cast, add_enrollment
from tests.client import Browser, SignIn


def test_it_leads_to_the_one_session_that_is_open(
    app: FastAPI, sign_in: SignIn, cast: Cast
) -> None:
    turn_clock(app, cast, -10)
    assert sign_in("ada").get("/c").headers["location"] == f"{LEARNER}/check-in"


def test_with_none_it_says_when_the_next_one_opens(
    app: FastAPI, sign_in: SignIn, cast: Cast
) -> None:
    turn_clock(app, cast, -11)
    page = sign_in("ada").page("/c")
    assert "The next one is Week 2 of Fall 2026" in page.text
    assert "opens Thu, Nov 19, 11:50 AM Mountain Time." in page.text
    assert page.main.link("See the session") == LEARNER
    turn_clock(app, cast, 60)
    assert "Week 3 of Fall 2026" in sign_in("ada").page("/c").text


def test_with_two_at_once_it_asks_which(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 1)
    add_enrollment(session, cast.person("ada"), cast.cohort("coach-2026"), at=now)
    other = cast.case_session("coach-2026", 2)
    other.starts_at = cast.case_session("fall-2026", 2).starts_at
    session.commit()
    page = sign_in("ada").page("/c")
    assert page.main.link("Fall 2026, Week 2: 12:00 PM Mountain Time") == f"{LEARNER}/check-in"
    assert len(page.main.links) == 2


def test_who_is_in_no_cohort_is_told_so(sign_in: SignIn, browser: Browser) -> None:
    assert "No session is ahead of you" in sign_in("abe").page("/c").text
    assert browser.get("/c").headers["location"] == "/sign-in?next=%2Fc"
