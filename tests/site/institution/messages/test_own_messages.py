"""A lead writes to people of their own institution, and reaches nobody else."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import Job, OutboxMessage
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.client import Browser, SignIn, Statements
from tests.letters import read
from tests.messages.announcements.written import draft, sent_message
from tests.page import Page

MESSAGES = "/institution/messages"
NEW = f"{MESSAGES}/new?cohort=fall-2026"
WORDS = {"subject": "From home", "text": "Hello {given_name}. {standing} {coordinator} {link}"}


def write(lee: Browser, **sent: object) -> str:
    answer = lee.post(NEW, data={"to": "all", **WORDS, **sent})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def letters(session: Session) -> list[OutboxMessage]:
    kinds = ("announcement", "personal_message")
    found = select(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds))
    return list(session.scalars(found))


def test_a_lead_reaches_their_own_people_and_nobody_else(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    lee = sign_in("lee")
    assert lee.page("/institution").main.link("Messages") == f"{MESSAGES}?cohort=fall-2026"
    form = lee.page(NEW).form("Save and see what they would read")
    assert {"Alvarez, Ada"} == {
        text for text in lee.page(NEW).main.texts("fieldset .choice label") if text
    }
    assert form.values("to") == [""]
    path = write(lee)
    page = lee.page(path)
    assert "1 person will receive this." in page.text
    sent = lee.post(f"{path}/send", data=page.form(action=f"{path}/send").fields)
    assert sent.headers["location"] == path
    (letter,) = letters(session)
    words = read(session, letter)
    assert words.recipient == "ada@example.org"
    assert "Cora Castellano, MPH" in words.text
    assert "Lee Lindqvist, MD wrote this to you about Fall 2026." in words.text
    assert "On its way" in lee.page(path).row("Alvarez, Ada").text
    assert "Hello Ada." in lee.page(f"{path}/{cast.id('ada')}").main.one("pre").text


def test_others_people_and_words_are_refused(sign_in: SignIn, session: Session, cast: Cast) -> None:
    lee = sign_in("lee")
    sent = {"to": "chosen", "person": str(cast.id("nan")), **WORDS, "text": "{missing}"}
    answer = lee.post(NEW, data=sent)
    assert answer.status_code == 422
    errors = Page(answer.text).field_errors
    assert "is not one of those you can write to" in errors["person"]
    assert "{missing} is no placeholder" in errors["text"]
    assert "{missing}" not in lee.page(NEW).text
    for path in (f"{MESSAGES}/new?cohort=spring-2026", f"{MESSAGES}?cohort=coach-2026"):
        assert lee.get(path).status_code == 404


def test_nobody_elses_messages_are_there(sign_in: SignIn, session: Session, cast: Cast) -> None:
    of_cora = draft(session, cast.fall, by=cast.id("cora"))
    of_other = draft(session, cast.fall, by=cast.id("abe"), by_lead=True)
    own = draft(session, cast.fall, by=cast.id("lee"), by_lead=True)
    session.commit()
    lee = sign_in("lee")
    assert len(lee.page(MESSAGES).main.rows) == 1
    assert lee.get(f"{MESSAGES}/{own.id}").status_code == 200
    for foreign in (of_cora, of_other):
        assert lee.get(f"{MESSAGES}/{foreign.id}").status_code == 404
        assert lee.post(f"{MESSAGES}/{foreign.id}/discard").status_code == 404
    assert sign_in("cora").get(MESSAGES).status_code == 403


def test_a_lead_stops_and_tries_again(sign_in: SignIn, session: Session, cast: Cast) -> None:
    message = sent_message(session, cast.fall, [cast.id("ada")], by=cast.id("lee"), by_lead=True)
    session.commit()
    lee, path = sign_in("lee"), f"{MESSAGES}/{message.id}"
    lee.page(path).form("Stop what is on its way")
    assert lee.post(f"{path}/stop").headers["location"] == path
    page = lee.page(path)
    assert "Stopped" in page.row("Alvarez, Ada").text
    page.form("Try this one again")
    assert lee.post(f"{path}/retry").headers["location"] == path
    assert "On its way" in lee.page(path).row("Alvarez, Ada").text
    job = session.get_one(Job, UUID(str(message.job_id)))
    assert sign_in("cora").get(f"/manage/jobs/{job.id}").status_code == 404


def test_a_draft_is_changed_and_thrown_away(sign_in: SignIn) -> None:
    lee = sign_in("lee")
    path = write(lee)
    form = lee.page(f"{path}/edit").form("Save and see what they would read")
    changed = lee.post(f"{path}/edit", data={**form.fields, "subject": "Other"})
    assert changed.headers["location"] == path
    assert "Other" in lee.page(MESSAGES).text
    assert lee.post(f"{path}/discard").headers["location"] == MESSAGES
    assert lee.get(path).status_code == 404


def test_statements_do_not_grow(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    lee = sign_in("lee")
    own = draft(session, cast.fall, by=cast.id("lee"), by_lead=True)
    session.commit()
    addresses = (MESSAGES, NEW, f"{MESSAGES}/{own.id}")
    few = {}
    for address in addresses:
        lee.get(address)
        with statements() as counted:
            lee.get(address)
        few[address] = counted.total
    enroll_crowd(session, cast.fall, 200)
    for _number in range(20):
        draft(session, cast.fall, by=cast.id("lee"), by_lead=True)
    session.commit()
    for address in addresses:
        with statements() as counted:
            lee.get(address)
        assert counted.total == few[address], address
