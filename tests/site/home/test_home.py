"""Home, the cohort, a session, the record, and withdrawing an attestation."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.models import CertificateKind
from app.certificates.rules import ReasonClass
from app.cohorts import actions as cohorts
from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Program, Unit
from app.core.db import Database
from app.core.models import OutboxMessage
from app.credit import actions as credit
from app.credit.models import Activity
from app.main import create_app
from app.people.enums import Profession
from app.people.models import Institution
from app.settings import Settings
from tests import letters
from tests.casework.absences import miss, submit
from tests.cast import FALL_DAYS, NOW, Cast, make_cohort, make_person
from tests.certificates.office import claim, happened, record
from tests.client import Browser, SignIn, Statements
from tests.correcting import mark_absent, revoke
from tests.learning.open_unit import learner_of
from tests.site.completers import completer


def test_home_says_what_is_next_and_when_the_session_is(sign_in: SignIn) -> None:
    page = sign_in("ada").page("/home").text
    assert "Week 1: Module 1 title" in page  # still open from before
    assert "Week 2: Module 2 title" in page
    assert "Before Thursday’s session" in page
    assert "Thu 12:00 – 1:00 PM" in page
    assert "0 of 4" in page


def test_days_are_the_readers_wherever_they_stand(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ada").zone = "Pacific/Auckland"  # noon on Thursday in Denver is Friday there
    session.commit()
    page = sign_in("ada").page("/home").text
    assert "Before Friday’s session" in page
    assert "Fri 8:00 – 9:00 AM New Zealand Time" in page
    assert "Thu, Nov 19, 12:00 PM by the cohort’s clock (Mountain Time)" in page
    assert "opens Tue, Nov 24" in page, "Monday at six in Denver"


def test_home_says_which_session_was_and_which_is_next(database: Database, cast: Cast) -> None:
    starts_at = cast.unit("fall-2026", 2).starts_at
    assert starts_at is not None
    app = create_app(
        Settings(demo=True), database=database, clock=lambda: starts_at + timedelta(hours=2)
    )
    browser = Browser(app)
    browser.post("/sign-in/demo", data={"persona": "ada"})
    page = browser.page("/home").main
    assert "After the session on Thu, Nov 19" in page.headings
    assert page.section("Next live session").link("Week 3: Module 3 title") == (
        "/cohorts/fall-2026/sessions/3"
    )


def test_home_of_a_completer_leads_to_the_claim(sign_in: SignIn) -> None:
    page = sign_in("ben").get("/home").text
    assert "You completed the program" in page
    assert "/cohorts/spring-2026/claim" in page


def test_home_leads_to_the_claim_though_a_certificate_without_credit_was_issued(
    app: FastAPI, session: Session, cast: Cast
) -> None:
    page = completer(app, session, cast, Profession.PHYSICIAN).page("/home")
    assert "You earned up to 6.00 credits." in page.text
    assert page.link("Claim your credit") == "/cohorts/spring-2026/claim"


def test_home_and_record_speak_of_hours_to_who_is_no_physician(
    app: FastAPI, session: Session, cast: Cast
) -> None:
    ben = completer(app, session, cast, Profession.SCIENTIST)
    page = ben.page("/home")
    assert "You earned up to 6.00 hours of participation." in page.text
    assert page.link("Claim your hours of participation") == "/cohorts/spring-2026/claim"
    for text in (page.text, ben.page("/my/record").text):
        assert "Hours of participation" in text
        assert "Credit earned" not in text


@pytest.mark.parametrize("when", ["claimed", "closed"])
def test_home_offers_no_claim_that_cannot_be_made(
    database: Database, session: Session, cast: Cast, when: str
) -> None:
    credit_activity = session.scalars(
        select(Activity).where(col(Activity.cohort_id) == cast.spring.id)
    ).one()
    moment = NOW if when == "claimed" else credit_activity.claims_close_at
    if when == "claimed":
        credit.claim(session, learner_of(cast, "ben"), 4, by=cast.id("ben"), now=NOW)
    app = create_app(Settings(demo=True), database=database, clock=lambda: moment)
    page = completer(app, session, cast, Profession.PHYSICIAN).get("/home").text
    assert "/claim" not in page
    assert "Open your certificates" in page


def test_home_says_that_one_was_revoked_beside_another_that_holds(
    database: Database, session: Session, cast: Cast
) -> None:
    credit.claim(session, learner_of(cast, "ben"), 4, by=cast.id("ben"), now=NOW)
    gone = record(session, kind=CertificateKind.CME_CREDIT)
    app = create_app(Settings(demo=True), database=database, clock=lambda: NOW)
    session.commit()
    ben = completer(app, session, cast, Profession.PHYSICIAN)
    assert "Your certificates are ready." in ben.page("/home").text
    happened(session, gone, EventKind.REVOKED)
    session.commit()
    page = ben.page("/home")
    assert "One of your certificates was revoked; why stands beside it." in page.text
    assert "Your certificates are ready." not in page.text


def test_home_shows_the_running_cohort_and_links_to_the_coming_one(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    days = [day + timedelta(weeks=52) for day in FALL_DAYS]
    program = session.get_one(Program, cast.fall.program_id)
    coming = make_cohort(session, program, "fall-2027", "Fall 2027", days)
    enroll(session, coming, cast.id("ada"), by=None, now=NOW)
    session.commit()
    page = sign_in("ada").page("/home")
    assert "Week 2: Module 2 title" in page.text
    assert page.link("Fall 2027") == "/cohorts/fall-2027"


def test_tick_on_home_comes_back_to_home(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    (tick,) = [form for form in ada.page("/home").forms if "/readings/r2a" in form.action]
    answer = ada.post(tick.action, data={"done": "yes"})
    assert answer.headers["location"] == "/home"
    assert len(ada.page("/home").all("button[aria-pressed=true]")) == 1


def test_home_of_a_guest_of_one_session_is_their_sessions(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.withdraw("ada")
    held = cast.case_session("fall-2026", 2)
    cohorts.add_session_part(session, held.id, cast.id("ada"), "guest", by=None, now=NOW)
    session.commit()
    answer = sign_in("ada").get("/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/teach")


@pytest.mark.parametrize(
    ("persona", "desk"),
    [("fay", "/teach"), ("cora", "/manage"), ("lee", "/institution"), ("abe", "/admin")],
)
def test_home_of_staff_is_their_desk(sign_in: SignIn, persona: str, desk: str) -> None:
    answer = sign_in(persona).get("/home")
    assert (answer.status_code, answer.headers["location"]) == (303, desk)


def test_what_would_restore_completion_leads_to_where_it_is_made_up(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    ada = sign_in("ada")
    assert "Make up" not in ada.page("/home").main.text
    miss(session, cast)
    session.commit()
    with statements() as count:
        page = ada.page("/home")
    assert count.total <= 11, count.seen
    assert "would restore it" in page.main.text
    absence = "/cohorts/fall-2026/sessions/1/absence"
    assert page.main.link("Make up Week 1") == absence
    assert ada.page(absence).form("Submit this make-up").action.startswith(absence)
    submit(session, cast)
    session.commit()
    assert ada.page("/home").main.link("Your make-up for Week 1") == absence
    assert len(ada.get("/home").content) < 30_000


def test_home_takes_at_most_11_statements(sign_in: SignIn, statements: Statements) -> None:
    """One more than the unit's own page: both read in two what was done in the unit."""
    ada = sign_in("ada")
    with statements() as count:
        ada.get("/home")
    assert count.total <= 11, count.seen  # one of them who coordinates the cohort


