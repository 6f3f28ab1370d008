"""A form that was sent when the session had ended comes back to its sender, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import tidy_uploads
from app.core.db import Database
from app.people.models import ParkedForm, WebSession
from app.people.parking.actions import park
from app.people.parking.rules import LASTS, MOST_BYTES, MOST_FORMS, SentForm, can_be_kept
from app.site.parked import routes
from app.site.parked.routes import TRIED_FROM
from app.web.limits import RateLimit
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.learning.open_unit import OPEN

TYPED = "I took silence for agreement.\n\n  He was <b>thinking</b>."
ATTENDANCE = "/teach/fall-2026/sessions/1/attendance"


@pytest.fixture(autouse=True)
def fresh_limit() -> None:
    TRIED_FROM._counts.clear()


@pytest.fixture
def ended(sign_in: SignIn, session: Session) -> Callable[[str], Browser]:
    """The browser of somebody whose session has ended while a page was open."""

    def browser_of(persona: str) -> Browser:
        browser = sign_in(persona)
        session.execute(update(WebSession).values(expires_at=NOW - timedelta(minutes=1)))
        session.commit()
        return browser

    return browser_of


def sends(browser: Browser, path: str, page: str, **fields: str) -> str:
    """Send a form from a page; where that leads."""
    referer = {"referer": f"http://localhost:8000{page}"}
    answer = browser.post(path, data=fields, headers=referer)
    assert answer.status_code == 303, answer.status_code
    return str(answer.headers["location"])


def comes_back(browser: Browser, persona: str) -> str:
    """Sign in where the sign-in page leads on to what waits."""
    page = browser.page("/sign-in?next=%2Fparked")
    assert any("is kept for 4 hours" in notice for notice in page.notices)
    answer = browser.post("/sign-in/demo", data={"persona": persona, "next": "/parked"})
    return str(answer.headers["location"])


def test_reflection_comes_back_after_sign_in_and_is_saved_as_it_was_typed(
    ended: Callable[[str], Browser],
) -> None:
    ada = ended("ada")
    to = sends(ada, f"{OPEN}/reflection", OPEN, text=TYPED, seen="0.0")
    assert to == "/sign-in?next=%2Fparked"
    assert comes_back(ada, "ada") == "/parked"
    page = ada.page("/parked")
    assert "He was <b>thinking</b>." in page.one(".written").text
    assert sends_again(ada).startswith(f"{OPEN}?saved")
    assert "I took silence for agreement." in ada.page(OPEN).one("#text").text


def sends_again(browser: Browser) -> str:
    """Press the button; as a browser, follow to where the same fields are sent."""
    form = browser.page("/parked").form("Send it now")
    onward = browser.post(form.action, data=form.hidden)
    assert onward.status_code == 307
    return str(browser.post(onward.headers["location"], data=form.hidden).headers["location"])


def test_what_was_sent_again_says_so_and_is_kept_until_it_is_thrown_away(
    ended: Callable[[str], Browser],
) -> None:
    ada = ended("ada")
    sends(ada, f"{OPEN}/reflection", OPEN, text=TYPED, seen="0.0")
    comes_back(ada, "ada")
    assert "Not saved yet" in ada.page("/parked").text
    sends_again(ada)
    page = ada.page("/parked")
    assert "Not saved yet" not in page.text
    assert "You sent this again on Wed, Nov 18, 10:00 AM Mountain Time." in page.text
    assert ada.post(page.form("Throw it away").action).headers["location"] == OPEN


def test_what_waits_goes_on_waiting_when_it_is_sent_signed_out(
    ended: Callable[[str], Browser], session: Session
) -> None:
    ada = ended("ada")
    sends(ada, f"{OPEN}/reflection", OPEN, text=TYPED, seen="0.0")
    for address in ("/parked", "/parked/removal"):
        assert sends(ada, address, "/parked", text=TYPED) == "/sign-in?next=%2Fparked"
    comes_back(ada, "ada")
    assert sends_again(ada).startswith(f"{OPEN}?saved")


def test_form_for_another_site_is_not_kept(ended: Callable[[str], Browser]) -> None:
    answer = ended("ada").post("//evil.example/x", data={"text": TYPED})
    assert "parked" not in str(answer.headers)
    assert not can_be_kept(SentForm("//evil.example/x", "/home", [("text", TYPED)]))


def test_attendance_comes_back_and_is_saved(
    ended: Callable[[str], Browser], cast: Cast, session: Session
) -> None:
    fay = ended("fay")
    own = cast.enrollment("ada").id
    fields = {f"mark-{own}": "late", "seen": f"{own}.0.not_recorded"}
    sends(fay, ATTENDANCE, ATTENDANCE, **fields)
    assert comes_back(fay, "fay") == "/parked"
    page = fay.page("/parked")
    assert "All that you chose and entered is kept." in page.text
    assert str(own) not in page.text
    assert page.form("Send it now").hidden == fields
    assert "saved=" in sends_again(fay)


def test_nobody_else_gets_it_in_the_same_browser(ended: Callable[[str], Browser]) -> None:
    browser = ended("ada")
    sends(browser, f"{OPEN}/reflection", OPEN, text=TYPED)
    comes_back(browser, "ben")
    answer = browser.get("/parked")
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")


def test_nobody_gets_it_in_another_browser(ended: Callable[[str], Browser], app: FastAPI) -> None:
    sends(ended("ada"), f"{OPEN}/reflection", OPEN, text=TYPED)
    elsewhere = Browser(app).sign_in("ada")
    assert elsewhere.get("/parked").headers["location"] == "/home"


def test_what_is_stored_cannot_be_read(ended: Callable[[str], Browser], session: Session) -> None:
    sends(ended("ada"), f"{OPEN}/reflection", OPEN, text=TYPED)
    (stored,) = session.scalars(select(ParkedForm))
    for word in (b"silence", b"reflection", b"text"):
        assert word not in stored.sealed
    assert stored.expires_at == NOW + LASTS


def test_it_is_gone_after_its_time_and_when_thrown_away(
    ended: Callable[[str], Browser], session: Session, database: Database
) -> None:
    ada = ended("ada")
    sends(ada, f"{OPEN}/reflection", OPEN, text=TYPED)
    comes_back(ada, "ada")
    kept = ada.page("/parked").form("Throw it away")
    assert ada.post(kept.action).headers["location"] == OPEN
    assert ada.get("/parked").headers["location"] == "/home"
    assert stored_forms(session) == 0


def stored_forms(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(ParkedForm)) or 0


def test_worker_throws_away_what_nobody_can_get_back(
    session: Session, cast: Cast, database: Database
) -> None:
    park(session, cast.id("ada"), SentForm("/x", "/home", [("a", "b")]), now=NOW)
    session.commit()
    tidy_uploads(database, NOW + LASTS - timedelta(seconds=1))
    assert stored_forms(session) == 1
    tidy_uploads(database, NOW + LASTS)
    assert stored_forms(session) == 0


def test_of_one_person_only_so_many_are_kept_and_the_oldest_goes(
    session: Session, cast: Cast
) -> None:
    for minute in range(MOST_FORMS + 2):
        form = SentForm("/x", "/home", [("a", "b")])
        park(session, cast.id("ada"), form, now=NOW + timedelta(minutes=minute))
    kept = session.scalars(select(col(ParkedForm.created_at)))
    assert sorted(kept)[0] == NOW + timedelta(minutes=2)
    assert stored_forms(session) == MOST_FORMS


@pytest.mark.parametrize("text", ["x " * MOST_BYTES, TYPED])
def test_what_cannot_wait_is_shown_to_be_copied(
    ended: Callable[[str], Browser], app: FastAPI, session: Session, text: str
) -> None:
    """Too much to be kept; or from a browser in which nobody is known."""
    browser = Browser(app) if text is TYPED else ended("ada")
    answer = browser.post(f"{OPEN}/reflection", data={"text": text})
    assert answer.status_code == 401
    assert answer.page.title.startswith("Error: You are signed out")
    assert answer.page.one(".written").text == " ".join(text.split())
    assert stored_forms(session) == 0


def test_room_whose_sessions_have_ended_is_not_slowed_down(
    ended: Callable[[str], Browser], app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "TRIED_FROM", RateLimit(1, timedelta(minutes=10)))
    ada, stranger = ended("ada"), Browser(app)
    for _ in range(2):
        assert sends(ada, f"{OPEN}/reflection", OPEN, text=TYPED).endswith("parked")
    stranger.cookies.set("waypost", "made-up")
    sent = [who.post(f"{OPEN}/reflection", data={"text": TYPED}) for who in (stranger, ada)]
    assert [answer.status_code for answer in sent] == [401, 401], "one failed, whoever is known"


def test_form_without_anything_in_it_leads_back_to_its_page(
    ended: Callable[[str], Browser],
) -> None:
    to = sends(ended("ada"), f"{OPEN}/attestation/withdrawal", f"{OPEN}/attestation/withdrawal")
    assert to == f"/sign-in?next={OPEN}/attestation/withdrawal".replace("/", "%2F").replace(
        "%2Fsign-in", "/sign-in"
    )


@pytest.mark.parametrize("referer", ["https://evil.example/home", "", "http://localhost:8000//x.y"])
def test_page_it_came_from_is_ours_or_home(ended: Callable[[str], Browser], referer: str) -> None:
    ada = ended("ada")
    answer = ada.post(
        f"{OPEN}/attestation/withdrawal", headers={"referer": referer} if referer else {}
    )
    assert answer.headers["location"] == "/sign-in?next=%2Fhome"


def test_page_of_htmx_stays_where_it_is(ended: Callable[[str], Browser], session: Session) -> None:
    ada = ended("ada")
    answer = ada.post(f"{OPEN}/reflection", data={"text": TYPED}, headers={"HX-Request": "true"})
    assert (answer.status_code, stored_forms(session)) == (401, 0)


def test_session_that_ended_opens_nothing(ended: Callable[[str], Browser]) -> None:
    assert ended("ada").get(OPEN).status_code == 303
