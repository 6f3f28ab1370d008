"""Excuses and make-ups at the desks of those who answer them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.excuses.models import Excuse
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.rules import Open, Written
from app.casework.models import MakeUp
from app.cohorts.actions import add_session_part
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.policy.table import Role
from tests.casework.absences import ask, miss, sister_cohort, submit
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.issued import issue_certificate
from tests.site.teach.acts import guest

ABSENCES = "/teach/fall-2026/absences"


def excuse_path(session: Session, cast: Cast) -> str:
    path = f"{ABSENCES}/excuses/{ask(session, cast).id}"
    session.commit()
    return path


def make_up_path(session: Session, cast: Cast) -> str:
    miss(session, cast)
    path = f"{ABSENCES}/make-ups/{submit(session, cast)}"
    session.commit()
    return path


@pytest.mark.parametrize(("persona", "desk"), [("fay", "/teach"), ("cora", "/manage")])
def test_what_waits_is_told_at_both_desks_until_it_is_answered(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, desk: str
) -> None:
    excuse, make_up = excuse_path(session, cast), make_up_path(session, cast)
    browser = sign_in(persona)
    page = browser.page(desk)
    assert page.main.link("Answer 1 excuse that was asked for in advance") == ABSENCES
    assert page.main.link("Answer 1 make-up that was submitted") == ABSENCES
    roster = browser.page("/teach/fall-2026")
    assert "2 excuses or make-ups wait for an answer." in roster.main.text
    assert browser.post(excuse, data={"outcome": "granted"}).status_code == 303
    assert browser.post(make_up, data={"outcome": "approved"}).status_code == 303
    assert ABSENCES not in browser.get(desk).text


def test_excuse_is_declined_with_a_word_and_taken_back(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    path = excuse_path(session, cast)
    fay = sign_in("fay")
    assert "A clinic." in fay.page(ABSENCES).main.text
    nothing = fay.post(path, data={"word": "Half a thought"})
    assert nothing.status_code == 422
    assert nothing.page.field_errors == {"outcome": "Choose whether they are excused."}
    assert nothing.page.one("textarea").text == "Half a thought"
    wordless = fay.post(path, data={"outcome": "declined"})
    assert wordless.status_code == 409
    assert fay.post(path, data={"outcome": "declined", "word": "We need you."}).status_code == 303
    assert "We need you." in fay.page(ABSENCES).main.text
    assert fay.post(path, data={"outcome": "granted"}).status_code == 409
    assert fay.post(f"{path}/undo").status_code == 303
    assert fay.post(path, data={"outcome": "granted"}).status_code == 303


def test_answer_is_not_taken_back_once_they_have_asked_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    path = excuse_path(session, cast)
    fay = sign_in("fay")
    assert fay.post(path, data={"outcome": "declined", "word": "We need you."}).status_code == 303
    assert f"{path}/undo" in fay.get(ABSENCES).text
    excuse_path(session, cast)
    assert f"{path}/undo" not in fay.get(ABSENCES).text
    refused = fay.post(f"{path}/undo")
    assert refused.status_code == 409
    assert "They have asked again since." in refused.page.main.text


def test_make_up_is_returned_and_approved(sign_in: SignIn, session: Session, cast: Cast) -> None:
    path = make_up_path(session, cast)
    fay = sign_in("fay")
    assert "I would ask what they need" in fay.page(ABSENCES).main.text
    assert fay.post(path, data={"outcome": "returned"}).status_code == 409
    assert fay.post(path, data={"outcome": "returned", "word": "More."}).status_code == 303
    assert fay.post(path, data={"outcome": "approved"}).status_code == 409
    submit(session, cast)
    session.commit()
    assert fay.post(path, data={"outcome": "approved"}).status_code == 303
    assert "Approved by Fay Fuentes, PhD" in fay.page(ABSENCES).main.text
    assert len(session.scalars(select(MakeUp)).all()) == 1


def test_what_is_no_longer_needed_says_so_to_both_and_waits_at_no_desk(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_up, excuse = make_up_path(session, cast), excuse_path(session, cast)
    miss(session, cast, status=Status.PRESENT)
    miss(session, cast, status=Status.LATE, position=2, now=NOW + timedelta(days=2))
    session.commit()
    fay = sign_in("fay")
    page = fay.page(ABSENCES).main
    assert "Nothing waits for an answer" in page.text
    assert "No longer needed: they were marked present." in page.text
    assert "No longer needed: they were marked late, which counts." in page.text
    assert page.all("form") == []
    for desk in ("/teach", "/teach/fall-2026"):
        assert "excuse" not in fay.page(desk).main.text
    for path in (make_up, excuse):
        answer = fay.post(path, data={"outcome": "returned" if path is make_up else "declined"})
        assert answer.status_code == 409
        assert "this needs no answer" in answer.page.main.text
    ada = sign_in("ada")
    own = ada.page("/cohorts/fall-2026/sessions/1/absence").main
    assert "No longer needed: you were marked present." in own.text
    miss(session, cast)
    session.commit()
    assert fay.page("/teach").main.link("Answer 1 make-up that was submitted") == ABSENCES
    again = ada.page("/cohorts/fall-2026/sessions/1/absence").main
    assert "No longer needed" not in again.text
    assert "You have submitted this already." in again.text


def test_minutes_of_a_sister_session_are_asked_for(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    sister = sister_cohort(session, cast)
    there = Open(frozenset({sister.id}), has_recording=False)
    chosen = Written(Way.SISTER_SESSION, "", sister.id)
    path = f"{ABSENCES}/make-ups/{submit(session, cast, written=chosen, there=there)}"
    session.commit()
    fay = sign_in("fay")
    refused = fay.post(path, data={"outcome": "approved"})
    assert refused.status_code == 409
    assert "Say how many minutes they were there" in refused.page.field_errors["minutes"]
    assert fay.post(path, data={"outcome": "approved", "minutes": "58"}).status_code == 303
    assert "live, 58 minutes" in fay.page(ABSENCES).main.text


def test_make_up_under_a_certificate_is_approved_after_a_check_page(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    issue_certificate(session, cast.enrollment("ada"))
    path = f"{ABSENCES}/make-ups/{submit(session, cast)}"
    session.commit()
    cora = sign_in("cora")
    asked = cora.post(path, data={"outcome": "approved", "word": "Well done."})
    assert asked.status_code == 200
    assert session.scalars(select(MakeUp)).all() == []
    form = asked.page.form(action=path)
    wordless = cora.post(path, data=form.fields)
    assert wordless.status_code == 422
    sent = cora.post(path, data=form.fields | {"reason": "They wrote it."})
    assert sent.status_code == 303
    assert len(session.scalars(select(MakeUp)).all()) == 1
    assert "Well done." in cora.page(ABSENCES).main.text
    assert "Look again at the certificate of Ada Alvarez" in cora.page("/manage").main.text


def test_nobody_answers_for_themselves(sign_in: SignIn, session: Session, cast: Cast) -> None:
    scope = Scope.COHORT, cast.fall.id
    grant_role(session, cast.id("ada"), Role.FACILITATOR, *scope, by=cast.id("cora"), now=NOW)
    excuse, make_up = excuse_path(session, cast), make_up_path(session, cast)
    ada = sign_in("ada")
    assert not ada.page(ABSENCES).all("main form")
    for path, outcome in ((excuse, "granted"), (make_up, "approved")):
        assert ada.post(path, data={"outcome": outcome}).status_code == 409
    assert session.scalars(select(MakeUp)).all() == []


@pytest.mark.parametrize(("persona", "expected"), [("ada", 403), ("lee", 404), ("ben", 404)])
def test_absences_are_for_those_who_answer(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, expected: int
) -> None:
    path = excuse_path(session, cast)
    browser = sign_in(persona)
    assert browser.get(ABSENCES).status_code == expected
    assert browser.post(path, data={"outcome": "granted"}).status_code == expected


def test_guest_answers_what_concerns_their_session_and_only_that(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_up, excuse = make_up_path(session, cast), excuse_path(session, cast)
    guest(session, cast, "ben")  # of session 1, which Ada missed; her excuse is from session 2
    ben, own = sign_in("ben"), "/teach/fall-2026/sessions/1/absences"
    assert ben.page("/teach/fall-2026/sessions/1").main.link("Absences") == own
    page = ben.page(own)
    assert "make-up for Week 1" in page.main.text
    assert "A clinic." not in page.main.text
    assert not [href for href in page.main.addresses if "/people/" in href]
    for address in (ABSENCES, "/teach/fall-2026/sessions/2/absences"):
        assert ben.get(address).status_code == 404
    assert ben.post(excuse, data={"outcome": "granted"}).status_code == 404
    assert ben.post(f"{excuse}/undo").status_code == 404
    wordless = ben.post(make_up, data={"outcome": "returned"})
    assert wordless.status_code == 409
    assert "A clinic." not in wordless.page.main.text
    done = ben.post(make_up, data={"outcome": "approved"})
    assert done.headers["location"].startswith(own)
    assert "Approved by Ben Begay, MD" in ben.page(own).main.text


def test_guest_answers_an_excuse_from_their_session(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    path = excuse_path(session, cast)
    held = cast.case_session("fall-2026", 2).id
    add_session_part(session, held, cast.id("ben"), "guest", by=None, now=NOW)
    session.commit()
    ben, own = sign_in("ben"), "/teach/fall-2026/sessions/2/absences"
    assert "A clinic." in ben.page(own).main.text
    assert ben.post(path, data={"outcome": "granted"}).headers["location"].startswith(own)
    assert ben.post(f"{path}/undo").status_code == 303


def test_guest_is_shown_whom_a_make_up_touches_before_it_is_approved(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    issue_certificate(session, cast.enrollment("ada"))
    path = f"{ABSENCES}/make-ups/{submit(session, cast)}"
    guest(session, cast, "ben")
    ben = sign_in("ben")
    asked = ben.post(path, data={"outcome": "approved"})
    assert asked.status_code == 200
    assert session.scalars(select(MakeUp)).all() == []
    addresses = asked.page.main.addresses
    assert {"/teach", "/teach/fall-2026/sessions/1"} <= set(addresses)
    assert not {ABSENCES, "/teach/fall-2026"} & set(addresses)


def test_statements_do_not_grow_with_what_waits(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    fay, held, totals = sign_in("fay"), cast.case_session("fall-2026", 2).id, []
    asked: set[UUID] = set()
    for size in (5, 40):
        new = [p.id for p in enroll_crowd(session, cast.fall, size) if p.id not in asked]
        excuses = [
            Excuse(enrollment_id=key, case_session_id=held, edition=1, note="-", asked_at=NOW)
            for key in new
        ]
        session.add_all(excuses)
        session.commit()
        asked.update(new)
        with statements() as count:
            fay.get(ABSENCES)
        totals.append(count.total)
    assert totals[0] == totals[1] <= 14
