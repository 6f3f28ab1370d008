"""Releasing what somebody wrote: only what was shown, only with words left out, and back again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.outcomes.quotes.models import ReleasedQuote
from app.outcomes.quotes.queries import quotes_of
from app.outcomes.quotes.rules import source_of
from app.surveys.models import Survey
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.crowds import fill
from tests.outcomes.answered import answer, answered, ask, close
from tests.outcomes.results.instruments import sheet

OWN = "/manage/cohorts/fall-2026/evaluation/own"
NEW = f"{OWN}/quotes/new"
FORM = {"question": "why", "source": source_of("Because 7"), "text": "Because […]"}


@pytest.fixture
def survey(session: Session, cast: Cast) -> Survey:
    """Twenty wrote to each question."""
    own = answered(session, cast.fall, 20)
    session.commit()
    return own


def test_a_text_is_shortened_released_and_taken_back(
    sign_in: SignIn, session: Session, survey: Survey
) -> None:
    cora = sign_in("cora")
    page = cora.page(f"{NEW}?question=why&source={FORM['source']}")
    assert "Take out what names somebody." in page.text
    assert page.form("Release it for leaders").fields["text"].strip() == "Because 7"
    assert cora.post(NEW, data=FORM).headers["location"] == f"{OWN}#why"
    (quote,) = quotes_of(session, [survey.id])
    assert (quote.question, quote.text, quote.at) == ("why", "Because […]", NOW)
    page = cora.page(OWN)
    assert "They read: Because […]" in page.text
    back = page.form("Take it back")
    assert cora.post(back.action, data={}).headers["location"] == f"{OWN}#why"
    assert quotes_of(session, [survey.id]) == []
    assert "Released for leaders" not in cora.page(OWN).text
    assert cora.post(NEW, data=FORM).status_code == 303
    assert [quote.edition for quote in session.scalars(select(ReleasedQuote))] == [1, 2]


def test_the_history_tells_it_without_the_words(
    sign_in: SignIn, session: Session, survey: Survey
) -> None:
    cora = sign_in("cora")
    cora.post(NEW, data=FORM)
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "survey.quote-released")
    ).one()
    assert "Because" not in str(line.facts)
    history = cora.page("/manage/cohorts/fall-2026/history")
    assert "Quote from a survey released for leaders" in history.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": "Because of me"}, "You can only take words out"),
        ({"text": "[…]"}, "Nothing is left of it."),
        ({"text": ""}, "Nothing is left of it."),
    ],
)
def test_a_refusal_stands_at_the_text(
    sign_in: SignIn, session: Session, survey: Survey, changed: dict[str, str], words: str
) -> None:
    refused = sign_in("cora").post(NEW, data=FORM | changed)
    assert refused.status_code == 422
    assert words in refused.page.text
    assert quotes_of(session, [survey.id]) == []


def test_what_stands_is_not_released_twice(
    sign_in: SignIn, session: Session, survey: Survey
) -> None:
    cora = sign_in("cora")
    cora.post(NEW, data=FORM)
    again = cora.post(NEW, data=FORM)
    assert "This was released already." in again.page.text
    assert len(quotes_of(session, [survey.id])) == 1


@pytest.mark.parametrize(
    "changed",
    [{"source": source_of("Nobody wrote this")}, {"question": "how"}, {"question": "plan"}],
)
def test_what_nobody_wrote_to_the_question_is_not_there(
    sign_in: SignIn, session: Session, survey: Survey, changed: dict[str, str]
) -> None:
    cora, form = sign_in("cora"), FORM | changed
    asked = f"{NEW}?question={form['question']}&source={form['source']}"
    for refused in (cora.get(asked), cora.post(NEW, data=form)):
        assert refused.status_code == 422
        assert "Nobody wrote this, or it can no longer be shown." in refused.page.text
    assert quotes_of(session, [survey.id]) == []


def test_texts_that_are_not_shown_cannot_be_released(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Of nine nothing is shown, and of an open survey neither."""
    fill(session, cast.fall, 40, now=NOW)
    few = ask(session, cast.fall)
    answer(session, few, [sheet(n, why=f"Because {n}" if n < 9 else None) for n in range(20)])
    session.commit()
    cora = sign_in("cora")
    assert cora.post(NEW, data=FORM).status_code == 422
    close(session, few)
    session.commit()
    refused = cora.post(NEW, data=FORM)
    assert refused.status_code == 422
    assert "Because 7" not in refused.page.text
    assert quotes_of(session, [few.id]) == []


def test_a_quote_of_another_survey_is_not_taken_back_here(
    sign_in: SignIn, session: Session, cast: Cast, survey: Survey
) -> None:
    answered(session, cast.fall, 5, key="own-2")
    session.commit()
    cora = sign_in("cora")
    cora.post(NEW, data=FORM)
    (quote,) = quotes_of(session, [survey.id])
    assert cora.post(f"{OWN}-2/quotes/{quote.id}/withdrawal", data={}).status_code == 404
    assert len(quotes_of(session, [survey.id])) == 1
