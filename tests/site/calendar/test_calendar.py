"""The feed that calendar programs ask for: whom it knows, what it tells, when it is unchanged."""

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from sqlalchemy.orm import Session

from app.cohorts.models import SessionPart
from app.cohorts.openings.actions import open_early
from app.core.db import Database
from app.language.names import full_name
from app.main import create_app
from app.settings import Settings
from tests.cast import FALL_DAYS, NOW, Cast, add_enrollment, make_cohort
from tests.client import Browser, SignIn, Statements
from tests.cohorts.changes.changing import WHY, cancel, move
from tests.messages.calendar.term import feed_path

NOBODYS = "/calendar/" + "x" * 43 + ".ics"


def at(database: Database, moment: datetime) -> Browser:
    """A calendar program at another moment."""
    return Browser(create_app(Settings(demo=True), database=database, clock=lambda: moment))


def test_who_has_the_address_gets_the_sessions_and_needs_no_sign_in(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    answer = browser.get(feed_path(session, cast, "ada", app))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["summary"])[-20:] for event in events] == [
        f"Week {n}, live session" for n in (1, 2, 3, 4)
    ]
    assert "set-cookie" not in answer.headers


def test_its_events_are_those_of_the_files_of_the_sessions(
    app: FastAPI, browser: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    feed = Calendar.from_ical(browser.get(feed_path(session, cast, "ada", app)).content)
    own = sign_in("ada")
    for n, event in enumerate(feed.walk("VEVENT"), start=1):
        content = own.get(f"/cohorts/fall-2026/sessions/{n}.ics").content
        (same,) = Calendar.from_ical(content).walk("VEVENT")
        assert event.to_ical() == same.to_ical()


@pytest.mark.parametrize(
    "path", [NOBODYS, "/calendar/x.ics", "/calendar/%00.ics", "/calendar/.ics"]
)
def test_an_address_that_was_never_given_leads_nowhere(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code in {400, 404}


def test_disabling_stops_it_and_no_answer_tells_why(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    path = feed_path(session, cast, "ada", app)
    cast.person("ada").disabled_at = NOW
    session.commit()
    gone, never = browser.get(path), browser.get(NOBODYS)
    assert gone.status_code == never.status_code == 404
    assert gone.text.replace(path, "") == never.text.replace(NOBODYS, "")


def test_unchanged_is_304_and_every_change_is_told(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    path = feed_path(session, cast, "ada", app)
    first = browser.get(path)
    etag = first.headers["etag"]
    assert first.headers["last-modified"].endswith("GMT")
    again = browser.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert again.headers["last-modified"] == first.headers["last-modified"]
    assert browser.get(path, headers={"if-none-match": f"W/{etag}"}).status_code == 304
    held = cast.case_session("fall-2026", 2)
    session.add(SessionPart(case_session_id=held.id, person_id=cast.id("lee"), part="lead"))
    session.commit()
    since = {"if-modified-since": first.headers["last-modified"]}
    assert browser.get(path, headers=since).status_code == 200, "a day does not tell of a name"
    assert browser.get(path, headers={"if-none-match": etag}).status_code == 200
    etag = browser.get(path).headers["etag"]
    move(cast, 3, FALL_DAYS[2] + timedelta(days=1))
    session.commit()
    moved = browser.get(path, headers={"if-none-match": etag})
    assert moved.status_code == 200
    assert moved.headers["last-modified"] == "Wed, 18 Nov 2026 17:00:00 GMT"


def test_it_is_the_same_at_another_moment_until_something_opens(
    database: Database, app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    path = feed_path(session, cast, "ada", app)
    etag = browser.get(path).headers["etag"]
    assert at(database, NOW + timedelta(hours=3)).get(path).headers["etag"] == etag
    week_later = at(database, NOW + timedelta(days=7)).get(path)
    assert week_later.headers["etag"] != etag
    assert b"Case 3" in week_later.content


def test_nothing_of_a_locked_unit_is_told_before_it_opens(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    for name in ("ada", "fay"):
        content = browser.get(feed_path(session, cast, name, app)).content
        assert b"Case 2" in content
        for locked in (b"Case 3", b"Case 4", b"Module 3", b"Guide", b"Case for learners"):
            assert locked not in content, name


def test_what_was_opened_early_for_one_is_told_to_that_one(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    ada, unit, by = cast.learner("ada"), cast.unit("fall-2026", 3), cast.id("cora")
    open_early(session, ada.cohort, ada.enrollment, unit.position, reason=WHY, by=by, now=NOW)
    session.commit()
    assert b"Case 3" in browser.get(feed_path(session, cast, "ada", app)).content
    assert b"Case 3" not in browser.get(feed_path(session, cast, "nan", app)).content


def test_what_is_canceled_stays_as_canceled(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    cancel(cast, 3)
    session.commit()
    feed = Calendar.from_ical(browser.get(feed_path(session, cast, "ada", app)).content)
    assert [str(event["status"]) for event in feed.walk("VEVENT")] == [
        *("CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED")
    ]


def test_it_is_in_the_language_of_its_owner(
    database: Database, app: FastAPI, session: Session, cast: Cast
) -> None:
    path = feed_path(session, cast, "ada", app)
    cast.person("ada").language = "en-XA"
    session.commit()
    settings = Settings(demo=True, languages="en,en-XA")
    program = Browser(create_app(settings, database=database, clock=lambda: NOW))
    content = program.get(path, headers={"accept-language": "en"}).content
    assert "Week 2, ļîṽé šéššîöñ".encode() in content.replace(b"\r\n ", b"").replace(b"\\,", b",")


def test_guessing_is_bounded_by_where_it_comes_from_and_finding_is_not(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    ada = feed_path(session, cast, "ada", app)
    for _n in range(50):
        assert browser.get(ada).status_code == 200
    for n in range(60):
        assert browser.get(f"/calendar/guess-{n}.ics").status_code == 404
    assert browser.get("/calendar/one-more.ics").status_code == 429


def test_one_calendar_is_asked_for_so_often_and_no_more(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    ada, nan = (feed_path(session, cast, name, app) for name in ("ada", "nan"))
    for _n in range(60):
        browser.get(ada)
    assert browser.get(ada).status_code == 429
    assert browser.get(nan).status_code == 200


def test_statements_stay_for_twenty_cohorts(
    app: FastAPI, browser: Browser, session: Session, cast: Cast, statements: Statements
) -> None:
    path = feed_path(session, cast, "ada", app)
    with statements() as one:
        browser.get(path)
    few = one.total
    for n in range(19):
        slug = f"more-{n}"
        cohort = make_cohort(session, cast.program, slug, f"More {n}", FALL_DAYS)
        if n % 2:
            add_enrollment(session, cast.person("ada"), cohort, at=NOW)
        else:
            held = cast.case_session(slug, 2)
            session.add(SessionPart(case_session_id=held.id, person_id=cast.id("ada"), part="lead"))
    session.commit()
    with statements() as many:
        content = browser.get(path).content
    assert content.count(b"BEGIN:VEVENT") == 4 + 9 * 4 + 10
    assert many.total == few <= 3


def test_who_leads_is_named_and_led_to_their_room(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    held = cast.case_session("fall-2026", 2)
    session.add(SessionPart(case_session_id=held.id, person_id=cast.id("lee"), part="guest"))
    session.commit()
    (event,) = Calendar.from_ical(browser.get(feed_path(session, cast, "lee", app)).content).walk(
        "VEVENT"
    )
    assert str(event["url"]) == "http://localhost:8000/teach/fall-2026/sessions/2"
    assert f"Led by {full_name('Lee', 'Lindqvist', 'MD')}" in str(event["description"])
    assert "https://zoom.example/j/1" in str(event["location"])
