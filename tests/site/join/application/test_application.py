"""Applying with a form: as somebody known and as a newcomer, refused, corrected, decided."""

import re
from types import ModuleType
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications import actions as corrections
from app.cohorts.applications import rules
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.questions.actions import add_question, change_question
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining import actions as joining
from app.cohorts.joining.actions import put_in
from app.cohorts.models import Cohort
from tests.applying import (
    AGREE,
    MENTEES,
    TRACK,
    WHY,
    answers,
    apply,
    by_application,
    note,
    question,
    status,
)
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.site.house import House

FALL, CORRECT = "/join/fall-2026", "/join/fall-2026/application"


@pytest.fixture
def fall(session: Session, cast: Cast) -> Cohort:
    cohort = by_application(session, cast)
    session.commit()
    return cohort


def field(session: Session, cohort: Cohort, wanted: rules.Question) -> str:
    return f"question-{question(session, cohort, wanted).id}"


def filled(browser: Browser, session: Session, cohort: Cohort, **other: str) -> dict[str, str]:
    form = browser.page(FALL).form("Apply for a seat")
    given = {f"question-{id_}": text for id_, text in answers(session, cohort, **other).items()}
    return form.fields | {name: text for name, text in given.items() if text}


def test_applying_answers_the_form_and_shows_what_was_answered(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben = sign_in("ben")
    answer = ben.post(FALL, data=filled(ben, session, fall))
    assert answer.headers["location"] == FALL
    assert status(session, fall, cast.id("ben")) is Status.APPLIED
    page = ben.page(FALL)
    assert page.facts[WHY.label] == "To give back."
    assert page.facts[AGREE.label] == "Agreed Wed, Nov 18, 10:00 AM Mountain Standard Time"
    page.section("Your application is waiting for a decision")
    assert page.link("Correct the answers") == CORRECT


def test_errors_stand_at_the_field_and_all_that_was_typed_stays(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben = sign_in("ben")
    sent = filled(ben, session, fall, agree="", mentees="many", why="Kept.")
    refused = ben.post(FALL, data=sent)
    assert refused.status_code == 422
    assert refused.page.title.startswith("Error: ")
    assert refused.page.field_errors == {
        field(session, fall, MENTEES): str(rules.NUMBER(question=MENTEES.label)),
        field(session, fall, AGREE): str(rules.AGREE(question=AGREE.label)),
    }
    form = refused.page.form("Apply for a seat")
    assert form.fields[field(session, fall, WHY)] == "Kept."
    assert form.fields[field(session, fall, TRACK)] == "Research"
    assert status(session, fall, cast.id("ben")) is Status.NONE


def test_nobody_answers_to_other_words_than_they_read(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben = sign_in("ben")
    sent = filled(ben, session, fall)
    by, agree = cast.id("cora"), question(session, fall, AGREE)
    other = rules.Question("I will attend all sessions.", AGREE.kind)
    change_question(session, fall, agree, other, by=by, now=NOW)
    session.commit()
    refused = ben.post(FALL, data=sent)
    assert refused.status_code == 422
    assert str(rules.FORM_CHANGED) in refused.page.errors
    assert status(session, fall, cast.id("ben")) is Status.NONE


def change_at_the_lock(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, old: str, **values: object
) -> None:
    """Let a question change while whoever answers waits for the lock."""
    lock = module.lock_seats

    def change_and_lock(session: Session, cohort_id: UUID) -> object:
        change = update(ApplicationQuestion).where(col(ApplicationQuestion.label) == old)
        session.execute(change.values(**values).execution_options(synchronize_session=False))
        return lock(session, cohort_id)

    monkeypatch.setattr(module, "lock_seats", change_and_lock)


def reword_at_the_lock(monkeypatch: pytest.MonkeyPatch, module: ModuleType, old: str) -> str:
    """The same with its words."""
    new = "Why do you want to mentor now?"
    change_at_the_lock(monkeypatch, module, old, label=new)
    return new


def test_words_that_change_during_the_wait_are_shown_with_all_that_was_typed(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    fall: Cohort,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ben = sign_in("ben")
    sent = filled(ben, session, fall, why="Kept.")
    why = field(session, fall, WHY)
    new = reword_at_the_lock(monkeypatch, joining, WHY.label)
    refused = ben.post(FALL, data=sent)
    assert refused.status_code == 422
    assert str(rules.FORM_CHANGED) in refused.page.errors
    assert new in refused.page.text
    form = refused.page.form("Apply for a seat")
    assert form.fields[why] == "Kept."
    assert form.fields[field(session, fall, TRACK)] == "Research"
    assert status(session, fall, cast.id("ben")) is Status.NONE
    monkeypatch.undo()
    question(session, fall, WHY).label = new  # what was refused is undone, with what others did
    session.commit()
    assert ben.post(FALL, data=form.fields).status_code == 303
    assert ben.page(FALL).facts[new] == "Kept."


def test_a_first_question_that_comes_during_the_wait_is_asked(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    fall: Cohort,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.execute(update(ApplicationQuestion).values(retired_at=NOW, required=False))
    session.commit()
    change_at_the_lock(monkeypatch, joining, WHY.label, retired_at=None)
    refused = sign_in("ben").post(FALL)
    assert refused.status_code == 422
    assert str(rules.FORM_CHANGED) in refused.page.errors
    assert status(session, fall, cast.id("ben")) is Status.NONE


def test_a_correction_is_to_the_words_that_were_read(
    sign_in: SignIn, session: Session, fall: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = sign_in("ben")
    ben.post(FALL, data=filled(ben, session, fall))
    form = ben.page(CORRECT).form("Save the answers")
    mentees = field(session, fall, MENTEES)
    new = reword_at_the_lock(monkeypatch, corrections, MENTEES.label)
    refused = ben.post(CORRECT, data=form.fields | {mentees: "7"})
    assert str(rules.FORM_CHANGED) in refused.page.errors
    assert refused.page.form("Save the answers").fields[mentees] == "7"
    assert new in refused.page.text


def test_answers_are_corrected_until_somebody_decides(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben = sign_in("ben")
    assert ben.get(CORRECT).headers["location"] == FALL
    ben.post(FALL, data=filled(ben, session, fall))
    form = ben.page(CORRECT).form("Save the answers")
    why = field(session, fall, WHY)
    assert form.fields[why] == "To give back."
    assert ben.post(CORRECT, data=form.fields | {why: " "}).status_code == 422
    assert ben.post(CORRECT, data=form.fields | {why: "To learn."}).status_code == 303
    assert ben.page(FALL).facts[WHY.label] == "To learn."
    put_in(session, fall, cast.id("ben"), by=cast.id("cora"), now=NOW)
    session.commit()
    assert ben.post(CORRECT, data=form.fields | {why: "Late."}).headers["location"] == FALL
    assert ben.page(FALL).facts[WHY.label] == "To learn."
    assert "Correct the answers" not in ben.page(FALL).text


def test_a_further_question_is_asked_of_who_corrects(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben = sign_in("ben")
    ben.post(FALL, data=filled(ben, session, fall))
    further = rules.Question("Your shoe size", MENTEES.kind)
    add_question(session, fall, further, by=cast.id("cora"), now=NOW)
    session.commit()
    form = ben.page(CORRECT).form("Save the answers")
    assert form.fields[field(session, fall, further)] == ""


def test_a_newcomer_comes_back_from_the_link_to_the_form(
    house: House, session: Session, fall: Cohort
) -> None:
    stranger = house.browser()
    said = {
        "email": "new@example.org", "given_name": "Nia", "family_name": "Nez",
        "institution": str(Cast(session).person("ben").institution_id), "profession": "nurse",
    }  # fmt: skip
    assert stranger.post(f"{FALL}/newcomer", data=said).status_code == 200
    found = re.search(r"(/join/fall-2026/newcomer/\S+)", house.letter().text)
    assert found
    assert stranger.post(found.group(1)).headers["location"] == FALL
    assert stranger.post(FALL, data=filled(stranger, session, fall)).status_code == 303
    assert stranger.page(FALL).facts[TRACK.label] == "Research"


def test_an_empty_form_asks_nothing(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cohort = by_application(session, cast, form=())
    session.commit()
    ben = sign_in("ben")
    assert ben.post(FALL).status_code == 303
    assert status(session, cohort, cast.id("ben")) is Status.APPLIED
    assert ben.page(CORRECT).form("Save the answers").fields == {}


def test_a_field_that_is_not_asked_is_refused(
    sign_in: SignIn, session: Session, fall: Cohort
) -> None:
    ben = sign_in("ben")
    sent = filled(ben, session, fall)
    assert ben.post(FALL, data=sent | {"status": "enrolled"}).status_code == 422
    assert ben.post(FALL, data=sent | {"question-x": "1"}).status_code == 422


def test_statements_do_not_grow_with_questions(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort, statements: Statements
) -> None:
    ben, counts = sign_in("ben"), []
    for number in range(2):
        with statements() as count:
            ben.page(FALL)
        counts.append(count.total)
        for more in range(8):
            further = rules.Question(f"{number} {more}", WHY.kind)
            add_question(session, fall, further, by=cast.id("cora"), now=NOW)
        session.commit()
    assert counts[0] == counts[1] <= 11


def test_an_application_whose_answers_are_refused_late_leaves_nothing(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    fall: Cohort,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.site.join.routes.typed_answers", lambda *_: {})  # asked for more since
    assert sign_in("ben").post(FALL).status_code == 409
    assert status(session, fall, cast.id("ben")) is Status.NONE
    assert session.query(EnrollmentEvent).filter_by(by=cast.id("ben")).count() == 0


def test_what_reviewers_noted_in_a_file_is_not_shown_to_who_applied(
    sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    apply(session, fall, cast.id("ben"))
    note(session, fall, cast.id("ben"), "Reviewer", "Weak letter.")
    session.commit()
    page = sign_in("ben").page(FALL)
    assert "To give back." in page.text
    assert "Weak letter." not in page.text
    kept = sign_in("cora").page(f"/manage/cohorts/fall-2026/people/{cast.id('ben')}")
    assert kept.facts["Reviewer"] == "Weak letter."
