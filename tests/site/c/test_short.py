"""The short address leads to the session that is on."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort
from tests.casework.check_ins.coming import LEARNER, turn_clock
from tests.cast import Cast, add_enrollment
from tests.client import Browser, SignIn
from tests.season import SLUG, make_season, register

DROP_IN = f"/join/{SLUG}/drop-in"


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


def test_who_is_not_registered_for_a_series_that_is_on_is_led_to_its_code(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    season = beside(session, cast)
    turn_clock(app, cast, -11)
    assert "No session is ahead of you" in sign_in("abe").page("/c").text
    turn_clock(app, cast, 5)
    page = sign_in("abe").page("/c")
    assert "No session is ahead of you" not in page.text
    (link,) = [each for each in page.main.links if each.text.startswith("Noon 2026, ")]
    assert link.href == DROP_IN
    assert sign_in("abe").page(DROP_IN).form("I am here").values("code") == [""]
    register(session, season, cast, "abe")
    assert sign_in("abe").get("/c").headers["location"] == f"/cohorts/{SLUG}/sessions/3/check-in"


def test_series_by_invitation_is_nobody_elses(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    beside(session, cast).way_in = WayIn.INVITATION
    session.commit()
    turn_clock(app, cast, 5)
    assert "No session is ahead of you" in sign_in("abe").page("/c").text


def test_who_has_a_session_of_their_own_at_the_same_time_chooses(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    beside(session, cast)
    turn_clock(app, cast, 5)
    assert sign_in("ada").page("/c").main.addresses == [f"{LEARNER}/check-in", DROP_IN]


def beside(session: Session, cast: Cast) -> Cohort:
    """A series whose third session is on with the second one of the cohort."""
    season = make_season(session, cast)
    cast.case_session(SLUG, 3).starts_at = cast.case_session("fall-2026", 2).starts_at
    session.commit()
    return season
