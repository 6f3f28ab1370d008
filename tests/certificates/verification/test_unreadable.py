"""What cannot be read is altered, and keeps nobody from looking at the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.queries import altered
from app.certificates.keys.actions import learn
from app.certificates.keys.signature import signature_of
from app.certificates.models import Certificate, CertificateFile, CertificateKind
from app.certificates.verification import tasks
from app.core.db import Database
from app.core.models import Task
from tests.cast import NOW
from tests.certificates.office import claim, record
from tests.certificates.verification.altered import alter, look
from tests.client import Browser
from tests.tampering import drop_guards

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NO_TEXT = "CAST(x'25504446fffe' AS TEXT)"
"""Bytes that are no UTF-8, as a text: SQLite keeps what it is given."""
DAMAGED = {
    "its file": f"UPDATE certificate_file SET pdf = {NO_TEXT} WHERE certificate_id = :id",
    "its words": f"UPDATE certificate SET snapshot = {NO_TEXT} WHERE id = :id",
    "its words as bytes": "UPDATE certificate SET snapshot = x'25fffe' WHERE id = :id",
    "its kind": "UPDATE certificate SET kind = 'none' WHERE id = :id",
    "its line": "UPDATE audit_line SET facts = '{' WHERE object_id = :long AND act LIKE '%.issued'",
}


@pytest.fixture
def papers(session: Session, signed: bytes) -> list[Certificate]:
    """Two certificates, by number."""
    signature = signature_of(signed)
    assert signature is not None
    learn(session, signature.public, now=NOW)
    first = record(session, pdf=signed)
    claim(session)
    second = record(session, kind=CertificateKind.CME_CREDIT, pdf=signed + b"2")
    session.commit()
    return sorted([first, second], key=lambda own: own.number)


def damage(session: Session, paper: Certificate, statement: str) -> None:
    drop_guards(session)
    named = {"id": paper.id.hex, "long": str(paper.id)}
    session.execute(
        text(statement), {name: value for name, value in named.items() if f":{name}" in statement}
    )
    session.commit()
    session.expunge_all()


def known(session: Session) -> list[str]:
    session.commit()
    return [own.number for own in altered(session)]


@pytest.mark.parametrize("what", DAMAGED)
def test_one_that_cannot_be_read_is_altered(
    session: Session, database: Database, papers: list[Certificate], what: str
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL holds only what is of the column")
    numbers = [own.number for own in papers]
    damage(session, papers[0], DAMAGED[what])
    look(session, database)
    assert known(session) == numbers[:1]
    waits = select(Task).where(col(Task.kind) == tasks.LOOK, col(Task.done_at).is_(None))
    assert session.scalars(waits).all() == []


@pytest.mark.parametrize("what", ["its file", "its words", "its line"])
def test_public_page_cannot_confirm_it(
    session: Session, database: Database, browser: Browser, papers: list[Certificate], what: str
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL holds only what is of the column")
    code = papers[0].code
    damage(session, papers[0], DAMAGED[what])
    assert browser.page(f"/verify/{code}").heading == "Cannot be confirmed"
    assert browser.get(f"/verify/{code}.json").json()["status"] == "altered"


def test_file_of_another_type_is_the_same_file(
    session: Session, database: Database, papers: list[Certificate]
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL holds only what is of the column")
    damage(session, papers[0], "UPDATE certificate_file SET pdf = CAST(pdf AS TEXT)")
    look(session, database)
    assert known(session) == []


def test_round_that_is_stuck_is_begun_anew(
    session: Session, database: Database, papers: list[Certificate]
) -> None:
    tasks.keep_looking(database, NOW)
    tasks.keep_looking(database, NOW + DAY)
    waits = select(col(Task.key)).where(col(Task.kind) == tasks.LOOK)
    assert session.scalars(waits).all() == [NOW.date().isoformat()], "it may still go on"
    tasks.keep_looking(database, NOW + 2 * DAY)
    session.expire_all()
    assert session.scalars(waits).all() == [(NOW + 2 * DAY).date().isoformat()]


def test_many_are_looked_at_in_turn(
    session: Session,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    papers: list[Certificate],
) -> None:
    first, second = (own.number for own in papers)
    pdfs = {own.id: session.get_one(CertificateFile, own.id).pdf for own in papers}
    for own in papers:
        alter(session, own, b"%PDF-")
    look(session, database)
    assert known(session) == [first, second]
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    alter(session, papers[1], pdfs[papers[1].id])
    for later in (1, 2):
        look(session, database, NOW + later * MINUTE)
    assert known(session) == [first]
    alter(session, papers[0], pdfs[papers[0].id])
    look(session, database, NOW + 3 * MINUTE)
    assert known(session) == []


def test_round_finds_what_is_whole_again(
    session: Session,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    papers: list[Certificate],
) -> None:
    before = {own.id: session.get_one(CertificateFile, own.id).pdf for own in papers}
    alter(session, papers[1], b"%PDF-")
    look(session, database)
    assert known(session) == [papers[1].number]
    alter(session, papers[1], before[papers[1].id])
    monkeypatch.setattr(tasks, "_due", lambda _known, _now: [])
    look(session, database, NOW + DAY)
    assert known(session) == []
