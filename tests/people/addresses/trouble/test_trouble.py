"""An address to which mail does not get: marked, and what ends it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.people.addresses.queries import addresses_of
from app.people.addresses.trouble.actions import mend, note_taken, note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.models import AddressTrouble
from app.people.addresses.trouble.queries import trouble_at, troubles
from app.people.addresses.trouble.rules import NO_TROUBLE
from app.people.models import EmailAddress
from tests.cast import NOW, Cast
from tests.client import Browser, Statements
from tests.lookups import look_up

ADA = "ada@example.org"
BEFORE, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


def mark(session: Session, kind: Trouble) -> EmailAddress:
    own = note_trouble(session, ADA, kind, code="550", message_id=None, now=BEFORE)
    assert own is not None
    return own


def kind_now(session: Session) -> Trouble | None:
    found = trouble_at(session, ADA)
    return found.kind if found else None


def test_nobodys_address_is_not_marked(session: Session) -> None:
    none = note_trouble(session, "x@y.org", Trouble.REFUSED, code="", message_id=None, now=NOW)
    assert none is None


def test_coordinator_says_that_it_works_again(session: Session, cast: Cast) -> None:
    own = mark(session, Trouble.COMPLAINED)
    mend(session, own, by=cast.id("cora"), now=LATER)
    assert kind_now(session) is None
    with pytest.raises(RefusedError) as refused:
        mend(session, own, by=cast.id("cora"), now=LATER)
    assert refused.value.reason == NO_TROUBLE
    note_trouble(session, ADA, Trouble.BOUNCED, code="5.1.1", message_id=None, now=BEFORE)
    assert kind_now(session) is None  # what is older than the mend says nothing


def test_mail_that_is_taken_ends_a_refusal_and_nothing_else(session: Session) -> None:
    mark(session, Trouble.REFUSED)
    note_taken(session, ADA, now=LATER)
    assert kind_now(session) is None
    bounced = note_trouble(
        session, ADA, Trouble.BOUNCED, code="5.1.1", message_id=None, now=LATER + timedelta(days=1)
    )
    assert bounced
    note_taken(session, ADA, now=LATER + timedelta(days=2))
    assert kind_now(session) is Trouble.BOUNCED


def test_who_signs_in_with_a_link_that_was_sent_there_shows_that_it_works(
    app: FastAPI, session: Session, browser: Browser
) -> None:
    mark(session, Trouble.BOUNCED)
    session.commit()
    browser.post("/sign-in", data={"email": ADA, "next": "/home"})
    look_up(app)
    session.expire_all()
    (mail,) = session.scalars(select(OutboxMessage))
    assert browser.post(mail.secrets["link_path"]).status_code == 303
    session.expire_all()
    assert kind_now(session) is None


def test_facts_go_with_their_address(session: Session) -> None:
    own = mark(session, Trouble.BOUNCED)
    session.delete(own)
    session.flush()
    session.expire_all()
    assert session.scalars(select(AddressTrouble)).all() == []


def test_many_addresses_are_one_statement(
    session: Session, cast: Cast, statements: Statements
) -> None:
    own = mark(session, Trouble.BOUNCED)
    everyone = [cast.id(who) for who in ("ada", "ben", "cora")]
    ids = [address.id for who in everyone for address in addresses_of(session, who)]
    with statements() as count:
        found = troubles(session, ids)
    assert count.total == 1
    assert [*found] == [own.id]
