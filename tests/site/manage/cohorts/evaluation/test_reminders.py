"""Reminding people of a survey: whom it reaches, and what it must not tell."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage, Task
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.tokens import read_token
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.crowds import fill
from tests.letters import read
from tests.outcomes.answered import answer, ask
from tests.outcomes.results.instruments import sheets

OWN = "/manage/cohorts/fall-2026/evaluation/own"


def letters(session: Session) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(col(OutboxMessage.kind) == "survey_reminder")
    return list(session.scalars(found))


def crowd(session: Session, cast: Cast, mode: IdentityMode = IdentityMode.UNLINKED) -> Survey:
    fill(session, cast.fall, 30, now=NOW)
    return ask(session, cast.fall, mode=mode)


def test_before_five_have_answered_everybody_is_reminded(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Otherwise the list of letters would tell who has answered."""
    own = crowd(session, cast, IdentityMode.IDENTIFIED)
    answer(session, own, sheets(4))
    asked = session.scalars(select(SurveyInvitation)).all()
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{OWN}/reminders")
    assert f"Until then a reminder goes to all {len(asked)}" in page.text
    assert cora.post(f"{OWN}/reminders", data={}).status_code == 303
    assert len(letters(session)) == len(asked)


def test_from_five_on_those_are_reminded_who_have_not_answered(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = crowd(session, cast)
    answer(session, own, sheets(6))
    session.commit()
    cora = sign_in("cora")
    open_ = session.scalars(select(SurveyInvitation).filter_by(is_done=False)).all()
    button = f"Remind {len(open_)} people"
    assert cora.page(f"{OWN}/reminders").form(button).action == f"{OWN}/reminders"
    answer_ = cora.post(f"{OWN}/reminders", data={})
    page = cora.page(answer_.headers["location"])
    assert "The reminders are on their way." in page.text
    job = cora.page(page.link("See how far they are"))
    assert f"Reminder of a survey to {len(open_)} people" in job.text
    assert len(letters(session)) == len(open_)
    assert len(session.scalars(select(Task).where(col(Task.job_id).is_not(None))).all()) == len(
        open_
    )


def test_a_letter_has_a_link_of_its_own_and_the_words_of_the_mode(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    crowd(session, cast)
    session.commit()
    sign_in("cora").post(f"{OWN}/reminders", data={})
    key = app.state.settings.secret_key.get_secret_value()
    asked = {invitation.id for invitation in session.scalars(select(SurveyInvitation))}
    paths = [letter.secrets["survey_path"] for letter in letters(session)]
    assert {read_token(key, path.removeprefix("/surveys/")) for path in paths} == asked
    assert not any("survey_path" in letter.facts for letter in letters(session))
    letter = read(session, letters(session)[0])
    assert letter.subject == "Own: still open for you"
    assert "If you have answered already, thank you" in letter.text
    assert "nobody can see that they are yours" in letter.text
    assert "about 3 minutes" in letter.text


def test_nobody_is_reminded_twice_a_day_or_after_the_close(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = crowd(session, cast)
    session.commit()
    cora = sign_in("cora")
    assert cora.post(f"{OWN}/reminders", data={}).status_code == 303
    count = len(letters(session))
    again = cora.post(f"{OWN}/reminders", data={})
    assert again.status_code == 409
    assert "in the last 24 hours" in again.page.text
    assert len(letters(session)) == count
    cora.post(f"{OWN}/close", data={})
    assert "This survey is closed." in cora.page(f"{OWN}/reminders").text
    assert own.closes_at > NOW + timedelta(days=1)
