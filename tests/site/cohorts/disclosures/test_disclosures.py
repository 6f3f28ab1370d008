"""What learners read before units open, and that nothing leads around it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cohorts.gates.models import DisclosureRead
from app.cohorts.openings.actions import open_early
from app.cohorts.queries import units
from app.credit.disclosures.reviewing.actions import decide
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.credit.disclosures.cleared import ACME, clear, clear_all, give, need

FALL = "/cohorts/fall-2026"
READ = f"{FALL}/disclosures"
At = Callable[[timedelta], None]


@pytest.fixture
def at(app: FastAPI) -> Iterator[At]:
    """Lets the clock of the application show so much later."""
    before = app.state.clock

    def turn(later: timedelta) -> None:
        app.state.clock = lambda: NOW + later

    yield turn
    app.state.clock = before


HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
"""After that, unit 3 is open, and its session is tomorrow."""


def say_read(browser: Browser, path: str = READ) -> str:
    form = browser.page(path).form("I have read this")
    return str(browser.post(READ, data=form.fields).headers["location"])


def link_of(session: Session, cast: Cast, position: int) -> str:
    """A link of this session alone."""
    held = cast.case_session("fall-2026", position)
    held.link = f"https://zoom.example/j/{position}{position}{position}"
    session.flush()
    return held.link


def everything_of_unit_3(cast: Cast) -> list[tuple[str, str]]:
    unit = f"{FALL}/units/3"
    return [
        ("GET", f"{unit}/check"),
        ("GET", f"{unit}/reader.pdf"),
        ("GET", f"{unit}/figures/map.svg"),
        ("GET", f"{unit}/thread"),
        ("POST", f"{unit}/readings/text"),
        ("POST", f"{unit}/answers"),
        ("POST", f"{unit}/place"),
        ("POST", f"{unit}/reflection"),
        ("POST", f"{unit}/attestation"),
    ]


def shut(browser: Browser, cast: Cast) -> None:
    """Nothing of unit 3 is to be had at any of its addresses."""
    for method, address in everything_of_unit_3(cast):
        answer = browser.request(method, address)
        assert answer.status_code == 404, address


def test_before_its_controllers_are_cleared_a_unit_stays_shut_and_says_why(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    need(session, cast)
    session.commit()
    at(WEEK)
    ada = sign_in("ada")
    page = ada.page(f"{FALL}/units/3")
    assert "opens once everybody who controls its content has disclosed" in page.text
    assert "Opens once its disclosures are reviewed" in ada.page(FALL).text
    shut(ada, cast)
    held = ada.page(f"{FALL}/sessions/3")
    assert held.all(".case-text") == []
    assert "Case: " not in ada.get(f"{FALL}/sessions/3.ics").text
    assert ada.get(f"{FALL}/units/2").status_code == 200, "what has opened stays open"
    assert ada.get("/home").status_code == 200


def test_the_text_is_read_once_before_the_first_unit_that_opens_since(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    clear_all(session, cast)
    session.commit()
    ada = sign_in("ada")
    assert ada.get(f"{FALL}/units/2").status_code == 200, "what has opened stays open"
    at(WEEK)
    ada = sign_in("ada")
    assert "Read the disclosures first" in ada.page("/home").text
    shut(ada, cast)
    sent_on = ada.get(f"{FALL}/units/3")
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, f"{READ}?unit=3")
    page = ada.page(f"{READ}?unit=3")
    assert "None of them has relevant financial relationships" in page.text
    assert say_read(ada, f"{READ}?unit=3") == f"{FALL}/units/3"
    row = session.scalars(select(DisclosureRead)).one()
    assert (row.enrollment_id, row.read_at) == (cast.enrollment("ada").id, NOW + WEEK)
    assert row.web_session_id is not None
    assert ada.get(f"{FALL}/units/3").status_code == 200
    assert ada.get(f"{FALL}/units/3/check").status_code == 200
    assert "You read it" in ada.page(READ).text
    other = units(session, cast.fall.id, enrollment_id=cast.enrollment("nan").id)
    assert other[2].waits_for_reader(NOW + WEEK), "each reads for themselves"


def test_it_is_read_again_when_it_changed_with_what_is_new(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    clear_all(session, cast)
    session.commit()
    ada = sign_in("ada")
    say_read(ada)
    give(session, cast, "fay", [ACME], now=NOW + timedelta(days=1))
    clear(session, cast, "fay", now=NOW + timedelta(days=1))
    session.commit()
    at(WEEK)
    ada = sign_in("ada")
    assert ada.get(f"{FALL}/units/2").status_code == 200
    assert ada.get(f"{FALL}/units/3").status_code == 303
    page = ada.page(READ)
    assert "This has changed since you read it." in page.text
    assert any("Acme Devices" in new for new in page.texts("ins"))
    assert any("None of them" in gone for gone in page.texts("del"))
    say_read(ada)
    assert ada.get(f"{FALL}/units/3").status_code == 200


def test_what_was_opened_early_stays_open_when_a_text_comes_after_it(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    place, by = cast.enrollment("ada"), cast.id("cora")
    open_early(session, cast.fall, place, 3, reason="Travels.", by=by, now=NOW)
    clear_all(session, cast, now=NOW + HOUR)
    session.commit()
    at(2 * HOUR)
    ada = sign_in("ada")
    assert ada.get(f"{FALL}/units/3").status_code == 200
    assert ada.get(f"{FALL}/units/3/check").status_code == 200
    assert ada.get(f"{FALL}/units/3/thread").status_code == 200
    assert "Case: " in ada.get(f"{FALL}/sessions/3.ics").text
    assert units(session, cast.fall.id, enrollment_id=place.id)[2].is_case_open(NOW + WEEK)


def test_before_what_is_opened_early_the_text_that_is_there_is_read(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    place, by = cast.enrollment("ada"), cast.id("cora")
    open_early(session, cast.fall, place, 3, reason="Travels.", by=by, now=NOW)
    session.commit()
    assert sign_in("ada").get(f"{FALL}/units/3").headers["location"] == f"{READ}?unit=3"


def test_a_text_that_changed_while_the_page_was_open_is_not_read(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    ada = sign_in("ada")
    fields = ada.page(READ).form("I have read this").fields
    give(session, cast, "fay", [ACME], now=NOW)
    answer = ada.post(READ, data=fields | {"text": "0" * 64})
    assert answer.status_code == 409
    assert any("were changed while this page was open" in said for said in answer.page.errors)
    assert session.scalars(select(DisclosureRead)).first() is None


def test_a_second_click_is_one_acknowledgement(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    ada = sign_in("ada")
    fields = ada.page(READ).form("I have read this").fields
    for _ in range(2):
        assert ada.post(READ, data=fields).status_code == 303
    assert len(session.scalars(select(DisclosureRead)).all()) == 1


def test_the_link_is_given_to_who_has_read_and_to_nobody_while_the_session_waits(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    need(session, cast)
    link, starts = link_of(session, cast, 3), cast.case_session("fall-2026", 3).starts_at
    session.commit()
    at(starts - NOW)
    ada = sign_in("ada")
    assert link not in ada.get(f"{FALL}/sessions/3").text
    assert link not in ada.get(f"{FALL}/sessions/3.ics").text
    assert link not in ada.get("/home").text
    joined = ada.post(f"{FALL}/sessions/3/check-in/joining")
    assert joined.status_code == 409
    assert link not in joined.text
    room = sign_in("fay").page("/teach/fall-2026/sessions/3")
    assert "Learners cannot join this session" in room.text
    clear_all_but_decision(session, cast, starts)
    session.commit()
    ada = sign_in("ada")
    assert link not in ada.get(f"{FALL}/sessions/3").text, "they have not read what was reviewed"
    say_read(ada)
    assert link in ada.get(f"{FALL}/sessions/3").text


def clear_all_but_decision(session: Session, cast: Cast, now: object) -> None:
    for persona in ("cora", "fay"):
        give(session, cast, persona, now=now)  # type: ignore[arg-type]
        clear(session, cast, persona, now=now)  # type: ignore[arg-type]


def test_before_a_session_the_text_is_read_too(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    clear_all(session, cast)
    link, starts = link_of(session, cast, 3), cast.case_session("fall-2026", 3).starts_at
    session.commit()
    at(starts - NOW)
    ada = sign_in("ada")
    page = ada.page(f"{FALL}/sessions/3")
    assert link not in ada.get(f"{FALL}/sessions/3").text
    assert link not in ada.get(f"{FALL}/sessions/3.ics").text
    assert page.link("Read the disclosures") == f"{READ}?unit=3"
    assert say_read(ada, f"{READ}?session=3") == f"{FALL}/sessions/3"
    assert link in ada.get(f"{FALL}/sessions/3").text
    assert link in ada.get(f"{FALL}/sessions/3.ics").text


def test_where_the_exception_holds_nobody_is_asked_anything(
    sign_in: SignIn, session: Session, cast: Cast, at: At
) -> None:
    ada = sign_in("ada")
    assert "There is nothing to read here" in ada.page(READ).text
    assert READ not in [link.href for link in ada.page(FALL).links]
    clear_all(session, cast)
    by = cast.id("opal")
    decide(session, cast.fall, applies=False, reason="Leadership.", seen=1, by=by, now=NOW)
    session.commit()
    at(WEEK)
    assert sign_in("ada").get(f"{FALL}/units/3").status_code == 200


def test_the_text_can_be_read_from_the_cohort_at_any_time(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    page = sign_in("ada").page(FALL)
    assert page.link("Financial relationships of those who control its content") == READ


def test_staff_see_what_learners_have_not_read(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    assert all(unit.unread_since is None for unit in units(session, cast.fall.id))
    assert sign_in("fay").get("/teach/fall-2026/sessions/3").status_code == 200
