"""Reports of mail that came back or was complained of, as servers and providers send them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.messages.bounces.actions import (
    CAME_BACK,
    NO_REPORT,
    NOBODYS,
    NOT_OURS,
    NOTHING_WRONG,
    UNWANTED,
    note_report,
)
from app.messages.bounces.reading import Report, Said, read_report
from app.people.addresses.queries import addresses_of
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.models import AddressTrouble
from app.people.addresses.trouble.queries import trouble_at
from tests.cast import NOW, Cast
from tests.letters import post_certificate
from tests.messages.bounces.reports import OTHER, arf, dsn, sent


@pytest.mark.parametrize("inside", [True, False])
def test_report_says_which_mail_did_not_arrive_and_why(inside: bool) -> None:
    assert read_report(dsn(OTHER, inside=inside)) == Report(Said.FAILED, "5.1.1", (OTHER,))
    crlf = dsn(OTHER, inside=inside).replace(b"\n", b"\r\n")
    assert read_report(crlf) == Report(Said.FAILED, "5.1.1", (OTHER,))


def test_report_that_is_none_says_nothing() -> None:
    plain = b"From: a@x.org\nSubject: Out of office\n\nI am away. <%s@x>" % str(OTHER).encode()
    for raw in (plain, b"", b"\x00\xff" * 100, b"Content-Type: multipart/report\n\n--"):
        assert read_report(raw) == Report(Said.NOTHING)
    assert read_report(arf(OTHER, "not-spam")).said is Said.NOTHING
    assert read_report(dsn(OTHER, action="delayed", status="4.4.1")).said is Said.NOT_YET


def test_address_whose_mail_came_back_is_marked_once(session: Session, cast: Cast) -> None:
    id_ = sent(session)
    said = note_report(session, read_report(dsn(id_)), now=NOW)
    assert said == CAME_BACK(address="a…@example.org")
    note_report(session, read_report(dsn(id_)), now=NOW)
    (fact,) = session.scalars(select(AddressTrouble))
    (own,) = addresses_of(session, cast.id("ada"))
    assert (fact.address_id, fact.kind, fact.code) == (own.id, Trouble.BOUNCED, "5.1.1")
    assert fact.message_id == id_
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "address.failed"))
    assert line.facts == {"address": "a…@example.org", "trouble": "bounced", "code": "5.1.1"}
    assert trouble_at(session, "Ada@example.org") is not None


def test_complaint_marks_the_address(session: Session) -> None:
    said = note_report(session, read_report(arf(sent(session))), now=NOW)
    assert said == UNWANTED(address="a…@example.org")
    found = trouble_at(session, "ada@example.org")
    assert found is not None
    assert found.kind is Trouble.COMPLAINED


def test_report_of_nothing_of_ours_marks_nothing(session: Session) -> None:
    waiting = post_certificate(session).id
    assert note_report(session, read_report(dsn(OTHER)), now=NOW) == NOT_OURS
    assert note_report(session, read_report(dsn(waiting)), now=NOW) == NOT_OURS
    assert note_report(session, read_report(dsn(None)), now=NOW) == NOT_OURS
    assert note_report(session, read_report(b"Subject: hi\n\nhi"), now=NOW) == NO_REPORT
    late = read_report(dsn(sent(session), action="delayed"))
    assert note_report(session, late, now=NOW) == NOTHING_WRONG
    gone = read_report(dsn(sent(session, "gone@example.org")))
    assert note_report(session, gone, now=NOW) == NOBODYS
    assert session.scalars(select(AddressTrouble)).all() == []
