"""The outbox against a real SMTP server on loopback: taken, refused, away, slow to say goodbye."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Literal
from urllib.parse import urlsplit

import pytest
from pydantic import JsonValue, SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import outbox, queue
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.core.worker import Worker
from app.language.reasons import Reason, reason
from app.language.stored import from_json
from app.messages import actions, delivery
from app.messages.delivery import make_handlers
from app.messages.last_look import Send, Wait
from app.messages.rules import KEEP_TRYING_FOR, NOT_REACHED, TOO_LATE, TURNED_OFF
from app.messages.smtp import SERVER_ANSWERED
from app.messages.streams import rules as streams
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from app.messages.streams.tokens import token_for
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.queries import trouble_at
from app.settings import DEMO_SECRET, PROJECT_ROOT, Settings
from tests.cast import Cast
from tests.letters import post_certificate, post_sign_in, post_words, read
from tests.messages.server import Behavior, FakeMailServer

UNTRUE = reason("test.untrue", "It is not so any more.")
TOKEN = "token-of-this-test"


class Post:
    """The worker that delivers, and a clock to move."""

    def __init__(self, database: Database, session: Session, now: datetime, url: str) -> None:
        self.session = session
        self.now = now
        self.port = urlsplit(url).port
        settings = Settings(
            demo=True,
            base_url="https://training.example.edu",
            smtp_url=SecretStr(url),
            mail_from="Waypost <no-reply@example.edu>",
            languages="en,es,en-XA",
        )
        handlers = make_handlers(settings)
        self.worker = Worker(database, handlers, clock=lambda: self.now, at_once=1)

    def write(self, key: str = "k", useless_after: datetime | None = None) -> OutboxMessage:
        message = post_certificate(
            self.session, key, now=self.now, useless_after=useless_after, program="Développement"
        )
        self.session.commit()
        return message

    def deliver(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return self.worker.run_once()

    def task(self, message: OutboxMessage) -> Task:
        self.session.expire_all()
        return self.session.scalars(select(Task).where(col(Task.key) == str(message.id))).one()

    def row(self, message: OutboxMessage) -> OutboxMessage:
        self.session.expire_all()
        return self.session.get_one(OutboxMessage, message.id)

    def sent_at(self, message: OutboxMessage) -> datetime | None:
        return self.row(message).sent_at


def words_of(mail: EmailMessage) -> str:
    """The part that is text."""
    return _part(mail, "plain")


def html_of(mail: EmailMessage) -> str:
    return _part(mail, "html")


def _part(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


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


def test_letter_is_delivered_in_words_to_the_person(post: Post, does: Behavior) -> None:
    message = post.write()
    letter = read(post.session, message, "https://training.example.edu")
    assert post.deliver() == 1
    (mail,) = does.mails
    assert mail["From"] == "Waypost <no-reply@example.edu>"
    assert mail["To"] == letter.recipient == "ada@example.org"
    assert (
        mail["Subject"] == letter.subject == "Your certificate is ready: Attestation of completion"
    )
    assert mail["Message-ID"] == f"<{message.id}@training.example.edu>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert words_of(mail).startswith(f"{letter.text}\n-- \n")
    assert "for Développement, Spring 2026" in letter.text
    assert "\n\nhttps://training.example.edu/my/certificates\n\n" in letter.text
    assert does.recipients == [b"TO:<ada@example.org>"]


def test_mail_from_before_letters_had_templates_is_delivered_as_it_was_written(
    post: Post, does: Behavior
) -> None:
    text = "Hello Ada,\n\n.a line with a dot, an é and a link\nhttps://training.example.edu/home\n"
    message = post_words(post.session, "Week 2 is open", text)
    post.session.commit()
    assert post.deliver() == 1
    (mail,) = does.mails
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Week 2 is open"
    assert words_of(mail).startswith(f"{text}\n-- \n")
    kept = post.row(message)
    assert (kept.subject, kept.text, kept.sent_at) == ("Week 2 is open", text, post.now)


def test_mail_is_in_the_language_of_whoever_gets_it(post: Post, does: Behavior, cast: Cast) -> None:
    cast.person("ada").language = "en-XA"
    message = post.write()
    post.deliver()
    (mail,) = does.mails
    assert mail["Content-Language"] == "en-XA"
    assert str(mail["Subject"]).startswith("[Ýöûŕ çéŕţîƒîçåţé îš ŕéåðý")
    kept = post.row(message)
    assert kept.subject == mail["Subject"]
    assert str(kept.text).startswith("[Ĥéļļö Ada, ")
    cast.person("ada").language = None
    post.session.commit()
    assert read(post.session, kept).text == kept.text


def test_mail_to_whoever_chose_no_language_is_in_the_installations_first(
    post: Post, does: Behavior
) -> None:
    post.write()
    post.deliver()
    assert [mail["Content-Language"] for mail in does.mails] == ["en"]


def test_words_that_were_sent_are_kept_whatever_changes_afterwards(post: Post, cast: Cast) -> None:
    message = post.write()
    letter = read(post.session, message, "https://training.example.edu")
    assert message.text is None
    post.deliver()
    kept = post.row(message)
    assert (kept.recipient, kept.subject, kept.text) == (
        letter.recipient,
        letter.subject,
        letter.text,
    )
    cast.person("ada").given_name = "Adelaide"
    post.session.commit()
    assert read(post.session, kept, "https://elsewhere.example.edu") == letter


def test_link_that_was_sent_is_nowhere_in_the_outbox(post: Post, does: Behavior) -> None:
    message = post_sign_in(post.session, TOKEN, post.now + timedelta(minutes=10))
    post.session.commit()
    assert TOKEN in f"{post.row(message).model_dump()}"
    post.deliver()
    (mail,) = does.mails
    assert f"https://training.example.edu/sign-in/link/{TOKEN}" in words_of(mail)
    assert f"https://training.example.edu/sign-in/link/{TOKEN}" in html_of(mail)
    assert mail["To"] == "ada@second.example.org"
    kept = post.row(message)
    assert kept.sent_at == post.now
    assert TOKEN not in f"{kept.model_dump()}"
    assert "Hello Ada,\n\nOpen this link" in str(kept.text)


def test_link_that_came_too_late_to_be_sent_is_forgotten(post: Post, does: Behavior) -> None:
    message = post_sign_in(post.session, TOKEN, post.now + timedelta(minutes=10))
    post.session.commit()
    post.deliver(timedelta(minutes=10))
    assert not does.mails
    assert TOKEN not in f"{post.row(message).model_dump()}"
    assert TOKEN not in read(post.session, post.row(message)).text


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
    slow = queue.lease(post.session, [outbox.DELIVER], limit=1, now=post.now)[0]
    post.session.commit()
    post.session.expunge(slow)
    post.deliver(queue.LEASE + timedelta(seconds=1))
    before = post.task(message).model_dump()
    with database.write() as session:
        why = SERVER_ANSWERED(reply=451)
        actions.postpone(session, slow, why, since=post.now, wait=timedelta(hours=1), now=post.now)
    assert post.task(message).model_dump() == before
    assert before["done_at"] == post.now


KILLED = """
import signal, sys
from datetime import datetime
from pydantic import JsonValue, SecretStr
from app.core.db import Database
from app.core.worker import Worker
from app.messages.delivery import make_handlers
from app.messages.connections import KeptConnections
from app.settings import Settings

