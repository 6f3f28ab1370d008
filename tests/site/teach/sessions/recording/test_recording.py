"""Keeping the recording of a session."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.recordings.actions import add
from app.casework.recordings.enums import Audience
from app.casework.recordings.facts import NewRecording
from tests.cast import NOW, Cast
from tests.client import SignIn

RECORDING = "/teach/fall-2026/sessions/1/recording"
LINK = "https://recordings.example.edu/1"
SENT = {"link": LINK, "audience": "enrolled", "until": "2026-12-31"}
SESSION = "/cohorts/fall-2026/sessions/1"


def test_recording_is_shown_until_it_is_removed(sign_in: SignIn) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    assert fay.post(RECORDING, data=SENT | {"has_captions": "yes"}).status_code == 303
    page = ada.page(SESSION)
    assert page.main.link("Watch the recording") == LINK
    assert "It can be watched until Thu, Dec 31, 5:00" in page.main.text.replace("\u202f", " ")
    assert "It has captions." in page.main.text
    form = fay.page(RECORDING).form("Remove this recording")
    assert fay.post(form.action, data=form.fields).status_code == 303
    assert LINK not in ada.get(SESSION).text
    assert fay.post(form.action, data=form.fields).status_code == 303, "a second click"


def test_another_one_takes_its_place_and_the_form_of_before_removes_nothing(
    sign_in: SignIn,
) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    fay.post(RECORDING, data=SENT)
    before = fay.page(RECORDING).form("Remove this recording")
    other = f"{LINK}-cut"
    assert fay.post(RECORDING, data=SENT | {"link": other}).status_code == 303
    assert ada.page(SESSION).main.link("Watch the recording") == other
    assert fay.post(before.action, data=before.fields).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("link", "http://recordings.example.edu/1"),
        ("link", "javascript:alert(1)"),
        ("link", "https://ada:secret@recordings.example.edu/1"),
        ("until", "2026-11-01"),
    ],
)
def test_what_is_refused_stands_at_its_field(sign_in: SignIn, field: str, value: str) -> None:
    answer = sign_in("fay").post(RECORDING, data=SENT | {field: value})
    assert answer.status_code == 409
    assert list(answer.page.field_errors) == [field]


def test_browser_asks_for_all_that_is_needed_before_it_sends_a_file(sign_in: SignIn) -> None:
    page = sign_in("fay").page(RECORDING)
    (form,) = page.all("form[enctype]")
    assert not form.has("novalidate")
    assert all(radio.has("required") for radio in form.all("[name=audience]"))
    until = form.one("[name=until]")
    assert until.has("required")
    assert until.attribute("min") == "2026-11-18", "today, until its evening"
    order = [field.attribute("name") for field in form.all("input")]
    assert order.index("until") < order.index("file") < order.index("captions")


def test_session_that_has_not_begun_has_no_recording(sign_in: SignIn) -> None:
    path = RECORDING.replace("/1/", "/3/")
    fay = sign_in("fay")
    assert "once it has begun" in fay.page(path).main.text
    assert fay.post(path, data=SENT).status_code == 409


def test_recording_that_is_over_says_so(sign_in: SignIn, session: Session, cast: Cast) -> None:
    earlier = NOW - timedelta(days=2)
    new = NewRecording(LINK, Audience.ENROLLED, NOW - timedelta(days=1))
    add(session, cast.case_session("fall-2026", 1).id, new, by=cast.id("fay"), now=earlier)
    session.commit()
    ada = sign_in("ada")
    assert "a day that has passed" in ada.page(SESSION).main.text
    assert LINK not in ada.get(SESSION).text


def test_facilitators_recording_is_not_shown_to_learners(sign_in: SignIn) -> None:
    sign_in("fay").post(RECORDING, data=SENT | {"audience": "facilitators"})
    ada = sign_in("ada")
    assert LINK not in ada.get(SESSION).text
    assert ada.get(RECORDING).status_code == 403
    assert sign_in("ben").get(RECORDING).status_code == 404
