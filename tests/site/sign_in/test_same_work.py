"""Known and unknown addresses are the same work to who asks: nothing tells them apart."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event, func, select
from sqlmodel import col

from app.background import forget_secrets, links
from app.core.clock import utc_now
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.worker import PAUSE, Worker
from app.main import create_app
from app.messages.delivery import make_handlers
from app.models import metadata
from app.people.links.queries import LOOK_UP
from app.people.models import SignInToken
from app.people.rules import LINK_WORKS_FOR
from app.settings import Settings
from tests.cast import Cast
from tests.client import Browser
from tests.lookups import look_up
from tests.messages.server import Behavior, FakeMailServer
from tests.site.house import ADA, House

UNKNOWN = "eve@example.org"
ROOM = 1.0
"""Seconds that a busy machine may take besides the worker's pause."""


@contextmanager
def sent_to(database: Database) -> Iterator[list[str]]:
    """The statements of a request, in order."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:  # of the harness, numbered
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def rows(house: House) -> dict[str, int]:
    return {
        table.name: house.session.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def asking(house: House, database: Database, address: str) -> tuple[list[str], dict[str, int]]:
    """The statements and the rows that asking takes."""
    browser, before = house.browser(), rows(house)
    with sent_to(database) as statements:
        assert browser.post("/sign-in", data={"email": address}).status_code == 200
    after = rows(house)
    return statements, {name: after[name] - n for name, n in before.items() if after[name] != n}


def test_asking_sends_the_same_statements_and_writes_the_same_rows_for_every_address(
    house: House, database: Database, cast: Cast
) -> None:
    cast.person("ben").disabled_at = house.now
    house.session.commit()
    asking(house, database, "first@example.org")
    known = asking(house, database, ADA)
    assert known[1] == {"audit_line": 1, "task": 1}
    assert not any("email_address" in statement for statement in known[0])
    assert asking(house, database, UNKNOWN) == known
    assert asking(house, database, "ben@example.org") == known


def test_no_line_and_no_waiting_work_tells_whether_an_address_is_known(
    house: House, database: Database
) -> None:
    for address in (ADA, UNKNOWN):
        asking(house, database, address)
    asked = select(AuditLine).where(col(AuditLine.act) == "sign-in.asked")
    assert [line.facts for line in house.session.scalars(asked)] == [{}, {}]
    waiting = house.session.scalars(select(Task).where(col(Task.kind) == LOOK_UP)).all()
    assert [set(task.payload) for task in waiting] == [{"sealed"}] * 2
    assert "example.org" not in str([task.model_dump() for task in waiting])


def test_only_who_is_known_gets_a_letter_and_what_was_typed_is_kept_of_nobody(
    house: House, database: Database
) -> None:
    for address in (ADA, UNKNOWN):
        asking(house, database, address)
    assert [mail.recipient for mail in house.mails()] == [ADA]
    done = house.session.scalars(select(Task).where(col(Task.kind) == LOOK_UP)).all()
    assert [(task.payload, task.done_at) for task in done] == [({}, house.now)] * 2


def test_what_was_sealed_with_another_secret_or_waited_too_long_mails_nothing(
    house: House, database: Database
) -> None:
    asking(house, database, ADA)
    house.app.state.settings = Settings(demo=True, secret_key=SecretStr("another"))
    assert house.mails() == []
    asking(house, database, ADA)
    house.now += LINK_WORKS_FOR
    assert house.mails() == []
    assert house.session.scalars(select(SignInToken)).all() == []


def test_link_that_waited_for_the_worker_works_no_longer_than_any_other(
    house: House, database: Database
) -> None:
    asking(house, database, ADA)
    asked_at = house.now
    house.now += timedelta(minutes=9)
    (mail,) = house.mails()
    assert mail.useless_after == asked_at + LINK_WORKS_FOR
    delivery = select(Task).where(col(Task.key) == str(mail.id))
    assert house.session.scalars(delivery).one().not_before == asked_at, "it is the next one"


@pytest.mark.parametrize("way", ["link", "code"])
def test_used_link_and_code_vanish_from_the_outbox(house: House, way: str) -> None:
    browser = house.browser()
    link = house.link(browser)
    code = house.code()
    used = {"link": (link, {}), "code": ("/sign-in/code", {"code": code})}[way]
    assert browser.post(used[0], data=used[1]).status_code == 303
    (mail,) = house.mails()
    assert set(mail.secrets.values()) == {"/(not kept)", "(not kept)"}
    token = link.rpartition("/")[2]
    everything = str([mail.model_dump(), house.session.scalars(select(Task)).all()])
    assert token not in everything
    assert code not in everything


def test_expired_link_vanishes_from_the_outbox_without_a_mail_server(
    house: House, database: Database
) -> None:
    house.link(house.browser())
    forget_secrets(database, house.now + LINK_WORKS_FOR - timedelta(seconds=1))
    assert house.code()
    forget_secrets(database, house.now + LINK_WORKS_FOR)
    (mail,) = house.mails()
    assert set(mail.secrets.values()) == {"/(not kept)", "(not kept)"}
    forget_secrets(database, house.now + LINK_WORKS_FOR)


@contextmanager
def working(settings: Settings, database: Database) -> Iterator[None]:
    """The worker with what mails links, as an installation runs it."""
    handlers = {**links(settings), **make_handlers(settings)}
    one, stop = Worker(database, handlers, clock=utc_now), threading.Event()
    thread = threading.Thread(target=one.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_letter_leaves_as_soon_as_the_worker_looks(real_database: Database) -> None:
    """Looking up and sending are two tasks, and one pause."""
    does = Behavior()
    with FakeMailServer(does) as server:
        url = SecretStr(f"smtp://127.0.0.1:{server.port}")
        settings = Settings(demo=True, smtp_url=url)
        browser = Browser(create_app(settings, database=real_database))
        with working(settings, real_database):
            for n in range(3):
                began = time.monotonic()
                browser.post("/sign-in", data={"email": ADA})
                while len(does.mails) <= n and time.monotonic() - began < 10:
                    time.sleep(0.01)
                assert time.monotonic() - began < PAUSE + ROOM
    with real_database.read() as session:
        kept = session.scalars(select(OutboxMessage)).all()
        secrets = {secret for mail in kept for secret in mail.secrets.values()}
        assert secrets == {"/(not kept)", "(not kept)"}


def test_killed_in_between_it_is_looked_up_again_once(house: House, database: Database) -> None:
    asking(house, database, ADA)
    with database.write() as session:
        task = session.scalars(select(Task).where(col(Task.kind) == LOOK_UP)).one()
        task.leased_until, task.attempts = house.now - timedelta(seconds=1), 1
    for _ in range(2):
        look_up(house.app)
    assert len(house.mails()) == 1
