"""The one email about somebody's certificates, seen before anything is issued."""

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.printing.marking import CODE, NUMBER
from app.core.models import OutboxMessage
from app.messages.composing import NO_ADDRESS
from app.people.models import EmailAddress
from tests.cast import Cast
from tests.certificates import office
from tests.client import Browser, SignIn
from tests.letters import read

ISSUE = "/manage/cohorts/spring-2026/certificates/issue"
LETTER = f"{ISSUE}/letter"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_the_email_is_word_for_word_the_one_that_is_sent(cora: Browser, session: Session) -> None:
    office.claim(session)
    session.commit()
    page = cora.page(cora.page(ISSUE).link("See the email"))
    (shown,) = page.main.texts("pre")
    assert "Your 2 certificates for" in shown
    assert "ben@example.org" in page.text
    made = office.record_all(session)
    (sent,) = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "certificate"))
    words = " ".join(read(session, sent).text.split())
    for own in made:
        words = words.replace(own.number, NUMBER).replace(own.code, CODE)
    assert shown == words
    assert page.main.texts("strong") == [read(session, sent).subject]


def test_looking_sends_and_keeps_nothing(cora: Browser, session: Session) -> None:
    office.claim(session)
    session.commit()
    before = session.scalar(select(func.count(col(OutboxMessage.id))))
    assert cora.get(LETTER).status_code == 200
    assert session.scalar(select(func.count(col(OutboxMessage.id)))) == before


def test_another_persons_email_can_be_chosen(cora: Browser, session: Session, cast: Cast) -> None:
    office.claim(session)
    place = office.complete(session, "ada")
    session.commit()
    page = cora.page(f"{LETTER}?place={place}")
    assert page.main.section("To Ada Alvarez, MD").texts("pre")[0].startswith("Hello Ada,")
    assert page.texts("option") == ["Ada Alvarez, MD", "Ben Begay, MD"]
    assert "2 people will get an email" in page.text


def test_who_has_no_address_is_counted_and_said(
    cora: Browser, session: Session, cast: Cast
) -> None:
    office.claim(session)
    session.execute(delete(EmailAddress).where(col(EmailAddress.person_id) == cast.id("ben")))
    session.commit()
    page = cora.page(LETTER)
    assert str(NO_ADDRESS) in page.text
    assert "0 people will get an email" in page.text
    assert "1 has no address, and gets none." in page.text


def test_of_who_is_not_ready_there_is_none(cora: Browser, cast: Cast) -> None:
    answer = cora.get(f"{LETTER}?place={cast.enrollment('ada', 'fall-2026').id}")
    assert answer.status_code == 404


def test_where_nobody_is_ready_it_leads_to_why(cora: Browser, session: Session, cast: Cast) -> None:
    office.claim(session)
    office.record_all(session)
    session.commit()
    answer = cora.get(LETTER)
    assert (answer.status_code, answer.headers["location"]) == (303, ISSUE)


def test_own_email_is_nothing_to_issue(sign_in: SignIn, session: Session) -> None:
    office.claim(session)
    session.commit()
    assert sign_in("fay").get(LETTER).status_code in {403, 404}
