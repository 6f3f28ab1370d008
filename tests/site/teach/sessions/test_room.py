"""The room of one session."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.page import Page
from tests.site.teach.acts import guest, prepare, reflect, sign

TEACH, ROSTER = "/teach", "/teach/fall-2026"

ROOM, NEXT_ROOM = f"{ROSTER}/sessions/1", f"{ROSTER}/sessions/2"

LOCKED = f"{ROSTER}/sessions/3"

HTMX = {"HX-Request": "true"}


def test_room_shows_case_guide_and_plan(sign_in: SignIn) -> None:
    page = sign_in("fay").get(ROOM).text
    assert "<p>Case for learners 1.</p>" in page
    assert "<p>Guide only 1.</p>" in page
    assert "Bring question 1." in page
    assert "0–60" in page
    assert "12:00 PM" in Page(page).text


def test_room_counts_who_is_prepared(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    sign(session, cast, "ada", 1, now)
    prepare(session, cast, "nan", 1, now)
    session.commit()
    page = sign_in("fay").get(ROOM).text
    assert "1 of 2" in page
    assert "1 begun, 0 not begun." in page


def test_room_shows_only_shared_reflections(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    reflect(session, cast, "ada", "My shared thought.", now, shared=True)
    reflect(session, cast, "nan", "My private thought.", now, shared=False)
    session.commit()
    page = sign_in("fay").get(ROOM).text
    assert "My shared thought." in page
    assert "My private thought." not in page


def test_room_shows_what_was_written_as_text(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    reflect(session, cast, "ada", "<script>alert(1)</script>\n\nTwo.", now, shared=True)
    session.commit()
    page = sign_in("fay").get(ROOM).text
    assert '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p><p dir="auto">Two.</p>' in page


def test_room_shows_a_guest_everything_but_the_roster(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    guest(session, cast, "ben")
    ben = sign_in("ben")
    page = ben.get(ROOM).text
    assert "Guide only 1." in page
    assert "Ben Begay, MD (guest)" in page
    assert f"{ROSTER}?" not in page
    assert ben.get(NEXT_ROOM).status_code == 404


def test_room_offers_to_record_only_once_it_began(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    assert "Record attendance" in fay.get(ROOM).text
    assert "Record attendance" not in fay.get(NEXT_ROOM).text


def test_module_that_has_not_opened_is_not_called_not_begun(
    sign_in: SignIn, database: Database, cast: Cast
) -> None:
    fay = sign_in("fay")
    assert fay.page(ROOM).texts("#preparation .muted") == ["0 begun, 2 not begun."]
    (said,) = fay.page(LOCKED).texts("#preparation .muted")
    assert said.startswith("Week 3 opens Mon, Nov 23, ")
    sheet = fay.page(f"{LOCKED}/attendance").texts("tbody .badge")
    assert sheet == ["opens Mon, Nov 23"] * 2
    moment = cast.case_session("fall-2026", 2).starts_at + timedelta(minutes=61)
    app = create_app(Settings(demo=True), database=database, clock=lambda: moment)
    roster = Browser(app).sign_in("fay").page(ROSTER).texts("tbody .badge")
    assert roster == ["opens Mon, Nov 23"] * 2


def test_nobody_is_led_to_a_session_that_is_over(sign_in: SignIn) -> None:
    assert "Join Zoom" in sign_in("fay").get(NEXT_ROOM).text
    over = sign_in("cora").get("/teach/spring-2026/sessions/1").text
    assert "This session is over." in over
    assert "Join Zoom" not in over


def test_question_has_the_marks_that_the_text_has(sign_in: SignIn) -> None:
    assert "Bring question 1. It’s yours." in sign_in("fay").page(ROOM).text
