"""What a learner reads and does about a session that they cannot come to, or have missed."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.answers.actions import send_back
from app.casework.recordings.actions import add
from app.casework.recordings.enums import Audience
from app.casework.recordings.facts import NewRecording
from tests.casework.absences import RESPONSE, ask, miss, submit
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements

COMING = "/cohorts/fall-2026/sessions/2/absence"
PAST = "/cohorts/fall-2026/sessions/1/absence"


def test_session_page_leads_to_what_can_be_done(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    coming, past = (
        ada.page(COMING.removesuffix("/absence")),
        ada.page(PAST.removesuffix("/absence")),
    )
    assert coming.main.link("If you cannot come") == COMING
    assert past.main.link("If you missed it") == PAST


def test_excuse_is_asked_for_and_withdrawn(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    sent = ada.post(f"{COMING}/excuse", data={"note": "I am on call."})
    assert sent.headers["location"] == f"{COMING}#excuse"
    page = ada.page(COMING)
    assert "Waits for an answer" in page.main.text
    assert "I am on call." in page.main.text
    assert ada.post(f"{COMING}/excuse/withdrawal").status_code == 303
    assert "Withdrawn" in ada.page(COMING).main.text
    late = ada.post(f"{COMING}/excuse/withdrawal")
    assert late.status_code == 409
    assert "Nothing can be done with it." in late.page.main.text


def test_excuse_needs_a_note_and_comes_before_the_session(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    empty = ada.post(f"{COMING}/excuse", data={"note": " "})
    assert empty.status_code == 422
    assert empty.page.field_errors == {"note": "Say in a line why you cannot come."}
    late = ada.post(f"{PAST}/excuse", data={"note": "I was on call."})
    assert late.status_code == 409


def test_absent_is_never_shown_without_what_restores_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    session.commit()
    ada = sign_in("ada")
    for path in ("/my/record", "/cohorts/fall-2026"):
        assert ada.page(path).main.link("A make-up restores it (Week 1)") == PAST
    submit(session, cast)
    session.commit()
    for path in ("/my/record", "/cohorts/fall-2026"):
        assert ada.page(path).main.link("Your make-up waits for an answer (Week 1)") == PAST


def test_missed_session_is_made_up_by_what_is_written(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(PAST)
    assert "Your attendance: Absent" in page.main.text
    assert "No other cohort has this session in these weeks." in page.main.text
    assert "There is no recording of this session." in page.main.text
    short = ada.post(f"{PAST}/make-up", data={"way": "case_response", "text": "Too short."})
    assert short.status_code == 409
    assert short.page.field_errors == {"text": "Write at least 200 words. You have 2 so far."}
    assert short.page.one("textarea[name=text]").text == "Too short."
    sent = ada.post(f"{PAST}/make-up", data={"way": "case_response", "text": RESPONSE})
    assert sent.headers["location"] == f"{PAST}#make-up"
    assert "Waits for an answer" in ada.page(PAST).main.text
    again = ada.post(f"{PAST}/make-up", data={"way": "case_response", "text": RESPONSE})
    assert again.status_code == 409


def test_what_is_being_written_is_there_again_and_for_nobody_else(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    session.commit()
    ada = sign_in("ada")
    assert ada.page(PAST).one("form[data-draft] input[name=seen]").attribute("value") == "0"
    kept = ada.post(f"{PAST}/make-up/draft", data={"text": "Half a thought", "seen": "0"})
    assert (kept.status_code, kept.json()) == (200, {"seen": "1"})
    page = ada.page(PAST)
    assert page.one("textarea[name=text]").text == "Half a thought"
    assert "Draft kept" in page.main.text
    stale = ada.post(f"{PAST}/make-up/draft", data={"text": "Another one", "seen": "0"})
    assert stale.status_code == 409
    assert stale.page.one("textarea[name=text]").text == "Another one"
    assert "Half a thought" not in sign_in("fay").get("/teach/fall-2026/absences").text
    assert sign_in("ben").post(f"{PAST}/make-up/draft", data={"text": "x"}).status_code == 404
    sent = {"way": "case_response", "text": RESPONSE, "seen": "1"}
    assert ada.post(f"{PAST}/make-up", data=sent).status_code == 303
    assert "Half a thought" not in ada.page(PAST).text


def test_what_was_typed_is_not_lost_when_nothing_can_be_made_up_anymore(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    miss(session, cast, status=Status.PRESENT)
    session.commit()
    refused = ada.post(f"{PAST}/make-up", data={"way": "case_response", "text": RESPONSE})
    assert refused.status_code == 409
    assert RESPONSE.strip() in refused.page.main.text
    wayless = ada.post(f"{PAST}/make-up", data={"text": "Half a thought"})
    assert wayless.status_code == 422
    assert "Half a thought" in wayless.page.main.text


def test_who_enrolled_later_is_not_absent_and_makes_it_up(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    unmarked = ada.page(PAST).main.text
    assert "come back once your attendance is recorded." in unmarked
    assert "You did not miss this session" not in unmarked
    enrolled = cast.case_session("fall-2026", 1).starts_at + timedelta(hours=2)
    cast.enrollment("ada").enrolled_at = enrolled
    session.commit()
    page = ada.page(PAST)
    assert "Your attendance: Before you enrolled" in page.main.text
    assert "you are not absent from it" in page.main.text
    assert "Absent" not in page.main.text
    sent = ada.post(f"{PAST}/make-up", data={"way": "case_response", "text": RESPONSE})
    assert sent.status_code == 303
    fay = sign_in("fay")
    form = fay.page("/teach/fall-2026/absences").form("Answer Alvarez, Ada")
    assert fay.post(form.action, data={"outcome": "approved"}).status_code == 303
    assert "Your attendance: Made up" in ada.page(PAST).main.text
    assert "1 of 3 sessions counted." in ada.page("/home").main.text
    sheet = fay.page("/teach/fall-2026/sessions/1/attendance").main
    assert "Alvarez, Ada" in sheet.text


def test_what_was_returned_stands_in_the_form_with_the_word(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    here, by = cast.learner("ada"), cast.id("fay")
    send_back(session, here, submit(session, cast), "What did you hear?", by=by, now=NOW)
    session.commit()
    page = sign_in("ada").page(PAST)
    assert "What did you hear?" in page.main.text
    assert "I would ask what they need" in page.one("textarea[name=text]").text


def test_one_way_alone_is_chosen_already(sign_in: SignIn, session: Session, cast: Cast) -> None:
    miss(session, cast)
    session.commit()
    form = sign_in("ada").page(PAST).form("Submit this make-up")
    assert form.values("way") == ["case_response"]


@pytest.mark.parametrize("way", ["sister_session", "recording"])
def test_way_that_is_not_open_is_refused(
    sign_in: SignIn, session: Session, cast: Cast, way: str
) -> None:
    miss(session, cast)
    session.commit()
    sent = sign_in("ada").post(f"{PAST}/make-up", data={"way": way, "text": RESPONSE})
    assert sent.status_code == 409


def test_recording_opens_its_way_for_who_may_watch_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    held = cast.case_session("fall-2026", 1).id
    link = "https://recordings.example.edu/1"
    new = NewRecording(link, Audience.MISSED, NOW + timedelta(days=9))
    add(session, held, new, by=cast.id("fay"), now=NOW)
    session.commit()
    ada = sign_in("ada")
    session_page = PAST.removesuffix("/absence")
    assert link in ada.get(session_page).text
    sent = ada.post(f"{PAST}/make-up", data={"way": "recording", "text": RESPONSE})
    assert sent.status_code == 303
    miss(session, cast, status=Status.PRESENT)
    session.commit()
    shown = ada.page(session_page)
    assert "This recording is for those who missed the session." in shown.main.text
    assert link not in ada.get(session_page).text


def test_who_was_there_has_nothing_to_make_up(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast, status=Status.PRESENT)
    session.commit()
    ada = sign_in("ada")
    assert "You did not miss this session" in ada.page(PAST).main.text
    assert ada.post(f"{PAST}/make-up", data={"way": "case_response"}).status_code == 409


def test_nothing_is_asked_or_submitted_in_an_archived_cohort(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    cast.fall.archived_at = NOW
    session.commit()
    ada = sign_in("ada")
    page = ada.page(PAST)
    assert "archived" in page.main.text
    assert not page.all("main form")
    assert ada.post(f"{PAST}/make-up", data={"way": "case_response"}).status_code == 409
    assert ada.post(f"{COMING}/excuse", data={"note": "A clinic."}).status_code == 409


def test_absence_of_a_unit_without_a_session_or_of_another_cohort_is_not_there(
    sign_in: SignIn,
) -> None:
    assert sign_in("ada").get("/cohorts/fall-2026/sessions/99/absence").status_code == 404
    assert sign_in("ben").get(PAST).status_code == 404


def test_page_takes_always_as_many_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    ada = sign_in("ada")
    with statements() as count:
        ada.get(PAST)
    before = count.total
    miss(session, cast)
    ask(session, cast)
    here, by = cast.learner("ada"), cast.id("fay")
    send_back(session, here, submit(session, cast), "More.", by=by, now=NOW)
    submit(session, cast)
    session.commit()
    with statements() as count:
        ada.get(PAST)
    assert count.total - before <= 1, "the steps of the request"
