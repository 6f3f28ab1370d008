"""Adding a session at the end, and what its people see of it."""

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import cancel, letters, unit

SCHEDULE = "/manage/cohorts/fall-2026/schedule"
NEW = f"{SCHEDULE}/new"
MORE = {"title": "In place of week 3", "day": "2026-12-10", "at": "12:00", "minutes": "60"}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_a_session_is_added_after_a_page_that_says_what_follows(
    cora: Browser, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    form = cora.page(NEW).form("See what follows")
    assert form.fields == {"title": "", "day": "", "at": "12:00", "minutes": "60"}
    page = cora.page(form.action, params=form.fields | MORE)
    assert page.heading == "Add a session on Thu, Dec 10?"
    follows = page.section("What follows").text
    assert "Week 5 is added at the end, with a session and no texts." in follows
    assert "The policy still asks for 3 sessions to count." in follows
    form = page.form("Add Week 5")
    answer = cora.post(form.action, data=form.data(reason="Week 3 was canceled."))
    assert answer.headers["location"] == f"{SCHEDULE}?done=added&at=5#unit-5"
    assert "Thu, Dec 10, 12:00 – 1:00 PM Added" in cora.page(SCHEDULE).rows[-1]
    assert len(letters(session, "session_added")) == 3
    assert not unit(cast, 5).has_text

    ada = sign_in("ada")
    line = ada.page("/cohorts/fall-2026").row("Week 5: In place of week 3").text
    assert line.endswith("To come")
    path = "/cohorts/fall-2026/sessions/5"
    assert ada.get("/cohorts/fall-2026/units/5").headers["location"] == path
    own = ada.page(path).main.text
    assert "The case opens" not in own
    assert "Thu 12:00 – 1:00 PM" in own
    ada.page("/home")
    sign_in("fay").page("/teach/fall-2026/sessions/5")
    sign_in("fay").page("/teach/fall-2026")
    cora.page("/manage/cohorts/fall-2026/content")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": " "}, "title", "Enter what the session is about."),
        ({"day": ""}, "day", "Enter the day of the session."),
        ({"minutes": ""}, "minutes", "Enter how many minutes it lasts."),
        ({"day": "2026-11-01"}, "day", "Choose a time in the future."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    cora: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = cora.get(NEW, params=MORE | typed)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: sentence}
    assert answer.page.form("See what follows").fields == MORE | typed


def test_a_refused_addition_keeps_what_was_typed(cora: Browser) -> None:
    answer = cora.post(NEW, data=MORE | {"seen": "4", "reason": ""})
    assert answer.page.field_errors == {"reason": "Say why. The reason stays in the history."}
    stale = cora.post(NEW, data=MORE | {"seen": "3", "reason": "One more."})
    assert stale.status_code == 422
    assert stale.page.form("Add Week 5").fields == MORE | {"seen": "4", "reason": "One more."}


def test_reason_that_is_too_long_is_answered_where_it_was_typed(cora: Browser) -> None:
    why = "x" * 501
    answer = cora.post(NEW, data=MORE | {"seen": "4", "reason": why})
    assert answer.status_code == 422
    assert answer.page.heading == "Add a session on Thu, Dec 10?"
    assert answer.page.field_errors == {"reason": "Shorten “Why” to at most 500 characters."}
    assert answer.page.form("Add Week 5").fields == MORE | {"seen": "4", "reason": why}


def test_check_page_names_who_can_complete_again(
    cora: Browser, session: Session, cast: Cast
) -> None:
    cancel(cast, 3)
    cancel(cast, 4)
    session.commit()
    named = cora.page(NEW, params=MORE).section("Whose standing changes")
    assert named.text.startswith("Whose standing changes Can complete again 2 people")
    ada = cast.person("ada")
    assert named.link(ada.sort_name) == f"/manage/cohorts/fall-2026/people/{ada.id}"
