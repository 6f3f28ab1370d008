"""The code for everybody to see, who is in, and striking and adding."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.check_ins.rules import ADDED_TOO_LATE, OVER, STAYS
from app.cohorts.actions import add_session_part
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.casework.check_ins.coming import LEARNER, TEACH, at, code_of, come, turn_clock
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment
from tests.client import SignIn, Statements
from tests.issued import issue_certificate

PATH = f"{TEACH}/check-in"
PEOPLE = f"{PATH}/people"
HTMX = {"HX-Request": "true"}


def test_the_page_shows_code_picture_address_and_who_is_in(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    come(session, cast, "ada", at(cast, 1))
    session.commit()
    code = code_of(app, cast, turn_clock(app, cast, 3.5))
    answer = sign_in("fay").get(PATH)
    assert f"{code[:3]} {code[3:]}" in answer.page.text
    assert '<span aria-hidden="true"><svg' in answer.text
    assert "A new one in 15 seconds" in answer.page.text
    assert "localhost:8000/c" in answer.page.text
    assert "1 of 2" in answer.page.text
    assert "Alvarez, Ada 12:01 PM" in " ".join(answer.page.text.split())
    assert "1 is not in yet" in answer.page.text


def test_what_is_open_gets_nothing_as_long_as_nothing_is_new(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    turn_clock(app, cast, 3)
    fay = sign_in("fay")
    newer = ""
    for path in (f"{PATH}/card", PATH):
        turn_clock(app, cast, 3)
        newer = asks(fay.get(path).text)
        assert fay.get(newer, headers=HTMX).status_code == 204
        assert fay.get(newer).status_code == 200  # a page is a page
        turn_clock(app, cast, 4)
        changed = fay.get(newer, headers=HTMX)
        assert changed.status_code == 200
        assert asks(changed.text) != newer
        newer = asks(changed.text)
    come(session, cast, "ada", at(cast, 4))
    session.commit()
    came = fay.get(newer, headers=HTMX)
    assert "Alvarez, Ada" in came.text


def asks(html: str) -> str:
    found = re.search(r'data-hx-get="([^"]+)"', html)
    assert found
    return found[1]


def test_a_part_is_the_same_on_its_page_and_when_it_is_new(
    app: FastAPI, sign_in: SignIn, cast: Cast
) -> None:
    turn_clock(app, cast, 3)
    fay = sign_in("fay")
    for path in (PATH, f"{PATH}/card"):
        assert fay.get(path, headers=HTMX).text.strip() in fay.get(path).text


@pytest.mark.parametrize("minutes", [-11, 60])
def test_before_and_after_no_code_is_shown(
    app: FastAPI, sign_in: SignIn, cast: Cast, minutes: float
) -> None:
    code = code_of(app, cast, turn_clock(app, cast, minutes))
    fay = sign_in("fay")
    for path in (PATH, f"{PATH}/card", TEACH):
        page = fay.get(path)
        assert code[:3] not in page.page.text
        assert "data-hx-get" not in page.text
    if minutes > 0:
        assert str(OVER) in fay.page(PATH).text


def test_the_room_has_the_card_while_it_is_open(app: FastAPI, sign_in: SignIn, cast: Cast) -> None:
    code = code_of(app, cast, turn_clock(app, cast, -10))
    page = sign_in("fay").page(TEACH)
    assert f"{code[:3]} {code[3:]}" in page.text
    assert page.main.link("Show full screen") == PATH


def test_guests_of_the_session_show_its_code_and_of_no_other(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    held, ben_id = cast.case_session("fall-2026", 2).id, cast.id("ben")
    add_session_part(session, held, ben_id, "guest", by=None, now=NOW)
    session.commit()
    turn_clock(app, cast, 1)
    ben = sign_in("ben")
    assert ben.get(PATH).status_code == 200
    assert ben.get(PATH.replace("/2/", "/3/")).status_code == 404
    answer = ben.post(PEOPLE, data={"enrollment": str(cast.enrollment("ada").id)})
    assert answer.status_code == 303


def test_learners_see_neither_code_nor_list(app: FastAPI, sign_in: SignIn, cast: Cast) -> None:
    turn_clock(app, cast, 1)
    for path in (PATH, f"{PATH}/card", PEOPLE):
        assert sign_in("ada").get(path).status_code == 403
        assert sign_in("lee").get(path).status_code == 404


def test_strike_and_undo(app: FastAPI, sign_in: SignIn, session: Session, cast: Cast) -> None:
    come(session, cast, "ada", turn_clock(app, cast, 1))
    session.commit()
    fay = sign_in("fay")
    form = fay.page(PEOPLE).form("Strike the check-in of Alvarez, Ada")
    answer = fay.post(form.action, data=form.data())
    assert answer.status_code == 303
    page = fay.page(answer.headers["location"])
    assert "The check-in of Alvarez, Ada was taken back." in page.text
    assert "2 are not in yet" in page.text
    undo = page.form("Undo")
    back = fay.page(fay.post(undo.action, data=undo.data()).headers["location"])
    assert "Alvarez, Ada is checked in." in back.text
    assert "12:01 PM, added by Fay Fuentes, PhD" in back.text
    assert "present (Check-in)" in back.text
    sheet = fay.page(f"{TEACH}/attendance").text
    assert "Check-in" in sheet


def test_who_proved_later_who_they_are_came_when_they_had_the_code(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    come(session, cast, "ada", at(cast, 40), since=at(cast, 5))
    session.commit()
    turn_clock(app, cast, 41)
    fay = sign_in("fay")
    known = "12:05 PM, scanned; known since Thu, Nov 19, 12:40 PM Mountain Time"
    assert known in fay.page(PEOPLE).row("Alvarez, Ada").text
    assert "Alvarez, Ada 12:05 PM" in " ".join(fay.page(PATH).text.split())
    assert "in, 12:05 PM Mountain Time." in sign_in("ada").page(f"{LEARNER}/check-in").text


def test_who_cannot_scan_is_added(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    turn_clock(app, cast, 12)
    fay = sign_in("fay")
    form = fay.page(PEOPLE).form("Check in Alvarez, Ada")
    page = fay.page(fay.post(form.action, data=form.data()).headers["location"])
    assert "late (Check-in)" in page.text
    assert (
        "You are checked in, 12:12 PM Mountain Time."
        in sign_in("ada").page(f"{LEARNER}/check-in").text
    )


def test_after_the_session_nobody_new_is_added_and_what_was_struck_can_be_given_back(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    made = come(session, cast, "ada", turn_clock(app, cast, 1))
    session.commit()
    turn_clock(app, cast, 90)
    fay = sign_in("fay")
    fay.post(f"{PATH}/strikes", data={"check_in": str(made.id)})
    page = fay.page(PEOPLE)
    assert str(ADDED_TOO_LATE) in page.text
    assert [form.action for form in page.main.forms] == [PEOPLE]
    nan = cast.enrollment("nan", "fall-2026").id
    refused = fay.post(PEOPLE, data={"enrollment": str(nan)})
    assert refused.status_code == 409
    assert str(ADDED_TOO_LATE) in refused.page.text
    ada = cast.enrollment("ada").id
    assert fay.post(PEOPLE, data={"enrollment": str(ada)}).status_code == 303


def test_shared_devices_are_flagged_and_nobody_is_kept_out(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 1)
    come(session, cast, "ada", now, device="one phone")
    come(session, cast, "nan", now, device="one phone")
    session.commit()
    fay = sign_in("fay")
    page = fay.page(PEOPLE)
    assert "2 people checked in from a device that somebody else used, too" in page.text
    assert "Same device as Nakai, Nan" in page.text
    assert "Same device as Alvarez, Ada" in page.text
    shared = fay.page(PATH).text
    assert "evice" not in shared


def test_nobody_adds_themselves(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.grant("ada", Role.FACILITATOR, Scope.COHORT, cast.fall.id)
    session.commit()
    turn_clock(app, cast, 1)
    ada = sign_in("ada")
    assert str(NOT_FOR_ONESELF) in ada.page(PEOPLE).text
    answer = ada.post(PEOPLE, data={"enrollment": str(cast.enrollment("ada").id)})
    assert answer.status_code == 409
    assert session.scalars(select(CheckIn)).all() == []


def test_what_a_certificate_stands_on_is_not_struck(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    made = come(session, cast, "ada", at(cast, 1))
    issue_certificate(session, cast.enrollment("ada"), at=at(cast, 2))
    session.commit()
    turn_clock(app, cast, 3)
    answer = sign_in("fay").post(f"{PATH}/strikes", data={"check_in": str(made.id)})
    assert answer.status_code == 409
    assert str(STAYS) in answer.page.text
    assert session.scalars(select(CheckInStrike)).all() == []


def test_who_is_elsewhere_is_nobody_here(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    now = turn_clock(app, cast, 1)
    other = add_enrollment(session, cast.person("ben"), cast.cohort("coach-2026"), at=now)
    session.commit()
    answer = sign_in("fay").post(PEOPLE, data={"enrollment": str(other.id)})
    assert answer.status_code == 404
    gone = sign_in("fay").post(f"{PATH}/strikes", data={"check_in": str(other.id)})
    assert gone.status_code == 404


def test_check_ins_are_one_entry_of_the_history_and_not_undone_there(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    come(session, cast, "ada", at(cast, 1))
    come(session, cast, "nan", at(cast, 2))
    session.commit()
    turn_clock(app, cast, 5)
    page = sign_in("fay").page(f"{TEACH}/history")
    assert "Check-in: 2 marks" in page.text
    assert page.main.forms == []


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
    come(session, cast, "ada", turn_clock(app, cast, 1))
    session.commit()
    fay = sign_in("fay")
    newer = asks(fay.get(PATH).text)
    for path, most in ((PATH, 7), (f"{PATH}/card", 7), (PEOPLE, 7)):
        with statements() as asked:
            fay.page(path)
        assert asked.total <= most, path
    with statements() as asked:
        fay.get(newer, headers=HTMX)
    assert asked.total == POLLING


POLLING = 5
