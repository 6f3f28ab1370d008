"""The public page of a cohort: what it says to whom, and every step of a person's own seat."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.admission.actions import attend_to_seats
from app.cohorts.enums import WayIn
from app.cohorts.joining.actions import invite, let_wait
from app.cohorts.models import Cohort
from app.core.models import OutboxMessage
from app.people.models import Institution
from tests import letters
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements

FALL = "/join/fall-2026"
DAY = timedelta(days=1)


@pytest.fixture
def fall(cast: Cast, session: Session) -> Cohort:
    """Ada and Nan are in it, one seat is left, and whoever asks has it."""
    cast.fall.way_in, cast.fall.capacity = WayIn.OPEN, 3
    session.commit()
    return cast.fall


def subjects(session: Session, cast: Cast, persona: str) -> list[str]:
    """What was mailed to somebody, in order."""
    session.expire_all()
    own = col(OutboxMessage.person_id) == cast.id(persona)
    posted = select(OutboxMessage).where(own).order_by(col(OutboxMessage.created_at))
    return [letters.read(session, mail).subject for mail in session.scalars(posted)]


@pytest.mark.usefixtures("fall")
def test_a_stranger_reads_what_it_is_and_how_to_come_in(browser: Browser) -> None:
    page = browser.page(FALL)
    assert page.facts["Seats"] == "1 of 3 seats are free"
    assert page.facts["Live sessions"] == "Nov 12 – Dec 3, 2026"
    assert page.facts["Time"].startswith("About ")
    assert "To complete, sign all 4 modules." in page.section("What completes it").text
    assert "maximum of 6.00 AMA PRA Category 1 Credit(s)™" in page.section("What it gives").text
    assert page.link("Sign in to go on") == f"/sign-in?next={FALL}"
    assert page.link("I am new here") == f"{FALL}/newcomer"
    assert "12:00 – 1:00 PM" in page.text
    assert "by the cohort’s clock" not in page.text
    elsewhere = browser.page(f"{FALL}?zone=America/Los_Angeles").text
    assert "11:00 AM – 12:00 PM" in elsewhere
    assert "12:00 PM by the cohort’s clock (Mountain Time)" in elsewhere
    assert "Times are in Pacific Time. The cohort’s own times (Mountain Time)" in elsewhere
    assert "All times are in Mountain Time." in page.text


def test_each_session_stands_with_what_it_is_on(browser: Browser) -> None:
    sessions = browser.page(FALL).texts(".dates li")
    assert [f"Module {n} title" in said for n, said in enumerate(sessions, start=1)] == [True] * 4
    assert "Case 2" not in " ".join(sessions), "a case is named once its unit is open"


def test_the_times_stand_beside_those_of_the_reader(sign_in: SignIn) -> None:
    assert "12:00 – 1:00 PM" in sign_in("ada").page(FALL).text
    assert "by the cohort’s clock" not in sign_in("ada").page(FALL).text
    assert "12:00 – 1:00 PM" in sign_in("ben").page(FALL).text  # Phoenix: the same in November


def test_a_zone_that_is_none_shows_the_cohorts(browser: Browser) -> None:
    assert browser.get(f"{FALL}?zone=Mars/Olympus").status_code == 200


@pytest.mark.usefixtures("fall")
def test_who_asks_is_in_and_the_next_one_waits(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    lee, ben = sign_in("lee"), sign_in("ben")
    assert lee.post(FALL).headers["location"] == FALL
    assert lee.page(FALL).link("Go to the cohort") == "/cohorts/fall-2026"
    assert lee.page("/cohorts/fall-2026").headings[0]
    ben.page(FALL).section("There is no seat for you now")
    assert ben.post(FALL).status_code == 303
    ben.page(FALL).section("You are waiting for a seat, at position 1")
    assert "Put on the waitlist" in ben.page(FALL).section("What happened so far").text
    assert subjects(session, cast, "lee") == ["You have a seat in Fall 2026"]
    assert subjects(session, cast, "ben") == ["You are on the waitlist of Fall 2026"]
    assert "You are waiting for a seat in Fall 2026." in ben.page("/home").text


def test_a_seat_that_is_offered_is_taken_once_in_two_tabs(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    let_wait(session, fall, cast.id("ben"), by=cast.id("cora"), now=NOW)
    attend_to_seats(session, fall, now=NOW)
    session.commit()
    ben = sign_in("ben")
    home = ben.page("/home")
    assert "A seat in Fall 2026 is held for you until Sat, Nov 21" in home.text
    assert home.link("Take the seat, or let it go") == FALL
    one, other = ben.page(FALL).form("Take the seat"), ben.page(FALL).form("Let it go")
    assert ben.post(one.action).status_code == 303
    refused = ben.post(one.action)
    assert refused.status_code == 409
    assert "No seat is held for you in this cohort anymore." in refused.text
    refused = ben.post(other.action)
    assert refused.status_code == 409
    assert "How it stands now is said below." in refused.text
    refused.page.section("You have a seat")
    assert ben.get("/cohorts/fall-2026").status_code == 200


def test_a_seat_that_is_let_go_is_offered_to_the_next(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    invite(session, fall, cast.id("ben"), until=NOW + DAY, by=cast.id("cora"), now=NOW)
    let_wait(session, fall, cast.id("lee"), by=cast.id("cora"), now=NOW)
    session.commit()
    assert subjects(session, cast, "ben") == [
        "You are invited to Mentor Development Program, Fall 2026"
    ]
    ben = sign_in("ben")
    assert ben.post(ben.page(FALL).form("Let it go").action).status_code == 303
    attend_to_seats(session, fall, now=NOW)
    session.commit()
    sign_in("lee").page(FALL).form("Take the seat")
    ben.page(FALL).section("There is no seat for you now")


@pytest.mark.usefixtures("fall")
def test_who_waits_can_leave_the_line(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.fall.capacity = 2
    session.commit()
    ben = sign_in("ben")
    ben.post(FALL)
    assert ben.post(ben.page(FALL).form("Leave the line").action).status_code == 303
    ben.page(FALL).form("Wait for a seat")
    assert ben.post(f"{FALL}/release").status_code == 409


def test_by_invitation_nobody_asks(sign_in: SignIn) -> None:
    page = sign_in("ben").page(FALL)
    assert "Fall 2026 is by invitation." in page.section("You cannot ask for a seat now").text
    refused = sign_in("ben").post(FALL)
    assert refused.status_code == 409
    assert "Fall 2026 is by invitation." in refused.text


def test_who_is_invited_and_not_signed_in_reads_that_a_seat_is_held(browser: Browser) -> None:
    page = browser.page(FALL)
    assert "If you were invited, a seat is held for you." in page.section("By invitation").text
    assert "You cannot ask for a seat now" not in page.text
    assert page.facts["Seats"].endswith("by invitation")
    assert "Enrollment closes" not in page.facts
    assert page.link("Sign in to go on") == f"/sign-in?next={FALL}"


def test_a_stranger_reads_that_leads_decide(
    browser: Browser, session: Session, fall: Cohort
) -> None:
    fall.way_in, fall.leads_decide = WayIn.APPLICATION, True
    session.commit()
    assert "or the lead of your institution decides" in browser.page(FALL).text


def test_a_clock_that_has_two_codes_is_offered_once(
    browser: Browser, session: Session, cast: Cast
) -> None:
    session.get_one(Institution, cast.person("lee").institution_id).zone = "America/Shiprock"
    session.commit()
    names = [option.text for option in browser.page(FALL).all("select[name=zone] option")]
    assert len(names) == len(set(names))


def test_before_and_after_its_time_it_says_when(
    browser: Browser, session: Session, fall: Cohort
) -> None:
    fall.enrollment_opens_at, fall.enrollment_closes_at = NOW + DAY, NOW + 2 * DAY
    session.commit()
    assert "takes people from Thu, Nov 19, 10:00 AM" in browser.page(FALL).text
    fall.enrollment_opens_at, fall.enrollment_closes_at = NOW - 2 * DAY, NOW - DAY
    session.commit()
    assert "took people until Tue, Nov 17, 10:00 AM" in browser.page(FALL).text


@pytest.mark.parametrize("field", ["published_at", "archived_at"])
def test_a_draft_and_an_archived_cohort_have_no_door(
    sign_in: SignIn, browser: Browser, session: Session, fall: Cohort, field: str
) -> None:
    setattr(fall, field, None if field == "published_at" else NOW)
    session.commit()
    for asked in (browser, sign_in("cora")):
        assert asked.get(FALL).status_code == 404
        assert asked.get(f"{FALL}/qr.svg").status_code == 404
    assert sign_in("ben").post(FALL).status_code == 404


def test_the_code_for_paper_is_a_picture_of_the_address(browser: Browser) -> None:
    answer = browser.get(f"{FALL}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<?xml")
    assert "http://localhost:8000/join/fall-2026" in browser.page(FALL).text


def test_statements_do_not_grow_with_people(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort, statements: Statements
) -> None:
    ben = sign_in("ben")
    with statements() as count:
        ben.get(FALL)
    before = count.total
    fall.capacity = 2
    for persona in ("lee", "abe"):
        let_wait(session, fall, cast.id(persona), by=cast.id("cora"), now=NOW)
    session.commit()
    with statements() as count:
        ben.get(FALL)
    assert count.total == before <= 10


def test_the_front_page_and_an_empty_home_lead_to_the_doors(
    browser: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    first = cast.case_session("fall-2026", 1)
    first.starts_at = NOW + DAY
    session.commit()
    assert browser.page("/").link("See Fall 2026") == FALL
    cast.withdraw("ada")
    session.commit()
    assert sign_in("ada").page("/home").link("Fall 2026") == FALL
