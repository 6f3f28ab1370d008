"""The public pages and the addresses for machines."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort
from app.cohorts.programs.queries import program_by_key
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast, make_cohort
from tests.client import Browser, SignIn, Statements

PUBLIC = ("/", "/privacy", "/accessibility", "/help", "/sign-in", "/demo/mail")


def coming(session: Session, **changes: object) -> Cohort:
    """A cohort with its first session on January 14, open for enrollment since October."""
    program = program_by_key(session, "mentor-development")
    assert program
    days = [date(2027, 1, 14) + timedelta(weeks=week) for week in range(4)]
    cohort = make_cohort(session, program, "spring-2027", "Spring 2027", days)
    for name, value in {"way_in": WayIn.OPEN, **changes}.items():
        setattr(cohort, name, value)
    session.commit()
    return cohort


def over(database: Database) -> Browser:
    return Browser(create_app(Settings(demo=True), database=database, clock=lambda: NOW))


# the front page


def test_front_page_says_when_nothing_is_coming(browser: Browser) -> None:
    assert "No cohort is announced at the moment" in browser.get("/").text


def test_front_page_shows_a_cohort_that_is_open_for_enrollment(
    browser: Browser, session: Session
) -> None:
    coming(session)
    page = browser.get("/").text
    assert "Spring 2027" in page
    assert "Mentor Development Program" in page
    assert "4 units" in page
    assert "Thursday, 12:00 PM Mountain Time</time>" in page.replace("\u202f", " ")
    assert "Open for enrollment" in page


def test_front_page_says_when_enrollment_opens(browser: Browser, session: Session) -> None:
    coming(session, enrollment_opens_at=NOW + timedelta(days=1))
    assert "Enrollment opens Thu, Nov 19" in browser.get("/").text


def test_front_page_says_how_people_get_in(browser: Browser, session: Session) -> None:
    cohort = coming(session, way_in=WayIn.APPLICATION)
    assert "Open for applications" in browser.get("/").text
    cohort.way_in = WayIn.INVITATION
    session.commit()
    page = browser.get("/").text
    assert "By invitation" in page
    assert "Open for" not in page


def test_open_cohort_is_no_task_that_is_done(sign_in: SignIn, session: Session, cast: Cast) -> None:
    coming(session)
    cast.withdraw("ada")
    session.commit()
    home = sign_in("ada").page("/home")
    assert home.texts(".task .badge") == ["Open for enrollment"]
    assert home.texts(".task.done") == []


def test_full_cohort_is_shown_as_full(browser: Browser, session: Session) -> None:
    coming(session, capacity=0)
    page = browser.get("/").text
    assert ">Full<" in page
    assert "Open for enrollment" not in page


def test_cohort_that_has_begun_is_not_offered(browser: Browser) -> None:
    assert "Fall 2026" not in browser.get("/").text


def test_first_session_that_is_canceled_is_not_the_first(
    browser: Browser, session: Session, cast: Cast
) -> None:
    coming(session)
    cast.case_session("spring-2027", 1).canceled_at = NOW
    session.commit()
    assert '<span class="date-day">21</span>' in browser.get("/").text


def test_front_page_never_tells_how_many_are_in_a_cohort(
    browser: Browser, session: Session
) -> None:
    coming(session, capacity=47)
    main = browser.get("/").text.partition("<main")[2]
    assert "Spring 2027" in main
    assert "47" not in main


def test_front_page_leads_whoever_is_signed_in_home(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/home"


def test_front_page_is_one_statement(
    browser: Browser, session: Session, statements: Statements
) -> None:
    coming(session)
    with statements() as count:
        browser.get("/")
    assert count.total == 1


# the other pages


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_needs_no_account_and_sets_no_cookie(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PUBLIC)
def test_every_link_of_a_public_page_leads_somewhere(browser: Browser, path: str) -> None:
    whole = browser.page(path)
    sources = [link.attribute("href") for link in whole.head("link[href]")]
    links = {
        address.partition("#")[0].partition("?")[0] for address in [*whole.addresses, *sources]
    }
    links = {link for link in links if link.startswith("/")}
    assert {"/privacy", "/accessibility", "/help", "/verify"} <= links
    for link in links:
        assert browser.get(link).status_code in {200, 303}, link


def test_help_names_the_license_and_where_the_source_is(browser: Browser) -> None:
    section = browser.get("/help").text.partition('<h2 id="source">')[2]
    assert "AGPL-3.0-or-later" in section
    assert "complete source of the version that runs" in section


def test_help_gives_the_times_that_the_software_keeps(browser: Browser) -> None:
    page = browser.get("/help").text
    assert "within 10 minutes" in page
    assert "signed in for 14 days" in page
    assert "12 hours" in page


def test_search_engines_are_kept_off_sign_in(browser: Browser) -> None:
    answer = browser.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Disallow: /sign-in" in answer.text


# the demo's mail


# for machines


def test_health_asks_no_database(browser: Browser, statements: Statements) -> None:
    with statements() as count:
        answer = browser.get("/health")
    assert answer.json() == {"status": "ok"}
    assert count.total == 0


def test_health_is_good_when_the_database_is_not(tmp_path: Path) -> None:
    browser = over(Database(f"sqlite:///{tmp_path}"))
    browser.cookies.set("waypost", "any")
    assert browser.get("/health").status_code == 200


def test_ready_when_the_schema_is_the_newest(browser: Browser) -> None:
    answer = browser.get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready"}


def test_not_ready_when_the_database_does_not_answer(tmp_path: Path) -> None:
    browser = over(Database(f"sqlite:///{tmp_path}"))  # a folder is no database
    browser.cookies.set("waypost", "any")
    answer = browser.get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready"}


def test_not_ready_before_the_first_migration(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answer = over(Database(f"sqlite:///{tmp_path / 'new.db'}")).get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready"}, "why is nobody else's business"
    assert "python -m app migrate" in caplog.text


def test_not_ready_with_an_older_schema(real_database: Database) -> None:
    with real_database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001_first_tables'"))
    assert over(real_database).get("/ready").status_code == 503


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_machines_may_ask_without_a_body(browser: Browser, path: str) -> None:
    answer = browser.head(path)
    assert answer.status_code == 200
    assert answer.text == ""


def test_signed_in_page_frame_on_public_pages(sign_in: SignIn) -> None:
    assert "Ada Alvarez, MD" in sign_in("ada").get("/help").text
