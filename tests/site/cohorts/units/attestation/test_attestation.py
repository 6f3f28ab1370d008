"""Signing a unit, and taking the signature back."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.credit import actions as credit
from app.learning.queries import work_done
from app.learning.rules import CERTIFIED
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.learning.open_unit import NAMED, OPEN, do_everything, learner_of, shown
from tests.site.completers import completer


def test_withdrawn_attestation_stays_in_the_history_and_can_be_signed_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ben = sign_in("ben")
    path = "/cohorts/spring-2026/units/2"
    assert "Withdraw your attestation?" in ben.get(f"{path}/attestation/withdrawal").text
    assert ben.post(f"{path}/attestation/withdrawal").status_code == 303
    session.expire_all()
    work = work_done(session, cast.enrollment("ben").id, cast.unit("spring-2026", 2).id)
    assert (work.attestation, work.withdrawn) == (None, 1)
    data = shown(ben, path) | {"typed_name": "Ben Begay"}
    assert ben.post(f"{path}/attestation", data=data).status_code == 303
    session.expire_all()
    again = work_done(session, cast.enrollment("ben").id, cast.unit("spring-2026", 2).id)
    assert again.attestation is not None
    assert again.attestation.edition == 2


def test_attestation_cannot_be_withdrawn_once_credit_is_claimed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    credit.claim(session, learner_of(cast, "ben"), 4, by=cast.id("ben"), now=NOW)
    session.commit()
    ben = sign_in("ben")
    path = "/cohorts/spring-2026/units/2/attestation/withdrawal"
    reason = "You have claimed credit that rests on this attestation. Take the claim back first."
    assert reason in ben.get(path).text
    answer = ben.post(path)
    assert answer.status_code == 409
    assert str(reason) in answer.text


def test_attestation_cannot_be_withdrawn_once_a_certificate_is_issued(
    app: FastAPI, session: Session, cast: Cast
) -> None:
    ben = completer(app, session, cast, Profession.PHYSICIAN)
    path = "/cohorts/spring-2026/units/2/attestation/withdrawal"
    assert str(CERTIFIED) in ben.get(path).text
    answer = ben.post(path)
    assert answer.status_code == 409
    assert str(CERTIFIED) in answer.text


STATEMENT = {"statement_version": "t-1"}


def test_everything_done_can_be_signed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    answer = ada.post(f"{OPEN}/attestation", data=shown(ada) | {"typed_name": "ada  álvarez"})
    assert answer.status_code == 303
    work = work_done(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert work.attestation is not None
    assert work.attestation.statement == "I attest that I completed Week 2, Module 2 title."
    assert work.attestation.typed_name == "ada  álvarez"
    assert work.attestation.zone == "America/Denver"
    assert "Signed by" in ada.get(answer.headers["location"]).text


def test_signing_before_everything_is_done_is_refused_with_the_reason(
    sign_in: SignIn,
) -> None:
    ada = sign_in("ada")
    ada.post(f"{OPEN}/readings/r2a", data={"done": "yes"})
    answer = ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    assert answer.status_code == 409
    assert "1 reading and the reflection are still to do." in answer.text


def test_signing_in_another_name_keeps_what_was_typed(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    answer = ada.post(f"{OPEN}/attestation", data=shown(ada) | {"typed_name": "Ben Begay"})
    assert answer.status_code == 422
    assert "Type your name as it stands in your profile: Ada Alvarez." in answer.text
    assert 'value="Ben Begay"' in answer.text
    assert "I assumed." in answer.text


def test_signing_under_an_old_statement_is_refused(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    data = shown(ada) | {"statement_version": "t-0"} | NAMED
    answer = ada.post(f"{OPEN}/attestation", data=data)
    assert answer.status_code == 422
    assert "The statement was changed" in answer.text


def test_signing_twice_is_the_same_as_once(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    data = shown(ada) | NAMED
    answers = [ada.post(f"{OPEN}/attestation", data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert ada.get(OPEN).text.count("Signed by") == 1


def test_statement_follows_the_cohort_and_not_the_renamed_program(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    session.get_one(Program, cast.fall.program_id).unit_label = "Chapter"
    session.commit()
    page = sign_in("ada").get(OPEN).text
    assert "I attest that I completed Week 2, Module 2 title." in page
    assert "Chapter" not in page


def test_signing_takes_at_most_10_statements(sign_in: SignIn, statements: Statements) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    data = shown(ada) | NAMED
    with statements() as count:
        assert ada.post(f"{OPEN}/attestation", data=data).status_code == 303
    assert count.total <= 10, count.seen
