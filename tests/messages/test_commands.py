"""What operators run: a test letter, and what mail servers pipe back."""

from io import BytesIO, TextIOWrapper
from unittest.mock import patch

import pytest

from app.core.db import Database
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.queries import trouble_at
from tests.commands import Done, run
from tests.messages.bounces.reports import OTHER, arf, dsn, sent
from tests.messages.server import Behavior, FakeMailServer


def sent_test(database: Database, address: str, **environment: str) -> Done:
    return run("mail", "test", address, DATABASE_URL=database.url, DEMO="1", **environment)


def piped(database: Database, raw: bytes) -> Done:
    with patch("sys.stdin", TextIOWrapper(BytesIO(raw))):
        return run("mail", "bounce", DATABASE_URL=database.url, DEMO="1")


@pytest.mark.parametrize("address", ["ada@example.org", "postmaster@elsewhere.example"])
def test_test_letter_is_sent_at_once_and_its_way_is_said(
    real_database: Database, address: str
) -> None:
    does = Behavior()
    with FakeMailServer(does) as server:
        done = sent_test(real_database, address, SMTP_URL=f"smtp://127.0.0.1:{server.port}")
    assert done.stdout == (
        f"The mail server 127.0.0.1 took a test letter for {address}: look for it there.\n"
    )
    assert done.returncode == 0
    (mail,) = does.mails
    assert (mail["To"], mail["Subject"]) == (address, "Test mail from Waypost")
    name = "Ada" if address.startswith("ada") else address
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith(f"Hello {name},")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"550 no", "The mail server refused the recipient (550).\n"),
        (b"451 later", "The mail server put the recipient off (451).\n"),
    ],
)
def test_what_hinders_a_test_letter_is_said(
    real_database: Database, reply: bytes, said: str
) -> None:
    with FakeMailServer(Behavior(recipient=reply)) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        done = sent_test(real_database, "ada@example.org", SMTP_URL=url)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_test_letter_needs_a_server_and_an_address(real_database: Database) -> None:
    done = sent_test(real_database, "ada@example.org")
    assert (done.returncode, done.stderr) == (1, "No mail server is set: set SMTP_URL first.\n")
    done = sent_test(real_database, "ada at home")
    assert (done.returncode, done.stderr) == (1, "ada at home is not an email address.\n")


def test_report_that_is_piped_in_marks_the_address(real_database: Database) -> None:
    with real_database.write() as session:
        id_ = sent(session)
    done = piped(real_database, dsn(id_))
    assert done.stdout == "Mail to a…@example.org came back: the address is marked.\n"
    assert done.returncode == 0
    with real_database.read() as reading:
        assert trouble_at(reading, "ada@example.org") is not None


def test_complaint_that_is_piped_in_marks_the_address(real_database: Database) -> None:
    with real_database.write() as session:
        id_ = sent(session)
    done = piped(real_database, arf(id_))
    said = "Mail to a…@example.org was reported as unwanted: the address is marked.\n"
    assert (done.returncode, done.stdout) == (0, said)
    with real_database.read() as reading:
        found = trouble_at(reading, "ada@example.org")
        assert found is not None
        assert (found.kind, found.message_id) == (Trouble.COMPLAINED, id_)


def test_what_is_no_report_says_so_and_marks_nothing(real_database: Database) -> None:
    done = piped(real_database, b"Subject: Out of office\n\nI am away.")
    assert done.stdout == "This is no report of mail that came back or was unwanted.\n"
    assert done.returncode == 65
    done = piped(real_database, dsn(OTHER))
    assert done.stdout == "No mail of this installation is named in this report.\n"
    assert done.returncode == 65
