"""A message becomes letters, once, and a real mail server gets them, unless it is stopped."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.jobs.queries import failing_jobs
from app.core import jobs
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import OutboxMessage, Task
from app.core.worker import Worker
from app.installation.queries import failed_count
from app.language.stored import from_json
from app.messages.announcements.models import AnnouncementRecipient
from app.messages.announcements.queries import announcement, of_coordinators
from app.messages.announcements.rules import (
    CHANGED,
    DISABLED,
    LOST,
    NOBODY,
)
from app.messages.announcements.sending.actions import send
from app.messages.delivery import make_handlers
from app.messages.outbox.actions import leave
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import one_mail
from app.messages.rules import TURNED_OFF
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.roles import Reach
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.messages.announcements.sent import BASE, send_to, sending
from tests.messages.announcements.written import draft
from tests.messages.server import Behavior, FakeMailServer
from tests.races import one_after_the_other

KINDS = ("announcement", "personal_message")


@pytest.fixture
def does() -> Behavior:
    return Behavior()


@pytest.fixture
def worker(database: Database, does: Behavior) -> Iterator[Worker]:
    with FakeMailServer(does) as server:
        settings = Settings(
            demo=True,
            base_url=BASE,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{server.port}"),
            mail_from="Waypost <no-reply@example.edu>",
            languages="en,es",
        )
        yield Worker(database, make_handlers(settings), clock=lambda: NOW, at_once=1)


def letters(session: Session) -> list[OutboxMessage]:
    session.expire_all()
    found = select(OutboxMessage).where(col(OutboxMessage.kind).in_(KINDS))
    return list(session.scalars(found.order_by(col(OutboxMessage.key))))


def test_letters_reach_a_real_mail_server(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    text = "Hello {given_name}, **well** done.\n\n{link}"
    message = draft(session, cast.fall, by=cast.id("cora"), subject="For\r\n{name}", text=text)
    job = send_to(session, message, "ada", "nan")
    session.commit()
    assert worker.run_once() == 2
    got = {mail["To"]: mail for mail in does.mails}
    assert set(got) == {"ada@example.org", "nan@example.org"}
    assert got["ada@example.org"]["Subject"] == "For Ada Alvarez, MD"
    plain = got["ada@example.org"].get_body(("plain",))
    assert plain is not None
    body = plain.get_content()
    assert "Hello Ada, **well** done." in body
    assert "<https://training.example.edu/cohorts/fall-2026>" in body
    assert "Cora Castellano wrote this to you about Fall 2026." in body
    progress = jobs.state(session, job.id, NOW).progress
    assert (progress.total, progress.done, progress.failed) == (2, 2, 0)


def test_what_is_stopped_does_not_leave_and_can_be_sent_after_all(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    message = draft(session, cast.fall, by=cast.id("cora"))
    job = send_to(session, message, "ada", "nan")
    assert jobs.stop(session, job, by=cast.id("cora"), now=NOW) == 2
    session.commit()
    assert worker.run_once() == 0
    jobs.retry(session, job, by=cast.id("cora"), now=NOW)
    session.commit()
    assert worker.run_once() == 2
    assert len(does.mails) == 2


@pytest.mark.parametrize("why", [TURNED_OFF, DISABLED])
def test_who_does_not_want_it_any_more_does_not_get_it(
    session: Session, cast: Cast, worker: Worker, does: Behavior, why: object
) -> None:
    message = draft(session, cast.fall, by=cast.id("cora"))
    job = send_to(session, message, "ada")
    if why == DISABLED:
        cast.person("ada").disabled_at = NOW
    else:
        choose_mail(
            session,
            cast.id("ada"),
            declined=[Stream.ANNOUNCEMENTS],
            quiet=USUAL,
            by=None,
            now=NOW,
        )
    session.commit()
    worker.run_once()
    assert does.mails == []
    (letter,) = letters(session)
    assert letter.dropped_reason is not None
    assert from_json(letter.dropped_reason) == why
    progress = jobs.state(session, job.id, NOW).progress
    assert progress.finished
    assert (progress.done, progress.failed) == (0, 1), "it is never said to be delivered"
    jobs.retry(session, job, by=cast.id("cora"), now=NOW)
    session.commit()
    worker.run_once()
    assert does.mails == []
    assert jobs.state(session, job.id, NOW).progress == progress


def test_nobody_is_asked_to_try_again_what_was_left_out_for_a_reason(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    job = send_to(session, draft(session, cast.fall, by=cast.id("cora")), "ada", "nan")
    turn_off(session, cast, "ada")
    does.recipient = b"550 no such user"
    session.commit()
    worker.run_once()
    assert does.mails == []
    everywhere = Reach(True, frozenset(), frozenset(), frozenset())
    assert [own.failed for own in failing_jobs(session, everywhere)] == [1], "it waits for nan"
    assert failed_count(session) == 1
    failed = jobs.failures(session, job.id)
    told = {from_json(task.error_reason) for task in failed if task.error_reason}
    assert len(failed) == 2
    assert jobs.LEFT_OUT(why=TURNED_OFF) in told


def test_what_was_left_out_and_then_refused_waits_for_a_decision(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    job = send_to(session, draft(session, cast.fall, by=cast.id("cora")), "ada")
    turn_off(session, cast, "ada")
    session.commit()
    worker.run_once()
    (letter,) = letters(session)
    assert state_of(session, letter) is MailState.UNSENT
    choose_mail(session, cast.id("ada"), declined=[], quiet=USUAL, by=None, now=NOW)
    jobs.retry(session, job, by=cast.id("cora"), now=NOW)
    does.recipient = b"550 no such user"
    session.commit()
    worker.run_once()
    assert state_of(session, letter) is MailState.FAILED


def state_of(session: Session, letter: OutboxMessage) -> MailState:
    session.expire_all()
    found = one_mail(session, letter.id)
    assert found is not None
    return found.state


def test_what_was_decided_not_to_send_is_not_delivered_and_stays_so(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    job = send_to(session, draft(session, cast.fall, by=cast.id("cora")), "ada")
    does.recipient = b"550 no such user"
    session.commit()
    worker.run_once()
    (letter,) = letters(session)
    found = one_mail(session, letter.id)
    assert found is not None
    leave(session, found, by=cast.id("cora"), now=NOW)
    session.commit()
    does.recipient = b"250 ok"
    progress = jobs.state(session, job.id, NOW).progress
    assert (progress.done, progress.failed) == (0, 1)
    assert failed_count(session) == 0, "nobody is asked about it again"
    jobs.retry(session, job, by=cast.id("cora"), now=NOW)
    session.commit()
    worker.run_once()
    assert does.mails == []
    assert jobs.state(session, job.id, NOW).progress == progress


def test_who_is_reached_after_all_gets_it_when_it_is_tried_again(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    message = draft(session, cast.fall, by=cast.id("cora"))
    job = send_to(session, message, "ada", "nan")
    spoil(session, "ada@example.org")
    session.commit()
    worker.run_once()
    assert [mail["To"] for mail in does.mails] == ["nan@example.org"]
    spoil(session, "ada@example.org", Trouble.MENDED)
    jobs.retry(session, job, by=cast.id("cora"), now=NOW)
    session.commit()
    worker.run_once()
    assert [mail["To"] for mail in does.mails] == ["nan@example.org", "ada@example.org"]
    assert jobs.state(session, job.id, NOW).progress.done == 2


def spoil(session: Session, address: str, kind: Trouble = Trouble.REFUSED) -> None:
    at = NOW + timedelta(seconds=kind is Trouble.MENDED)  # of two at once nobody knows the newest
    note_trouble(session, address, kind, code="550", message_id=None, now=at)


def test_nothing_is_written_to_many_where_mail_does_not_arrive(
    session: Session, cast: Cast
) -> None:
    spoil(session, "ada@example.org")
    send_to(session, draft(session, cast.fall, by=cast.id("cora")), "ada", "nan")
    (letter,) = letters(session)
    assert letter.person_id == cast.id("nan")
    told = {row.person_id: row.left_out for row in session.scalars(select(AnnouncementRecipient))}
    assert told[cast.id("nan")] is None
    assert from_json(told[cast.id("ada")] or {}) == LOST


def test_what_is_written_to_one_person_is_tried_where_mail_did_not_arrive(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    spoil(session, "ada@example.org")
    ada, by = cast.id("ada"), cast.id("cora")
    send_to(session, draft(session, cast.fall, by=by, audience="chosen", chosen=[ada]), "ada")
    session.commit()
    worker.run_once()
    assert [mail["To"] for mail in does.mails] == ["ada@example.org"]


def turn_off(session: Session, cast: Cast, *names: str) -> None:
    for name in names:
        off = [Stream.ANNOUNCEMENTS]
        choose_mail(session, cast.id(name), declined=off, quiet=USUAL, by=None, now=NOW)


def test_what_is_written_to_one_person_cannot_be_turned_off(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    turn_off(session, cast, "ada")
    ada, by = cast.id("ada"), cast.id("cora")
    message = draft(session, cast.fall, by=by, audience="chosen", chosen=[ada])
    send_to(session, message, "ada")
    session.commit()
    worker.run_once()
    (mail,) = does.mails
    assert mail["To"] == "ada@example.org"
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Cora Castellano wrote this to you alone, about Fall 2026." in body.get_content()
    assert "/mail/unsubscribe/" not in str(mail)


def test_what_is_written_to_many_can_be_turned_off_however_few_they_are(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    turn_off(session, cast, "ada")
    both = (cast.id("ada"), cast.id("nan"))
    for audience, chosen in (("all", ()), ("chosen", both)):
        by = cast.id("cora")
        message = draft(session, cast.fall, by=by, audience=audience, chosen=chosen)
        with pytest.raises(RefusedError) as nobody:
            send_to(session, message, "ada")
        assert nobody.value.reason == NOBODY
        send_to(session, message, "ada", "nan")
    session.commit()
    worker.run_once()
    assert [mail["To"] for mail in does.mails] == ["nan@example.org"] * 2
    assert all("/mail/unsubscribe/" in mail["List-Unsubscribe"] for mail in does.mails)


def test_what_is_written_to_one_person_does_not_reach_who_is_disabled(
    session: Session, cast: Cast, worker: Worker, does: Behavior
) -> None:
    ada, by = cast.id("ada"), cast.id("cora")
    send_to(session, draft(session, cast.fall, by=by, audience="chosen", chosen=[ada]), "ada")
    cast.person("ada").disabled_at = NOW
    session.commit()
    worker.run_once()
    assert does.mails == []


def test_nothing_is_sent_that_is_not_what_was_checked(session: Session, cast: Cast) -> None:
    message = draft(session, cast.fall, by=cast.id("cora"))
    found = cohort_for_person(session, "fall-2026", cast.id("cora"))
    assert found is not None
    other = sending(session, cast, message, "ada", checked="another")
    with pytest.raises(ConflictError) as refused:
        send(session, found.here, message, other, now=NOW)
    assert refused.value.reason == CHANGED
    with pytest.raises(RefusedError) as nobody:
        send(session, found.here, message, sending(session, cast, message), now=NOW)
    assert nobody.value.reason == NOBODY
    found.here.cohort.archived_at = NOW - timedelta(days=1)
    with pytest.raises(RefusedError):
        send(session, found.here, message, sending(session, cast, message, "ada"), now=NOW)
    assert letters(session) == []


def test_two_who_send_at_once_send_it_once(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        message_id = draft(session, cast.fall, by=cast.id("cora")).id

    def act(session: Session) -> object:
        found = announcement(
            session, of_coordinators(), Cast(session).fall.id, message_id, lock=True
        )
        assert found is not None
        return send_to(session, found, "ada", "nan").id

    second = one_after_the_other(real_database, act, act)
    with real_database.write() as session:
        assert len(letters(session)) == 2
        assert len(list(session.scalars(select(AnnouncementRecipient)))) == 2
        assert set(session.scalars(select(col(Task.job_id)))) - {None} == {second}
