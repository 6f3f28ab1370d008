"""The room before and after its session: who is ready, what is left, the note."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rooms.rules import LONGEST_NOTE, NEWER_NOTE
from app.casework.rules import Submitted
from app.core.db import Database
from app.demo import work
from app.learning.threads.actions import ask
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.client import Browser, SignIn, Statements
from tests.learning.posting import place_of
from tests.site.teach.acts import guest, mark_all, prepare, sign
from tests.site.teach.sessions.guides import browser_at

ROOM, NEXT = "/teach/fall-2026/sessions/1", "/teach/fall-2026/sessions/2"
"""The first was last week, the next is tomorrow."""


def test_readiness_board_says_who_read_reflected_and_signed(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    sign(session, cast, "ada", 2, now)
    prepare(session, cast, "nan", 2, now)
    session.commit()
    fay = sign_in("fay")
    (table,) = fay.page(NEXT).tables[:1]
    read = [(row["Name"], row["Read"], row["Reflected"], row["Signed"]) for row in table.records]
    assert read == [("Alvarez, Ada", "2 of 2", "Yes", "Yes"), ("Nakai, Nan", "1 of 2", "No", "No")]
    for show, names in (
        ("signed", ["Alvarez, Ada"]),
        ("begun", ["Nakai, Nan"]),
        ("not-begun", []),
        ("no-such", ["Alvarez, Ada", "Nakai, Nan"]),
    ):
        page = fay.page(f"{NEXT}?show={show}")
        assert page.texts("#preparation tbody th") == names


def test_after_a_session_what_is_left_is_said_with_names(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    place = place_of(session, cast, "ada", position=1)
    ask(session, place, "How do I begin?", by=cast.id("ada"), now=now)
    session.commit()
    fay = sign_in("fay")
    (said,) = fay.page(ROOM).texts("#after")
    assert "2 people have no mark yet. Record attendance" in said
    assert "Alvarez, Ada; Nakai, Nan" in said
    first, in_bar, _save = fay.page(ROOM).main.all(".button.primary")
    assert (first.text, in_bar.text) == ("Record attendance", "Attendance")
    assert "1 question of the unit has no answer." in said
    mark_all(session, cast, 1)
    (said,) = fay.page(ROOM).texts("#after")
    assert "2 of 2" in said
    assert "2 people were there." in said
    assert "no mark" not in said
    done = fay.page(ROOM).main
    assert "Record attendance" not in done.text, "everybody is recorded"
    assert done.link("Change attendance") == f"{ROOM}/attendance"
    assert done.texts(".button.primary") == ["Save the note"]
    assert not fay.page(NEXT).texts("#after")


def test_second_absence_leads_to_the_roster_but_for_a_guest(
    session: Session, cast: Cast, database: Database
) -> None:
    absent = {cast.enrollment("ada").id: Submitted(AttendanceStatus.ABSENT)}
    for position in (1, 2):
        work.mark_session(session, cast.unit("fall-2026", position), absent, by=cast.id("fay"))
    guest(session, cast, "ben")
    moment = cast.case_session("fall-2026", 2).starts_at + timedelta(days=1)
    page = browser_at(database, moment).sign_in("fay").page(NEXT)
    assert (
        "1 person was absent again. A word to them now helps most. See the roster"
        in (page.texts("#after")[0])
    )
    assert "1 person was absent and has not made the session up." in page.texts("#after")[0]
    own = browser_at(database, moment).sign_in("ben").page(ROOM)
    assert "See the roster" not in own.texts("#after")[0]


def test_note_is_saved_and_says_whom_it_is_not_about(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    page = fay.page(ROOM)
    assert "Never write about people who can be identified." in page.texts("#note")[0]
    answer = page_note(fay, "Ask for twenty words.\n\nThen wait.")
    assert answer == (303, f"{ROOM}#note")
    page = sign_in("cora").page(ROOM)
    assert page.form("Save the note").fields["text"] == "Ask for twenty words.\n\nThen wait."
    assert "Saved by Fay" in page.texts("#note")[0]


def page_note(browser: Browser, text: str) -> tuple[int, str]:
    form = browser.page(ROOM).form("Save the note")
    answer = browser.post(form.action, data=form.data(text=text))
    return answer.status_code, answer.headers.get("location", "")


def test_of_two_who_write_at_once_nothing_is_lost(sign_in: SignIn) -> None:
    fay, cora = sign_in("fay"), sign_in("cora")
    form = fay.page(ROOM).form("Save the note")
    page_note(cora, "Hers.")
    answer = fay.post(form.action, data=form.data(text="His."))
    assert answer.status_code == 409
    assert answer.page.field_errors["text"].endswith(str(NEWER_NOTE))
    assert "Hers." in answer.page.texts("#note blockquote")
    again = answer.page.form("Save the note")
    assert again.fields["text"] == "His."
    assert fay.post(form.action, data=again.data(text="Hers. His.")).status_code == 303
    assert fay.page(ROOM).form("Save the note").fields["text"] == "Hers. His."


def test_note_that_is_too_long_stays_in_its_field(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    form = fay.page(ROOM).form("Save the note")
    answer = fay.post(form.action, data=form.data(text="x" * (LONGEST_NOTE + 1)))
    assert answer.status_code == 422
    assert "at most 2,000" in answer.page.field_errors["text"]
    assert not answer.page.texts("#note blockquote")


def test_star_of_what_is_not_shared_is_refused(sign_in: SignIn, cast: Cast) -> None:
    data = {"enrollment": str(cast.enrollment("nan").id), "starred": "yes"}
    answer = sign_in("fay").post(f"{ROOM}/stars", data=data)
    assert answer.status_code == 409
    assert "not shared any more" in answer.text


@pytest.mark.parametrize("size", [50, 500])
@pytest.mark.parametrize(("minutes", "most"), [(-60, 12), (30, 14), (90, 15)])
def test_room_costs_as_many_statements_for_50_as_for_500(
    database: Database,
    session: Session,
    cast: Cast,
    statements: Statements,
    size: int,
    minutes: int,
    most: int,
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    moment = cast.case_session("fall-2026", 2).starts_at + timedelta(minutes=minutes)
    fay = browser_at(database, moment).sign_in("fay")
    with statements() as count:
        assert fay.get(NEXT).status_code == 200
    assert count.total <= most