def test_no_page_runs_more_statements_with_500_others(
    sign_in: SignIn, statements: Statements, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")

    def taken() -> dict[str, int]:
        found = {}
        for path in ("/home", "/cohorts/fall-2026", "/my/record"):
            with statements() as count:
                ada.get(path)
            found[path] = count.total
        return found

    before = taken()
    place = session.get_one(Institution, cast.person("ada").institution_id)
    for n in range(500):
        person = make_person(
            session, f"p{n}", "P", f"N{n}", "MD", Profession.PHYSICIAN, institution=place
        )
        enroll(session, cast.fall, person.id, by=None, now=NOW)
    session.commit()
    assert taken() == before


def test_somebody_in_no_cohort_is_told_so(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.withdraw("ada")
    session.commit()
    ada = sign_in("ada")
    for path in ("/home", "/my/record"):
        answer = ada.get(path)
        assert answer.status_code == 200
        assert "You are in no cohort yet" in answer.text


@pytest.fixture
def case_only(database: Database, session: Session, cast: Cast) -> Callable[[timedelta], Browser]:
    """Ada's last unit has a case and no module; all before it is signed."""
    unit = session.get_one(Unit, cast.unit("fall-2026", 4).id)
    unit.module_version_id = None
    session.commit()

    def at(after: timedelta) -> Browser:
        starts_at = cast.unit("fall-2026", 4).starts_at
        assert starts_at is not None
        settings = Settings(data_dir=Path(), demo=True, _env_file=None)
        app = create_app(settings, database=database, clock=lambda: starts_at + after)
        return Browser(app).sign_in("ada")

    return at


def test_unit_without_a_module_asks_for_its_case_and_never_to_be_signed(
    case_only: Callable[[timedelta], Browser],
) -> None:
    ada = case_only(timedelta(hours=-2))
    course = ada.get("/cohorts/fall-2026").text
    assert "Read the case" in course
    assert "No module" in ada.get("/my/record").text
    unit = ada.get("/cohorts/fall-2026/units/4")
    assert unit.headers["location"] == "/cohorts/fall-2026/sessions/4"


def test_unit_without_a_module_is_behind_its_learner_once_the_session_is_over(
    case_only: Callable[[timedelta], Browser],
) -> None:
    course = case_only(timedelta(hours=2)).get("/cohorts/fall-2026").text
    assert "Session held" in course


def test_locked_unit_without_a_module_promises_only_its_case(
    case_only: Callable[[timedelta], Browser],
) -> None:
    page = case_only(timedelta(days=-10)).get("/cohorts/fall-2026/units/4").text
    assert "Its case appears here then." in page
    assert "module, readings" not in page


def test_who_claimed_more_than_is_earned_is_told_what_unblocks_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """At home, with the claim and in the letter, once no certificate of it holds."""
    claim(session, quarters=24)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    mark_absent(session, cast)
    revoke(session, paper, ReasonClass.RECORDS)
    session.commit()
    ben = sign_in("ben")
    told = "Change your claim to 5.00 at most"
    home = ben.page("/home?cohort=spring-2026")
    assert told in home.main.text
    assert home.link("Change the claim") == "/cohorts/spring-2026/claim"
    page = ben.page("/cohorts/spring-2026/claim").main.text
    assert told in page
    assert "until a certificate is issued" not in page
    posted = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.kind) == "certificate_revoked")
    )
    letter = letters.read(session, posted.one()).text
    assert told in letter
    assert "/cohorts/spring-2026/claim" in letter


def test_home_of_a_closed_cohort_says_so_and_offers_nothing_that_is_refused(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.fall.closes_at = NOW
    session.commit()
    ada = sign_in("ada")
    home = ada.page("/home")
    assert "This cohort is closed. Nothing more can be recorded in it." in home.main.text
    assert "until the cohort closes" not in home.main.text
    assert "To do" not in home.main.text
    unit = ada.page("/cohorts/fall-2026/units/1")
    assert [form.action for form in unit.forms if "/readings/" in form.action] == []
    assert unit.all("button[aria-pressed]")


def test_physician_who_is_not_verified_reads_why_and_by_whom(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = cast.person("ada")
    ada.profession, ada.profession_verified_at = Profession.PHYSICIAN, None
    session.commit()
    home = sign_in("ada").page("/home").main.text
    assert "Your profession has not been verified yet. Your coordinator verifies it" in home
