"""The link to an address: a GET uses nothing up, a POST does, and only then the address counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine, OutboxMessage
from app.people.addresses.actions import ask_for_address
from app.people.models import AddressLink, EmailAddress
from app.people.queries import person_by_address
from app.site.addresses import routes
from app.web.limits import RateLimit
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.letters import read

SECOND = "Ada.A@Home.example"


def link_path(session: Session, cast: Cast, address: str = SECOND) -> str:
    """Ada asks to add an address; the path of the link that is mailed."""
    ask_for_address(session, cast.person("ada"), address, by=cast.id("ada"), now=NOW)
    message = newest(session, "verify_address")
    session.commit()
    return message.secrets["link_path"]


def newest(session: Session, kind: str) -> OutboxMessage:
    found = select(OutboxMessage).where(col(OutboxMessage.kind) == kind)
    return list(session.scalars(found))[-1]


def test_letter_goes_to_the_new_address_and_has_the_link(session: Session, cast: Cast) -> None:
    path = link_path(session, cast)
    letter = read(session, newest(session, "verify_address"))
    assert letter.recipient == SECOND.lower()
    assert letter.subject == "Verify this address for Waypost"
    assert f"http://localhost:8000{path}" in letter.text
    assert "within 3 days" in letter.text


def test_address_counts_for_sign_in_only_after_the_button(
    browser: Browser, session: Session, cast: Cast
) -> None:
    path = link_path(session, cast)
    browser.page(path)
    session.expire_all()
    assert person_by_address(session, SECOND) is None
    assert browser.post(path).status_code == 200
    session.expire_all()
    assert person_by_address(session, SECOND) == cast.person("ada")
    told = read(session, newest(session, "address_added"))
    assert told.recipient == "ada@example.org"
    assert "The address a…@home.example was added" in told.text
    again = browser.post(path)
    assert again.status_code == 422
    assert "This link no longer works." in again.page.text


def test_links_that_work_do_not_slow_down_the_next_one(
    browser: Browser, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "TRIED_FROM", RateLimit(1, timedelta(minutes=10)))
    for address in (SECOND, "ada.b@home.example"):
        assert browser.post(link_path(session, cast, address)).status_code == 200
    assert browser.post("/addresses/made-up").status_code == 422
    assert browser.post("/addresses/made-up").status_code == 429


def test_old_links_and_invented_ones_do_nothing(
    browser: Browser, session: Session, cast: Cast
) -> None:
    path = link_path(session, cast)
    link = session.scalars(select(AddressLink)).one()
    link.expires_at = NOW - timedelta(seconds=1)
    session.commit()
    for address in (path, "/addresses/invented"):
        answer = browser.post(address)
        assert answer.status_code == 422
        assert "This link no longer works." in answer.page.text
    assert person_by_address(session, SECOND) is None


def test_address_of_another_record_stays_there(
    browser: Browser, session: Session, cast: Cast
) -> None:
    path = link_path(session, cast, "ben@example.org")
    answer = browser.post(path)
    assert answer.status_code == 422
    assert "belongs to another record" in answer.page.text
    assert person_by_address(session, "ben@example.org") == cast.person("ben")


def test_an_address_that_is_asked_for_keeps_nobody_else_out(session: Session, cast: Cast) -> None:
    link_path(session, cast)
    held = select(EmailAddress).where(col(EmailAddress.address) == SECOND.lower())
    assert session.scalars(held).all() == []


def test_history_holds_no_whole_address(session: Session, cast: Cast) -> None:
    link_path(session, cast)
    asked = select(AuditLine).where(col(AuditLine.act) == "address.asked")
    assert session.scalars(asked).one().facts == {"address": "a…@home.example"}