send = KeptConnections.send

def stop_when_sent(server, mail):
    send(server, mail)
    print("here", flush=True)
    signal.pause()

KeptConnections.send = stop_when_sent
settings = Settings(
    demo=True, base_url="https://training.example.edu", smtp_url=SecretStr(sys.argv[2])
)
now = datetime.fromisoformat(sys.argv[3])
Worker(Database(sys.argv[1]), make_handlers(settings), clock=lambda: now).run_once()
"""


def test_worker_that_is_killed_before_it_records_costs_one_mail_that_can_be_told_to_be_the_same(
    real_database: Database, does: Behavior, mail_server: FakeMailServer, now: datetime
) -> None:
    with real_database.write() as session:
        message = post_sign_in(session, TOKEN, now + timedelta(minutes=10))
    url = f"smtp://127.0.0.1:{mail_server.port}"
    command = [sys.executable, "-c", KILLED, real_database.url, url, now.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=PROJECT_ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"here\n"
        worker.send_signal(signal.SIGKILL)
    with real_database.write() as session:
        killed = session.get_one(OutboxMessage, message.id)
        assert (killed.sent_at, killed.text, len(does.mails)) == (None, None, 1)
        post = Post(real_database, session, now, url)
    for _ in range(3):
        post.deliver(queue.LEASE + timedelta(seconds=1))
    first, second = does.mails
    assert TOKEN in words_of(first) == words_of(second)
    assert first["Message-ID"] == second["Message-ID"] == f"<{message.id}@training.example.edu>"
    with real_database.read() as reading:
        kept = reading.get_one(OutboxMessage, message.id)
        assert kept.sent_at == now + queue.LEASE + timedelta(seconds=1)
        assert TOKEN not in f"{kept.model_dump()}"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "A fact of the letter sign_in is missing: 'minutes' is undefined."),
        ({"minutes": 10, "link_path": 7}, "A fact of the letter sign_in cannot be used"),
    ],
)
def test_facts_that_make_no_letter_end_as_a_failure_with_its_reason(
    post: Post, does: Behavior, cast: Cast, facts: dict[str, JsonValue], reason: str
) -> None:
    message = outbox.post(
        post.session,
        kind="sign_in",
        key="k",
        person_id=cast.id("ada"),
        facts={"link_path": "/home", "code": "1234 5678"} | facts,
        now=post.now,
    )
    post.session.commit()
    post.deliver()
    task = post.task(message)
    assert (task.failed_at, task.attempts) == (post.now, 1)
    assert task.error.startswith(reason)
    assert post.sent_at(message) is None
    assert not does.recipients


def test_letter_that_cannot_be_written_does_not_hold_up_the_next(
    post: Post, does: Behavior, cast: Cast
) -> None:
    outbox.post(
        post.session, kind="none", key="n", person_id=cast.id("ada"), facts={}, now=post.now
    )
    second = post.write()
    post.deliver()
    post.deliver()
    assert post.sent_at(second) == post.now
    assert len(does.mails) == 1


def test_mail_that_is_no_longer_useful_is_not_sent(post: Post, does: Behavior) -> None:
    message = post.write(useless_after=post.now + timedelta(minutes=10))
    post.deliver(timedelta(minutes=10))
    assert not does.mails
    assert post.sent_at(message) is None
    assert from_json(post.row(message).dropped_reason or {}) == TOO_LATE
    assert post.task(message).done_at == post.now


def test_mail_refused_for_now_is_tried_again_later(post: Post, does: Behavior) -> None:
    does.recipient = b"451 try later"
    message = post.write()
    post.deliver()
    assert post.deliver(timedelta(seconds=11)) == 0
    does.recipient = b"250 ok"
    assert post.deliver(timedelta(seconds=4)) == 1
    assert post.sent_at(message) == post.now
    assert post.task(message).payload["tries"] == 1


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
    post.deliver()
    post.deliver(KEEP_TRYING_FOR)
    task = post.task(message)
    assert task.failed_at == post.now
    assert task.error == "The mail server accepted it on none of 4 days."
    assert post.sent_at(message) is None


def test_mail_that_waited_for_a_server_to_be_set_is_tried_as_long_as_any_other(
    post: Post, does: Behavior
) -> None:
    does.recipient = b"451 try later"
    message = post.write()
    post.deliver(timedelta(days=30))
    for _ in range(3):
        post.deliver(timedelta(days=1))
    assert post.task(message).failed_at is None
    does.recipient = b"250 ok"
    post.deliver(timedelta(hours=23))
    assert post.sent_at(message) == post.now


def test_address_that_would_reach_two_people_is_refused(post: Post, does: Behavior) -> None:
    message = post.write()
    message.recipient = "ada@example.org, ben@example.org"
    post.session.commit()
    post.deliver()
    assert post.task(message).failed_at == post.now
    assert not does.recipients


def test_subject_cannot_add_a_header(post: Post, does: Behavior) -> None:
    post_words(post.session, "Week 2\r\nBcc: ben@example.org", "Hello")
    post.session.commit()
    post.deliver()
    assert does.mails[0]["Subject"] == "Week 2 Bcc: ben@example.org"
    assert does.mails[0]["Bcc"] is None
    assert len(does.recipients) == 1


def test_mail_is_kept_without_a_mail_server(
    database: Database, session: Session, now: datetime
) -> None:
    assert make_handlers(Settings(demo=True)) == {}


@pytest.mark.parametrize("verdict", ["goes", "waits", "is untrue"])
def test_letter_is_looked_at_once_more_before_it_goes(
    post: Post, does: Behavior, monkeypatch: pytest.MonkeyPatch, verdict: str
) -> None:
    until = post.now + timedelta(hours=9)

    def look(_session: Session, message: OutboxMessage, now: datetime) -> Send | Wait | Reason:
        if verdict == "waits" and now < until:
            return Wait(until)
        untrue = verdict == "is untrue"
        return UNTRUE if untrue else Send({**message.facts, "program": "as it is now"})

    monkeypatch.setattr(delivery, "LAST_LOOKS", {"certificate": look})
    post = Post(post.worker.database, post.session, post.now, f"smtp://127.0.0.1:{post.port}")
    message = post.write()
    post.deliver()
    assert len(does.mails) == (verdict == "goes")
    post.deliver(timedelta(hours=9))
    assert len(does.mails) == (verdict != "is untrue")
    row = post.row(message)
    if verdict == "is untrue":
        assert (row.sent_at, row.dropped_at) == (None, post.now - timedelta(hours=9))
        assert from_json(row.dropped_reason or {}) == UNTRUE
    else:
        assert "for as it is now, Spring 2026" in str(row.text)
        assert row.sent_at is not None
        assert row.dropped_at is None
    assert post.task(message).attempts <= 1


def test_batch_goes_over_one_connection_which_ends_with_it(post: Post, does: Behavior) -> None:
    for key in "abc":
        post.write(key)
    assert post.deliver() == 3
    assert (len(does.mails), does.connections) == (3, 1)
    post.write("d")
    post.deliver()
    assert does.connections == 2


def test_answer_goes_to_the_coordinator_of_the_letters_cohort(
    post: Post, does: Behavior, cast: Cast
) -> None:
    about_nothing = post.write("a")
    message = post.write("b")
    message.cohort_id = cast.cohort("spring-2026").id
    post.session.commit()
    post.deliver()
    by_id = {mail["Message-ID"]: mail for mail in does.mails}
    plain = by_id[f"<{about_nothing.id}@training.example.edu>"]
    assert plain["Reply-To"] is None
    assert "Questions? See who helps: https://training.example.edu/help#who" in words_of(plain)
    mail = by_id[f"<{message.id}@training.example.edu>"]
    assert mail["Reply-To"] == '"Cora Castellano, MPH" <cora@example.org>'
    assert "Questions? Answer this mail: Cora Castellano, MPH reads it." in words_of(mail)
    assert mail["List-Unsubscribe"] is plain["List-Unsubscribe"] is None


def test_letter_of_a_stream_can_be_turned_off_and_then_does_not_go(
    post: Post, does: Behavior, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "STREAM_OF", {"certificate": Stream.REMINDERS})
    first = post.write("a")
    post.deliver()
    (mail,) = does.mails
    token = token_for(DEMO_SECRET, cast.id("ada"), Stream.REMINDERS)
    address = f"https://training.example.edu/mail/unsubscribe/{token}"
    line = f"List-Unsubscribe: <{address}>\r\n".encode()
    assert line in does.raw[0], "however long: it is no text, so nobody decodes words in it"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Turn off “Reminders”: {address}" in words_of(mail)
    off = {Stream.REMINDERS}
    choose_mail(post.session, cast.id("ada"), declined=off, quiet=USUAL, by=None, now=post.now)
    second = post.write("b")
    post.deliver()
    assert len(does.mails) == 1
    assert from_json(post.row(second).dropped_reason or {}) == TURNED_OFF
    assert post.sent_at(first) is not None
    monkeypatch.undo()
    post.write("c")
    post.deliver()
    assert len(does.mails) == 2


def test_address_that_is_refused_is_marked_until_it_is_taken_again(
    post: Post, does: Behavior, monkeypatch: pytest.MonkeyPatch
) -> None:
    does.recipient = b"550 no such user"
    message = post.write("a")
    post.deliver()
    post.session.expire_all()
    found = trouble_at(post.session, "ada@example.org")
    assert found is not None
    assert (found.kind, found.code, found.message_id) == (Trouble.REFUSED, "550", message.id)
    monkeypatch.setattr(streams, "STREAM_OF", {"certificate": Stream.REMINDERS})
    of_a_stream = post.write("b")
    post.deliver()
    assert from_json(post.row(of_a_stream).dropped_reason or {}) == NOT_REACHED
    assert len(does.recipients) == 1
    monkeypatch.undo()
    does.recipient = b"250 ok"
    post.write("c")
    post.deliver(timedelta(minutes=1))
    post.session.expire_all()
    assert trouble_at(post.session, "ada@example.org") is None


@pytest.mark.parametrize("taken", [True, False])
def test_worker_that_was_believed_to_have_stopped_says_what_became_of_its_mail(
    post: Post, does: Behavior, database: Database, taken: bool
) -> None:
    message = post.write()
    slow = queue.lease(post.session, [outbox.DELIVER], limit=1, now=post.now)[0]
    post.session.commit()
    post.session.expunge(slow)
    task = post.task(message)
    task.attempts = queue.MAX_ATTEMPTS
    post.session.commit()
    assert post.deliver(queue.LEASE + timedelta(seconds=1)) == 0
    assert post.task(message).failed_at == post.now
    does.recipient = b"250 ok" if taken else b"451 later"
    post.worker.handlers[outbox.DELIVER](database, slow, post.now)
    assert post.task(message).failed_at is None
    assert (post.sent_at(message) is not None) is taken
    assert len(does.mails) == taken
