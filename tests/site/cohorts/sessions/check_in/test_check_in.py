"""A learner checks in: scanned, typed, by joining; and all that is refused."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.actions import let_link_check_in
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.check_ins.rules import OVER, STRUCK, WRONG_CODE
from app.core.models import AuditLine
from tests.casework.check_ins.coming import (
    LEARNER,
    TEACH,
    code_of,
    come,
    turn_clock,
)
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn, Statements
from tests.credit.disclosures.cleared import clear_all, need
from tests.page import Page

PATH = f"{LEARNER}/check-in"
ZOOM = "https://zoom.example/j/1"


def checked_in(session: Session) -> list[CheckInWay]:
    session.expire_all()
    return list(session.scalars(select(col(CheckIn.way)).order_by(col(CheckIn.checked_in_at))))


def test_a_scanned_code_is_checked_in_by_one_button(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ada = sign_in("ada")
    page = ada.page(f"{PATH}?code={code}")
    assert checked_in(session) == []
    form = page.form("Check in")
    assert form.fields["code"] == f"{code[:3]} {code[3:]}"
    answer = ada.post(form.action, data=form.data("Check in"))
    assert answer.headers["location"] == PATH
    assert "You are checked in, 12:03 PM Mountain Time." in ada.page(PATH).text
    assert checked_in(session) == [CheckInWay.QR]


def test_a_typed_code_is_taken_however_it_is_typed(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 3)).lower()
    ada = sign_in("ada")
    form = ada.page(PATH).form("Check in")
    assert form.fields["code"] == ""
    ada.post(form.action, data=form.data("Check in", code=f" {code[:2]} {code[2:]}"))
    assert checked_in(session) == [CheckInWay.CODE]


def test_another_code_says_what_to_do_at_its_field(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 3)
    ada = sign_in("ada")
    for code in (
        code_of(app, cast, now - timedelta(seconds=90)),
        code_of(app, cast, now, position=3),
        "ABC DEF",
    ):
        answer = ada.post(PATH, data={"code": code})
        assert answer.status_code == 409
        assert str(WRONG_CODE) in answer.page.text
        assert answer.page.form("Check in").fields["code"] == code
    empty = ada.post(PATH, data={"code": ""})
    assert empty.status_code == 422
    assert "Type the six characters that are shown in the session." in empty.page.text
    assert checked_in(session) == []


def test_two_hundred_guesses_are_throttled_and_change_nothing(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 3)
    add_enrollment(session, cast.person("ben"), cast.fall, at=NOW)
    session.commit()
    ada = sign_in("ada")
    answers = [
        ada.post(PATH, data={"code": f"GGGGG{sign}{sign}"}).status_code for sign in "34678" * 40
    ]
    assert answers[:10] == [409] * 10
    assert set(answers[10:]) == {429}
    assert ada.post(PATH, data={"code": code_of(app, cast, now)}).status_code == 429
    assert checked_in(session) == []
    lines = select(func.count()).where(col(AuditLine.act) == "request.refused")
    assert session.scalar(lines) == 2  # a wrong code, and too often: each once a minute
    ben = sign_in("ben")  # from the same address, and it was not he who guessed
    assert ben.post(PATH, data={"code": code_of(app, cast, now)}).status_code == 303


def test_right_codes_are_no_tries(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 3)
    ada = sign_in("ada")
    for _ in range(15):
        assert ada.post(PATH, data={"code": code_of(app, cast, now)}).status_code == 303
    assert checked_in(session) == [CheckInWay.CODE]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-11, "Check-in opens Thu, Nov 19, 11:50 AM Mountain Time."), (60, str(OVER))],
)
def test_before_and_after_there_is_no_form(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast, minutes: float, words: str
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, minutes))
    ada = sign_in("ada")
    page = ada.page(f"{PATH}?code={code}")
    assert words in page.text
    assert not [form for form in page.main.forms if form.action == PATH]
    answer = ada.post(PATH, data={"code": code})
    assert answer.status_code == 409
    assert words in answer.page.text
    assert checked_in(session) == []


def test_who_is_of_another_cohort_has_no_such_page(
    app: FastAPI, sign_in: SignIn, cast: Cast
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ben = sign_in("ben")
    assert ben.get(f"{PATH}?code={code}").status_code == 404
    assert ben.post(PATH, data={"code": code}).status_code == 404
    assert sign_in("fay").get(PATH).status_code == 403
    assert sign_in("ada").get(PATH.replace("/2/", "/99/")).status_code == 404


def test_signed_out_people_sign_in_first_and_come_back_with_the_code(
    app: FastAPI, browser: Browser, cast: Cast
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 3))
    answer = browser.get(f"{PATH}?code={code}")
    way = f"/sign-in?next={PATH.replace('/', '%2F')}%3Fcode%3D{code}"
    assert answer.headers["location"] == way


def test_a_get_changes_nothing(app: FastAPI, sign_in: SignIn, session: Session, cast: Cast) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ada = sign_in("ada")
    for path in (f"{PATH}?code={code}", f"{PATH}?joining=true", PATH, "/c"):
        ada.get(path)
    assert ada.get(f"{PATH}/joining").status_code == 404
    assert checked_in(session) == []


def test_home_and_the_session_lead_to_it_while_it_is_open(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    turn_clock(app, cast, -11)
    ada = sign_in("ada")
    for page in ("/home", LEARNER):
        assert "Check in" not in [link for link, _href in links(ada.page(page))]
    turn_clock(app, cast, -9)
    for page in ("/home", LEARNER):
        assert ada.page(page).main.link("Check in") == PATH
        assert ada.page(page).main.link("Join Zoom") == ZOOM
    come(session, cast, "ada", turn_clock(app, cast, -8))
    session.commit()
    for page in ("/home", LEARNER):
        shown = ada.page(page)
        assert "You are checked in, 11:52 AM Mountain Time." in shown.text
        assert "Check in" not in [link for link, _href in links(shown)]


def links(page: Page) -> list[tuple[str, str]]:
    return [(" ".join(link.text.split()), link.href) for link in page.main.links]


def test_where_the_cohort_says_so_joining_checks_in(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    let_link_check_in(
        session, cast.fall, on=True, by=cast.id("cora"), now=turn_clock(app, cast, -30)
    )
    session.commit()
    ada = sign_in("ada")
    early = ada.page(LEARNER)
    assert "Joining from 11:50 AM Mountain Time on checks you in." in early.text
    assert early.main.link("Join Zoom") == ZOOM
    turn_clock(app, cast, -2)
    form = ada.page("/home").form("Join Zoom and check in")
    answer = ada.post(form.action, data=form.data("Join Zoom and check in"))
    assert answer.headers["location"] == f"{PATH}?joining=true"
    onward = ada.get(answer.headers["location"])
    assert f'<meta http-equiv="refresh" content="0;url={ZOOM}">' in onward.text
    assert onward.page.main.link("Join Zoom") == ZOOM
    assert checked_in(session) == [CheckInWay.LINK]
    assert "http-equiv" not in ada.get(PATH).text
    assert ada.page("/home").main.link("Join Zoom") == ZOOM


def test_elsewhere_joining_checks_nobody_in(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    turn_clock(app, cast, 2)
    answer = sign_in("ada").post(f"{PATH}/joining")
    assert answer.status_code == 409
    assert answer.page.main.link("Join Zoom") == ZOOM
    assert "http-equiv" not in answer.text
    assert checked_in(session) == []


def test_who_was_struck_is_told_whom_to_tell(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    made = come(session, cast, "ada", turn_clock(app, cast, 1))
    session.commit()
    sign_in("fay").post(f"{TEACH}/check-in/strikes", data={"check_in": str(made.id)})
    ada = sign_in("ada")
    assert str(STRUCK) in ada.page(PATH).text
    code = code_of(app, cast, turn_clock(app, cast, 2))
    assert ada.post(PATH, data={"code": code}).status_code == 409
    assert checked_in(session) == [CheckInWay.QR]


def test_two_who_share_a_browser_have_one_device_in_a_session_and_none_across(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, 1))
    add_enrollment(session, cast.person("ben"), cast.fall, at=NOW)
    session.commit()
    phone, other = sign_in("ada"), sign_in("ben")
    phone.post(PATH, data={"code": code})
    known = [cookie.name for cookie in phone.cookies.jar if "device" in cookie.name]
    other.cookies.set(known[0], phone.cookies[known[0]])
    other.post(PATH, data={"code": code})
    session.expire_all()
    first, second = session.scalars(select(col(CheckIn.device)))
    assert first == second != ""
    assert phone.cookies[known[0]] not in first


@pytest.mark.parametrize("size", [50, 500])
def test_statements_do_not_grow_with_the_cohort(
    app: FastAPI,
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    statements: Statements,
    size: int,
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ada = sign_in("ada")
    with statements() as asked:
        ada.page(PATH)
    assert asked.total == SHOWING
    with statements() as sent:
        ada.post(PATH, data={"code": code})
    assert sent.total in CHECKING_IN


SHOWING, CHECKING_IN = 5, {17, 19}  # on PostgreSQL a chain has a lock for each line


def test_without_a_meeting_to_join_nobody_is_checked_in_by_joining(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, -30)
    let_link_check_in(session, cast.fall, on=True, by=cast.id("cora"), now=now)
    cast.case_session("fall-2026", 2).link = ""
    session.commit()
    turn_clock(app, cast, -2)
    answer = sign_in("ada").post(f"{PATH}/joining")
    assert answer.status_code == 409
    assert "Joining by the link does not check anybody in" in answer.page.text
    assert checked_in(session) == []


def test_a_session_that_waits_for_disclosures_checks_nobody_in_and_says_why(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    session.commit()
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ada = sign_in("ada")
    page = ada.page(f"{PATH}?code={code}")
    assert "everybody who controls its content has disclosed" in page.text
    for sent in ({"code": code}, {"code": code, "scanned": "yes"}):
        answer = ada.post(PATH, data=sent)
        assert answer.status_code == 409
        assert "everybody who controls its content has disclosed" in answer.page.text
    assert checked_in(session) == []


def test_who_has_yet_to_read_the_disclosures_reads_them_before_checking_in(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    code = code_of(app, cast, turn_clock(app, cast, 3))
    ada = sign_in("ada")
    assert ada.post(PATH, data={"code": code}).status_code == 409
    assert checked_in(session) == []
    read = ada.page(PATH).link("Read the disclosures first")
    form = ada.page(read).form("I have read this")
    assert ada.post(form.action, data=form.fields).headers["location"] == LEARNER
    assert ada.post(PATH, data={"code": code}).status_code == 303
    assert checked_in(session) == [CheckInWay.CODE]
