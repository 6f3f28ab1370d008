"""A stored file that was altered is found, told everywhere, and forgotten once it is whole."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration
from app.certificates.alterations.queries import altered_numbers
from app.certificates.alterations.rules import ALTERED
from app.certificates.badges.jose import part
from app.certificates.keys.actions import learn
from app.certificates.keys.signature import signature_of
from app.certificates.models import Certificate, CertificateKind
from app.certificates.queries import by_number
from app.certificates.transcripts.queries import certificates_that_hold
from app.certificates.verification import tasks
from app.core.agreement import Problem
from app.core.db import Database
from app.core.models import AuditLine, Task
from tests.cast import NOW, Cast
from tests.certificates.badges.held import BASE, make, page_of
from tests.certificates.office import claim, record
from tests.certificates.verification.altered import alter, look
from tests.client import Browser, SignIn, Statements
from tests.correcting import revoke
from tests.tampering import drop_guards, found

PEOPLE = "/manage/cohorts/spring-2026/certificates"
DAY = timedelta(days=1)


@pytest.fixture
def paper(session: Session, signed: bytes) -> Certificate:
    signature = signature_of(signed)
    assert signature is not None
    learn(session, signature.public, now=NOW)
    made = record(session, pdf=signed)
    session.commit()
    return made


def standing(session: Session, paper: Certificate) -> bool:
    own = by_number(session, paper.number)
    assert own is not None
    return own.status.holds


def acts(session: Session) -> list[str]:
    lines = select(AuditLine).where(col(AuditLine.act).like("certificate.found%"))
    return [line.act for line in session.scalars(lines.order_by(col(AuditLine.id)))]


def test_lists_say_what_the_public_page_says(
    sign_in: SignIn,
    browser: Browser,
    session: Session,
    database: Database,
    paper: Certificate,
    signed: bytes,
) -> None:
    ben, cora, abe = sign_in("ben"), sign_in("cora"), sign_in("abe")
    badge = make(ben, paper)
    token = browser.get(badge)
    alter(session, paper, signed + b"x")
    look(session, database)
    assert browser.page(f"/verify/{paper.code}").heading == "Cannot be confirmed"
    assert browser.get(f"/verify/{paper.code}.json").json()["status"] == "altered"
    for who, address in (
        (ben, "/my/certificates"),
        (ben, "/my/record?cohort=spring-2026"),
        (cora, f"{PEOPLE}/register"),
        (cora, f"{PEOPLE}/register?show=altered"),
        (cora, f"{PEOPLE}/register?format=csv"),
        (cora, PEOPLE),
    ):
        assert "Cannot be confirmed" in who.get(address).text, address
    own = cora.page(f"/manage/certificates/{paper.number}").text
    assert "What is stored of this certificate is not what was issued" in own
    assert cora.get(f"{PEOPLE}/files?format=zip").status_code == 404
    assert certificates_that_hold(session, Cast(session).id("ben")).snapshots == []
    assert browser.get(badge).status_code == 410
    listed = browser.get(part(token.text, 1)["credentialStatus"]["id"].removeprefix(BASE)).json()
    assert [own["revocationReason"] for own in listed["revokedCredential"]] == [
        "What is stored of its certificate is not what was issued."
    ]
    assert "so it is not given out" in ben.post(page_of(paper)).text
    assert f"1 is not as it was issued: {paper.number}." in abe.page("/admin").text
    told = cora.page("/manage/cohorts/spring-2026/history").text
    assert f"What is stored of certificate {paper.number} found to be other" in told


def test_revoked_one_stays_revoked_and_waits_for_no_backup(
    sign_in: SignIn, session: Session, database: Database, paper: Certificate
) -> None:
    revoke(session, paper)
    alter(session, paper, b"%PDF-")
    look(session, database)
    page = sign_in("cora").page(f"/manage/certificates/{paper.number}").text
    assert "Revoked on " in page
    assert "What is stored of this certificate is not what was issued" in page
    assert "Cannot be confirmed" not in sign_in("cora").get(f"{PEOPLE}/register").text
    assert altered_numbers(session) == []


def test_register_parts_what_is_altered_from_what_is_doubtful(
    sign_in: SignIn, session: Session, database: Database, paper: Certificate
) -> None:
    alter(session, paper, b"%PDF-")
    look(session, database)
    register = sign_in("cora").page(f"{PEOPLE}/register")
    assert "Doubtful" not in register.main.text
    only = sign_in("cora").page(f"{PEOPLE}/register?show=altered")
    assert paper.number in only.main.text


def test_whole_again_counts_again(
    session: Session, database: Database, paper: Certificate, signed: bytes
) -> None:
    look(session, database)
    assert standing(session, paper)
    assert acts(session) == []
    alter(session, paper, b"%PDF-")
    look(session, database, NOW + timedelta(minutes=1))
    assert standing(session, paper), "a round a day"
    look(session, database, NOW + DAY)
    look(session, database, NOW + DAY + timedelta(minutes=1))
    assert not standing(session, paper)
    alter(session, paper, signed)
    look(session, database, NOW + DAY + timedelta(minutes=2))
    assert standing(session, paper)
    alter(session, paper, b"%PDF-")
    look(session, database, NOW + 2 * DAY)
    assert not standing(session, paper)
    assert acts(session) == [
        "certificate.found_altered",
        "certificate.found_whole",
        "certificate.found_altered",
    ]
    noted = select(col(CertificateAlteration.edition)).order_by(col(CertificateAlteration.edition))
    assert session.scalars(noted).all() == [1, 2]


def test_round_goes_on_where_it_was(
    session: Session,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    paper: Certificate,
    signed: bytes,
) -> None:
    claim(session)
    record(session, kind=CertificateKind.CME_CREDIT, pdf=signed + b"2")
    session.commit()
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    tasks.keep_looking(database, NOW)
    tasks.keep_looking(database, NOW)
    for looked in range(3):
        session.expire_all()
        waiting = select(Task).where(col(Task.kind) == tasks.LOOK, col(Task.done_at).is_(None))
        (task,) = session.scalars(waiting)
        assert bool(task.payload["after"]) == bool(looked)
        task.lease_token = paper.id
        session.commit()
        tasks.look(database, task, NOW)
    ended = select(func.count()).where(col(Task.kind) == tasks.LOOK, col(Task.done_at).is_not(None))
    assert session.scalar(ended) == 3
    tasks.keep_looking(database, NOW + DAY)
    assert session.scalar(ended) == 0, "what a day leaves goes with the next"


def test_note_that_was_taken_away_is_missed(
    session: Session, database: Database, paper: Certificate
) -> None:
    alter(session, paper, b"%PDF-")
    look(session, database)
    assert found(session) == {("certificate", Problem.ALTERED)}
    drop_guards(session)
    for noted in session.scalars(select(CertificateAlteration)):
        session.delete(noted)
    session.flush()
    assert ("certificate found altered", Problem.GONE) in found(session)


def test_worker_that_finds_nothing_writes_nothing(
    session: Session, database: Database, paper: Certificate, statements: Statements
) -> None:
    look(session, database)
    with statements() as count:
        tasks.keep_looking(database, NOW)
    assert count.total == 2, count.seen


def test_what_is_altered_is_the_reason(
    session: Session, database: Database, paper: Certificate
) -> None:
    alter(session, paper, b"%PDF-")
    look(session, database)
    own = by_number(session, paper.number)
    assert own is not None
    assert own.status.doubt == ALTERED
    assert own.status.word == "altered"
