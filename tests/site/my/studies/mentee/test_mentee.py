"""Naming a mentee: the page says the same whatever became of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.enums import RaterStep, Respondent
from app.studies.raters.actions import answer
from app.studies.raters.models import Rater
from app.studies.raters.queries import case_of
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.studies.projects_of import agree, make_project, settle

PATH = "/my/studies/mentoring-outcomes/mentee"
MAX = {"name": "Max Mentee", "address": "max@example.net"}


@pytest.mark.parametrize("step", [RaterStep.AGREED, RaterStep.DECLINED])
def test_the_page_is_the_same_whatever_the_mentee_says(
    sign_in: SignIn, session: Session, cast: Cast, step: RaterStep
) -> None:
    agree(session, cast, make_project(session, cast), "ada")
    session.commit()
    ada = sign_in("ada")
    assert ada.post(PATH, data=MAX).headers["location"] == f"{PATH}?done=true"
    before = ada.page(PATH)
    assert "Max Mentee" in before.text
    assert "max@example.net" not in before.text
    case = case_of(session, session.scalars(select(col(Rater.id))).one())
    assert case is not None
    answer(session, case, step, None, now=NOW)
    session.commit()
    assert ada.page(PATH).main.text == before.main.text
    again = ada.post(PATH, data=MAX)
    assert again.page.field_errors == {"address": "You have named this mentee already."}


def test_who_may_not_is_told_why(sign_in: SignIn, session: Session, cast: Cast) -> None:
    settle(session, make_project(session, cast))
    session.commit()
    ada = sign_in("ada")
    assert "You can name a mentee once you take part" in ada.page(PATH).text
    assert ada.post(PATH, data=MAX).status_code == 422


def test_nobody_is_written_to_before_there_is_a_text_for_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = make_project(session, cast, texts=[Respondent.LEARNER])
    agree(session, cast, project, "ada")
    session.commit()
    ada = sign_in("ada")
    answer_ = ada.post(PATH, data=MAX)
    assert answer_.status_code == 422
    assert "what this study tells mentees is still being written" in answer_.page.main.text
    assert "Send them the letter" not in ada.page(PATH).text
    assert session.scalars(select(Rater)).all() == []


def test_an_address_that_is_none_is_refused_beside_its_field(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    agree(session, cast, make_project(session, cast), "ada")
    session.commit()
    refused = sign_in("ada").post(PATH, data={"name": "", "address": "max"})
    assert refused.status_code == 422
    assert set(refused.page.field_errors) == {"name", "address"}
