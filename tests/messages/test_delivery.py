"""The outbox against a real SMTP server on loopback: taken, refused, away, slow to say goodbye."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import jobs, outbox
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.core.worker import Worker
from app.messages import actions
from app.messages.delivery import make_handlers
from app.messages.rules import KEEP_TRYING_FOR
from app.settings import Settings
from tests.messages.server import Behavior, FakeMailServer


class Post:
    """The worker that delivers, and a clock to move."""

    def __init__(self, database: Database, session: Session, now: datetime, url: str) -> None:
        self.session = session
        self.now = now
        settings = Settings(
            demo=True,
            base_url="https://training.example.edu",
            smtp_url=SecretStr(url),
            mail_from="Waypost <no-reply@example.edu>",
        )
        handlers = make_handlers(settings)
        self.worker = Worker(database, handlers, clock=lambda: self.now, at_once=1)

    def write(self, key: str = "k", useless_after: datetime | None = None) -> OutboxMessage:
        message = outbox.post(
            self.session,
            kind="test",
            key=key,
            recipient="ada@example.org",
            subject="Week 2 is open",
            text="Hello Ada,\n\n.a line with a dot, an é and a link\nhttps://training.example.edu/home\n",
            now=self.now,
            useless_after=useless_after,
        )
        self.session.commit()
        return message

    def deliver(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return self.worker.run_once()

    def task(self, message: OutboxMessage) -> Task:
        self.session.expire_all()
        return self.session.scalars(select(Task).where(col(Task.key) == str(message.id))).one()

    def sent_at(self, message: OutboxMessage) -> datetime | None:
        self.session.expire_all()
        return self.session.get_one(OutboxMessage, message.id).sent_at


@pytest.fixture
def does() -> Behavior:
    return Behavior()


@pytest.fixture
def mail_server(does: Behavior) -> Iterator[FakeMailServer]:
    with FakeMailServer(does) as server:
        yield server


@pytest.fixture
def post(database: Database, session: Session, now: datetime, mail_server: FakeMailServer) -> Post:
    return Post(database, session, now, f"smtp://127.0.0.1:{mail_server.port}")


def test_mail_is_delivered_as_it_was_written(post: Post, does: Behavior) -> None:
    message = post.write()
    assert post.deliver() == 1
    (mail,) = does.mails
    assert mail["From"] == "Waypost <no-reply@example.edu>"
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Week 2 is open"
    assert mail["Message-ID"] == f"<{message.id}@training.example.edu>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == message.text
    assert does.recipients == [b"TO:<ada@example.org>"]


def test_delivered_mail_is_marked_sent_with_its_task(post: Post) -> None:
    message = post.write()
    post.deliver()
    assert post.sent_at(message) == post.now
    assert post.task(message).done_at == post.now


def test_delivered_mail_is_not_sent_again(post: Post, does: Behavior) -> None:
    post.write()
    post.deliver()
    assert post.deliver(timedelta(days=1)) == 0
    assert len(does.mails) == 1


def test_mail_that_another_worker_sent_meanwhile_is_not_sent_again(
    post: Post, does: Behavior
) -> None:
    message = post.write()
    message.sent_at = post.now
    post.session.commit()
    post.deliver()
    assert not does.mails
    assert post.task(message).done_at == post.now


def test_worker_that_lost_its_lease_does_not_undo_what_another_recorded(
    post: Post, does: Behavior, database: Database
) -> None:
    message = post.write()
    slow = jobs.claim(post.session, [outbox.DELIVER], limit=1, now=post.now)[0]
    post.session.commit()
    post.session.expunge(slow)
    post.deliver(jobs.LEASE + timedelta(seconds=1))
    before = post.task(message).model_dump()
    with database.write() as session:
        actions.postpone(session, slow, "Too slow.", wait=timedelta(hours=1), now=post.now)
    assert post.task(message).model_dump() == before
    assert before["done_at"] == post.now


def test_mail_sent_twice_because_a_worker_was_killed_can_be_told_to_be_one(
    post: Post, does: Behavior
) -> None:
    message = post.write()
    post.deliver()
    task = post.task(message)  # as if the worker was killed before it recorded what it had sent
    task.done_at = message.sent_at = None
    post.session.commit()
    post.deliver(timedelta(minutes=2))
    first, second = does.mails
    assert first.as_bytes() == second.as_bytes()


def test_mail_that_is_no_longer_useful_is_not_sent(post: Post, does: Behavior) -> None:
    message = post.write(useless_after=post.now + timedelta(minutes=10))
    post.deliver(timedelta(minutes=10))
    assert not does.mails
    assert post.sent_at(message) is None
    assert post.task(message).done_at == post.now


def test_mail_refused_for_now_is_tried_again_later(post: Post, does: Behavior) -> None:
    does.recipient = b"451 try later"
    message = post.write()
    post.deliver()
    assert post.deliver(timedelta(seconds=14)) == 0
    does.recipient = b"250 ok"
    assert post.deliver(timedelta(seconds=1)) == 1
    assert post.sent_at(message) == post.now
    assert post.task(message).attempts == 2


def test_recipient_refused_for_good_is_given_up_with_the_reason(post: Post, does: Behavior) -> None:
    does.recipient = b"550 no such user"
    message = post.write()
    post.deliver()
    task = post.task(message)
    assert task.failed_at == post.now
    assert task.error == "The mail server refused the recipient (550)."
    assert post.sent_at(message) is None


def test_refused_recipient_does_not_hold_up_the_next_mail(post: Post, does: Behavior) -> None:
    does.recipient = b"550 no such user"
    post.write("first")
    post.deliver()
    does.recipient = b"250 ok"
    second = post.write("second")
    post.deliver()
    assert post.sent_at(second) == post.now


def test_mail_refused_as_such_is_given_up(post: Post, does: Behavior) -> None:
    does.data = b"554 looks like spam"
    message = post.write()
    post.deliver()
    assert post.task(message).error == "The mail server refused this mail (554)."


def test_connection_lost_before_the_mail_was_taken_is_tried_again(
    post: Post, does: Behavior
) -> None:
    does.data = b""
    message = post.write()
    post.deliver()
    assert post.task(message).failed_at is None
    does.data = b"250 taken"
    post.deliver(timedelta(minutes=1))
    assert len(does.mails) == 1


def test_mail_that_was_taken_counts_whatever_the_goodbye(post: Post, does: Behavior) -> None:
    does.goodbye = b"421 shutting down"
    message = post.write()
    post.deliver()
    assert post.sent_at(message) == post.now


def test_server_away_for_a_night_loses_no_mail(
    database: Database, session: Session, now: datetime
) -> None:
    with FakeMailServer(Behavior()) as gone:
        port = gone.port
    post = Post(database, session, now, f"smtp://127.0.0.1:{port}")
    message = post.write()
    for _ in range(20):
        post.deliver(timedelta(minutes=30))
    task = post.task(message)
    assert task.failed_at is None
    assert "could not be reached" in task.error
    assert "ada@" not in task.error
    does = Behavior()
    with FakeMailServer(does) as back:
        again = Post(database, session, post.now, f"smtp://127.0.0.1:{back.port}")
        again.deliver(timedelta(hours=1))
    assert len(does.mails) == 1
    assert again.sent_at(message) == again.now


def test_mail_that_nobody_takes_for_days_is_given_up_for_a_person_to_see(
    post: Post, does: Behavior
) -> None:
    does.recipient = b"451 try later"
    message = post.write()
    post.deliver(KEEP_TRYING_FOR)
    task = post.task(message)
    assert task.failed_at == post.now
    assert task.error == "The mail server took it on none of 4 days."
    assert post.sent_at(message) is None


def test_address_that_would_reach_two_people_is_refused(post: Post, does: Behavior) -> None:
    message = post.write()
    message.recipient = "ada@example.org, ben@example.org"
    post.session.commit()
    post.deliver()
    assert post.task(message).failed_at == post.now
    assert not does.recipients


def test_subject_cannot_add_a_header(post: Post, does: Behavior) -> None:
    message = post.write()
    message.subject = "Week 2\r\nBcc: ben@example.org"
    post.session.commit()
    post.deliver()
    assert does.mails[0]["Bcc"] is None
    assert len(does.recipients) == 1


def test_mail_is_kept_without_a_mail_server(
    database: Database, session: Session, now: datetime
) -> None:
    assert make_handlers(Settings(demo=True)) == {}
