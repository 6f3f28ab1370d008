"""The outbox: who sees which mail, what became of it, and sending it again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.jobs.queries import failing_jobs
from app.core import outbox, queue
from app.core.jobs import LEFT_OUT
from app.core.models import AuditLine, OutboxMessage, Task
from app.installation.queries import waiting_mail
from app.language.reasons import Reason
from app.language.stored import from_json, store
from app.messages.announcements.queries import letter_key
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import failed_mail as failed_of
from app.messages.outbox.queries import one_mail
from app.messages.outbox.rules import ADDRESS_MARKED, HAD_SECRET, LEFT_UNSENT
from app.messages.rules import BY_DECISION, NOT_REACHED, TOO_LATE, TURNED_OFF, WAITS
from app.messages.smtp import RECIPIENT_REFUSED
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.roles import Reach
from app.settings import Settings
from app.site.manage.outbox.words import KINDS
from app.site.manage.people.mail import (
    CERTIFICATE_LETTERS,
    LETTERS,
    MESSAGE_LETTERS,
    NOT_SHOWN,
    ROLE_LETTERS,
    SEAT_LETTERS,
    SESSION_LETTERS,
)
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.issued import failed_mail
from tests.letters import post_certificate, post_sign_in
from tests.messages.announcements.written import sent_message

PATH = "/manage/outbox"
OF_PERSON = (
    LETTERS,
    SEAT_LETTERS,
    SESSION_LETTERS,
    CERTIFICATE_LETTERS,
    MESSAGE_LETTERS,
    ROLE_LETTERS,
)


def certificate(
    session: Session, cast: Cast, *, sent: bool = False, key: str = ""
) -> OutboxMessage:
    message = post_certificate(session, key or f"k{uuid4()}")
    message.cohort_id = cast.fall.id
    if sent:
        message.sent_at, message.recipient = NOW, "ada@example.org"
        message.subject, message.text = "Your certificate is ready", "Hello Ada,\n\nIt is.\n"
        task_of(session, message).done_at = NOW
    session.flush()
    return message


def task_of(session: Session, message: OutboxMessage) -> Task:
    return session.scalars(select(Task).where(col(Task.key) == str(message.id))).one()


def state_of(session: Session, message: OutboxMessage) -> MailState:
    session.expire_all()
    found = one_mail(session, message.id)
    assert found is not None
    return found.state


def subjects(sign_in: SignIn, who: str, query: str = "") -> list[str]:
    page = sign_in(who).page(f"{PATH}{query}")
    return [part.text for part in page.all("tbody th a")]


@pytest.mark.both_databases
def test_state_is_what_became_of_it(session: Session, cast: Cast) -> None:
    sent, waiting = certificate(session, cast, sent=True), certificate(session, cast)
    failed, dropped = failed_mail(session, cast, cast.fall), certificate(session, cast)
    dropped.dropped_at, dropped.dropped_reason = NOW, store(TOO_LATE).reason
    session.flush()
    assert state_of(session, sent) is MailState.SENT
    assert state_of(session, waiting) is MailState.WAITING
    assert state_of(session, failed) is MailState.FAILED
    assert state_of(session, dropped) is MailState.UNSENT
    about = {"code": "5.1.1", "message_id": sent.id, "now": NOW}
    note_trouble(session, "ada@example.org", Trouble.BOUNCED, **about)  # type: ignore[arg-type]
    assert state_of(session, sent) is MailState.RETURNED
    found = failed_of(session, [cast.fall.id, cast.spring.id])
    assert {cohort: len(mails) for cohort, mails in found.items()} == {cast.fall.id: 1}


def test_coordinator_sees_mail_of_her_cohorts_and_administrator_all(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    mine = certificate(session, cast)
    others = failed_mail(session, cast, cast.cohort("coach-2026"))
    nobodys = post_sign_in(session, "token-of-this-test", NOW + timedelta(minutes=10))
    session.commit()
    cora, abe = sign_in("cora"), sign_in("abe")
    assert [link.rpartition("/")[2] for link in links(cora)] == [str(mine.id)]
    assert {link.rpartition("/")[2] for link in links(abe)} == {
        str(message.id) for message in (mine, others, nobodys)
    }
    for message, code in ((mine, 200), (others, 404), (nobodys, 404)):
        assert cora.get(f"{PATH}/{message.id}").status_code == code
        assert abe.get(f"{PATH}/{message.id}").status_code == 200
    page = abe.page(f"{PATH}/{nobodys.id}")
    assert "token-of-this-test" not in page.text
    assert "1234 5678" not in page.text
    assert "(not kept)" in page.text


def links(browser: Browser) -> list[str]:
    page = browser.page(PATH)
    return [part.attribute("href") for part in page.all("tbody th a")]


def test_list_is_narrowed_by_state_kind_cohort_and_person(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    certificate(session, cast)
    failed_mail(session, cast, cast.spring, "ben")
    session.commit()
    ready, early = "Your certificate is ready: Attestation of completion", "Week 1 is open for you"
    assert subjects(sign_in, "cora", "?state=failed") == [early]
    assert subjects(sign_in, "cora", "?state=waiting") == [ready]
    assert subjects(sign_in, "cora", "?kind=certificate") == [ready]
    assert subjects(sign_in, "cora", "?cohort=spring-2026") == [early]
    assert subjects(sign_in, "cora", "?q=begay") == [early]
    assert subjects(sign_in, "cora", "?q=ada@example") == [ready]
    assert subjects(sign_in, "cora", "?sort=person") == [ready, early]
    assert subjects(sign_in, "cora", "?sort=-person") == [early, ready]
    assert sorted(subjects(sign_in, "cora", "?state=x&kind=y&cohort=z")) == sorted([ready, early])
    nothing = sign_in("cora").page(f"{PATH}?q=nobody")
    assert "No mail like this was found." in nothing.text


def test_what_failed_is_sent_again_with_its_reason_shown(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    failed = failed_mail(session, cast, cast.fall)
    session.commit()
    cora, path = sign_in("cora"), f"{PATH}/{failed.id}"
    assert "The mail server refused the recipient (550)." in cora.page(path).text
    answer = cora.post(f"{path}/again")
    assert answer.headers["location"] == f"{path}?done=again"
    assert state_of(session, failed) is MailState.WAITING
    assert failed_of(session, [cast.fall.id]) == {}
    assert task_of(session, failed).failed_at is None
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "mail.sent_again"))
    assert (line.object_id, line.actor_id) == (str(failed.id), cast.id("cora"))
    assert line.chain == str(cast.fall.id)
    again = cora.post(f"{path}/again")
    assert again.status_code == 422
    assert "It is under way: it is tried again by itself." in again.page.text


def of_stream(session: Session, cast: Cast, *, why: Reason | None = None) -> OutboxMessage:
    """A message to Ada that the server refused, or that was held back."""
    message = sent_message(session, cast.fall, [cast.id("ada")], by=cast.id("cora"))
    key = letter_key(message.id, cast.id("ada"))
    letter = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key) == key)).one()
    letter.cohort_id = cast.fall.id
    if why is not None:
        letter.dropped_at, letter.dropped_reason = NOW, store(why).reason
    said = LEFT_OUT(why=why) if why else RECIPIENT_REFUSED(reply=550)
    queue.fail(session, task_of(session, letter), said, now=NOW, final=True)
    session.commit()
    return letter


def trouble(session: Session, kind: Trouble, minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    note_trouble(session, "ada@example.org", kind, code="5.1.1", message_id=None, now=at)
    session.commit()


@pytest.mark.parametrize("why", [None, NOT_REACHED])
def test_mail_of_a_stream_to_a_marked_address_goes_again_once_that_is_mended(
    sign_in: SignIn, session: Session, cast: Cast, why: Reason | None
) -> None:
    letter, cora = of_stream(session, cast, why=why), sign_in("cora")
    trouble(session, Trouble.REFUSED)
    before, path = state_of(session, letter), f"{PATH}/{letter.id}"
    page = cora.page(path)
    assert str(ADDRESS_MARKED) in page.text
    assert "Send again" not in page.text
    assert page.link("See to the address") == f"/manage/people/{cast.id('ada')}/addresses"
    refused = cora.post(f"{path}/again")
    assert refused.status_code == 422
    assert str(ADDRESS_MARKED) in refused.page.text
    assert state_of(session, letter) is before
    trouble(session, Trouble.MENDED, 1)
    assert "Send again" in cora.page(path).text
    assert cora.post(f"{path}/again").headers["location"] == f"{path}?done=again"
    assert state_of(session, letter) is MailState.WAITING
    assert task_of(session, letter).failed_at is None


def test_mail_of_a_stream_that_its_reader_turned_off_goes_again_once_they_want_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    letter, cora = of_stream(session, cast, why=TURNED_OFF), sign_in("cora")
    ada, path = cast.id("ada"), f"{PATH}/{letter.id}"
    choose_mail(session, ada, declined=[Stream.ANNOUNCEMENTS], quiet=USUAL, by=None, now=NOW)
    session.commit()
    assert str(TURNED_OFF) in cora.post(f"{path}/again").page.text
    assert state_of(session, letter) is MailState.UNSENT
    choose_mail(session, ada, declined=[], quiet=USUAL, by=None, now=NOW)
    session.commit()
    assert cora.post(f"{path}/again").headers["location"] == f"{path}?done=again"


def test_what_was_left_unsent_for_another_reason_stays_so(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    letter, cora = of_stream(session, cast, why=BY_DECISION), sign_in("cora")
    page = cora.page(f"{PATH}/{letter.id}")
    assert str(LEFT_UNSENT) in page.text
    assert "Send again" not in page.text


def test_mail_that_would_come_too_late_is_not_said_to_be_tried_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    failed = failed_mail(session, cast, cast.fall)
    failed.useless_after = NOW - timedelta(minutes=1)
    session.commit()
    cora, path = sign_in("cora"), f"{PATH}/{failed.id}"
    assert "Send again" not in cora.page(path).text
    assert str(TOO_LATE) in cora.post(f"{path}/again").page.text


@pytest.mark.both_databases
def test_letters_that_were_held_back_make_no_failing_job(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    letter = of_stream(session, cast, why=TURNED_OFF)
    cora = sign_in("cora")
    assert "Try again what failed" not in cora.page("/manage").text
    assert failed_of(session, [cast.fall.id]) == {}
    of_stream(session, cast)
    failing = failing_jobs(session, Reach(True, *[frozenset[UUID]()] * 3))
    assert [own.failed for own in failing] == [1]
    assert task_of(session, letter).job_id not in {own.job.id for own in failing}
    assert "Try again what failed" in cora.page("/manage").text


def test_what_was_sent_goes_again_as_another_mail(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    sent = certificate(session, cast, sent=True)
    session.commit()
    answer = sign_in("cora").post(f"{PATH}/{sent.id}/again")
    session.expire_all()
    another = next(mail for mail in session.scalars(select(OutboxMessage)) if mail.id != sent.id)
    assert answer.headers["location"] == f"{PATH}/{another.id}?done=another"
    assert (another.facts, another.kind, another.person_id, another.cohort_id) == (
        sent.facts,
        sent.kind,
        sent.person_id,
        sent.cohort_id,
    )
    assert (another.sent_at, another.text) == (None, None)
    assert task_of(session, another).done_at is None
    assert state_of(session, sent) is MailState.SENT


def test_link_that_was_sent_is_not_sent_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    link = post_sign_in(session, "token", NOW + timedelta(minutes=10))
    link.sent_at = NOW
    session.commit()
    answer = sign_in("abe").post(f"{PATH}/{link.id}/again")
    assert answer.status_code == 422
    assert str(HAD_SECRET) in answer.page.text
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_what_failed_can_be_left_unsent(sign_in: SignIn, session: Session, cast: Cast) -> None:
    failed = failed_mail(session, cast, cast.fall)
    session.commit()
    cora, path = sign_in("cora"), f"{PATH}/{failed.id}"
    assert cora.post(f"{path}/leaving").headers["location"] == f"{path}?done=left"
    assert state_of(session, failed) is MailState.UNSENT
    assert from_json(failed.dropped_reason or {}) == BY_DECISION
    assert failed_of(session, [cast.fall.id]) == {}
    assert task_of(session, failed).failed_at is None
    assert cora.post(f"{path}/leaving").status_code == 422
    assert cora.post(f"{path}/again").status_code == 422


def test_mail_that_stands_still_is_told_of_at_both_desks(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    message = certificate(session, cast)
    session.commit()
    cora, abe = sign_in("cora"), sign_in("abe")
    still = "Mail stands still: 1 mail waits, the oldest for 16 minutes."
    app.state.settings = Settings(demo=True, smtp_url=SecretStr("smtp://127.0.0.1:1"))
    for path, who in (("/manage", cora), ("/admin", abe), (PATH, cora)):
        assert still not in who.page(path).text
    message.created_at = NOW - timedelta(minutes=16)
    session.commit()
    for path, who in (("/manage", cora), ("/admin", abe), (PATH, cora)):
        assert still in who.page(path).text
    app.state.settings = Settings(demo=True)
    assert still not in cora.page("/manage").text  # in a demo, mail is only looked at


def test_mail_that_waits_for_morning_or_was_given_up_does_not_stand_still(
    session: Session, cast: Cast
) -> None:
    late, early = certificate(session, cast), NOW - timedelta(hours=9)
    late.created_at = early
    failed_mail(session, cast, cast.fall)
    dropped = certificate(session, cast)
    dropped.dropped_at = NOW
    session.flush()
    assert (waiting_mail(session, NOW).count, waiting_mail(session, NOW).since) == (1, early)
    task = task_of(session, late)
    task.error, task.not_before = store(WAITS).text, NOW + timedelta(hours=1)
    session.flush()
    assert waiting_mail(session, NOW).count == 0
    morning = NOW + timedelta(hours=1)
    assert waiting_mail(session, morning).since == morning


def test_statements_are_the_same_however_much_mail_there_is(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    certificate(session, cast)
    session.commit()
    cora = sign_in("cora")
    cora.page(PATH)
    with statements() as few:
        cora.page(PATH)
    before = few.total
    for _ in range(60):
        failed_mail(session, cast, cast.fall)
    session.commit()
    with statements() as many:
        cora.page(PATH)
    assert many.total == before <= 10
    fall, spring = cast.fall.id, cast.spring.id
    with statements() as counted:
        found = failed_of(session, [fall, spring])
    assert {cohort: len(mails) for cohort, mails in found.items()} == {fall: 60}
    assert counted.total == 2


def test_letter_that_cannot_be_made_is_shown_by_its_kind(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    broken = outbox.post(
        session, kind="role", key=f"role:{uuid4()}", person_id=cast.id("ada"), facts={}, now=NOW
    )
    session.commit()
    page = sign_in("abe").page(f"{PATH}/{broken.id}")
    assert page.heading == "Role given"


def test_each_row_says_once_what_it_is_and_when_it_left(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    sent = certificate(session, cast, sent=True)
    session.commit()
    page = sign_in("cora").page(PATH)
    row = page.main.one("tbody tr").text
    assert "Mail:" not in row
    assert "Certificate ready · Fall 2026" in row
    assert row.count("Sent") == 1
    assert "Sent Wed, Nov 18, 10:00" in row
    assert "Mail:" not in sign_in("cora").page(f"{PATH}/{sent.id}").main.text


def test_every_kind_of_letter_has_a_name_in_the_list() -> None:
    told = {kind for letters in (*OF_PERSON, NOT_SHOWN) for kind in letters}
    assert set(KINDS) == told
