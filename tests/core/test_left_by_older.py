"""What an older version left: what it issued still holds, and what it had begun is finished.

`v1-completion.pdf` was printed and signed by the version of that time, and never is again. Rows,
kinds of tasks and their payloads stand here as it wrote them, not as today's code would.
"""

import hashlib
import json
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    LargeBinary,
    Uuid,
    column,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from app.background import worker
from app.certificates.models import Certificate, CertificateFile, CertificateKind
from app.certificates.verification.files import Match, check_file
from app.content.booklets.booklet import Booklet
from app.content.booklets.queries import print_of
from app.core import schema
from app.core.audit import line_hash
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.ids import new_id
from app.core.models import Task
from app.history.agreement.queries import all_disagreements
from app.main import create_app
from app.printing.pool import PrintingPool
from app.settings import PROJECT_ROOT, Settings
from tests.cast import NOW, Cast
from tests.certificates.office import claim
from tests.client import Browser
from tests.messages.server import Behavior, FakeMailServer

OLDER = "0003_content_releases"
ISSUED = Path(__file__).parent.parent / "certificates" / "snapshots" / "v1-completion"
SNAPSHOT = ISSUED.with_suffix(".json").read_text(encoding="utf-8").strip()
PDF = ISSUED.with_suffix(".pdf").read_bytes()
NEWEST_HASH = "SELECT hash FROM audit_line ORDER BY id DESC LIMIT 1"
COOKIE = "of-a-browser-that-is-signed-in"
TYPES: dict[type, TypeEngine[Any]] = {
    UUID: Uuid(),
    bytes: LargeBinary(),
    datetime: DateTime(timezone=True),
    dict: JSON(),
}


class Older:
    """Writes rows into a database of the older version."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def put(self, name: str, **row: object) -> None:
        """Insert one row."""
        columns = (column(key, TYPES.get(type(value))) for key, value in row.items())
        self.connection.execute(insert(table(name, *columns)).values(row))

    def record_issue(self, issued: dict[str, Any]) -> None:
        """Write the line of a certificate's issue, which had no seal."""
        told = ("number", "kind", "edition", "snapshot_sha256", "pdf_sha256")
        facts = {name: issued[name] for name in told}
        line = {
            "at": issued["issued_at"],
            "actor_id": issued["issued_by"],
            "on_behalf_of": None,
            "act": "certificate.issued",
            "object_kind": "certificate",
            "object_id": str(issued["id"]),
            "facts": facts | {"enrollment": str(issued["enrollment_id"]), "job": None},
            "reason": "",
            "previous_hash": self.connection.scalar(text(NEWEST_HASH)),
        }
        self.put("audit_line", **line, hash=line_hash(SimpleNamespace(**line, chain="")))

    def wait(self, kind: str, key: str, payload: dict[str, str], **lease: object) -> None:
        """Insert a task that is due."""
        row = {"attempts": 0, "error": "", "label": ""} | lease
        self.put("task", id=new_id(), kind=kind, key=key, payload=payload, not_before=NOW, **row)


def downgrade(database: Database) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = database.url
    command.downgrade(config, OLDER)


def test_certificate_issued_by_an_older_version_verifies_and_is_the_same_file(
    real_database: Database,
) -> None:
    facts = json.loads(SNAPSHOT)
    with real_database.read() as session:
        cast = Cast(session)
        ben, issued = cast.id("ben"), new_id()
        left = {
            "id": issued,
            "enrollment_id": cast.enrollment("ben").id,
            "kind": "completion",
            "edition": 1,
            "number": facts["number"],
            "code": facts["code"],
            "claim_id": None,
            "snapshot": SNAPSHOT,
            "snapshot_sha256": hashlib.sha256(SNAPSHOT.encode()).hexdigest(),
            "pdf_sha256": hashlib.sha256(PDF).hexdigest(),
            "issued_at": NOW,
            "issued_by": cast.id("cora"),
        }
    downgrade(real_database)
    with real_database.engine.begin() as connection:
        older = Older(connection)
        older.put("certificate", **left)
        older.put("certificate_file", certificate_id=issued, pdf=PDF)
        older.record_issue(left)
        older.put(
            "web_session",
            id=new_id(),
            person_id=ben,
            token_hash=hashlib.sha256(COOKIE.encode()).hexdigest(),
            created_at=NOW,
            expires_at=NOW + timedelta(days=1),
            user_agent="",
        )
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        kept = session.get_one(Certificate, issued).model_dump()
        assert kept == {**left, "teaching_id": None}
        check = check_file(session, PDF)
        assert (check.match, check.verdict.problem, check.holds) == (Match.EXACT, None, True)
        assert first_bad_line(session) is None
        found = {each.kind for each in all_disagreements(session)}
        assert found <= {"event of a place"}, "those were unmade on the way down"
        flipped = PDF[:2000] + bytes([PDF[2000] ^ 1]) + PDF[2001:]
        assert check_file(session, flipped).match is Match.CHANGED
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    owner, cora = Browser(app), Browser(app).sign_in("cora")
    owner.cookies.set("waypost", COOKIE)
    page = owner.page(f"/verify/{facts['code']}").text
    assert "Valid This certificate is valid." in page
    assert "Issued to Dana Okafor, MD, MPH" in page
    assert owner.get(f"/my/certificates/{facts['number']}.pdf").content == PDF
    assert cora.get(f"/manage/certificates/{facts['number']}.pdf").content == PDF


def words_of(mail: EmailMessage) -> str:
    """What a mail says in plain text."""
    plain = mail.get_body(("plain",))
    assert isinstance(plain, EmailMessage)
    return str(plain.get_content())


def print_nothing(_pool: object, order: object) -> bytes | Booklet:
    """In place of the printing processes: a snapshot is sent as text, a booklet's order is not."""
    return b"%PDF-" if isinstance(order, str) else Booklet(b"%PDF-", 1)


def test_letter_certificate_and_booklet_that_waited_are_sent_issued_and_printed(
    real_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with real_database.write() as session:
        claim(session)
        cast = Cast(session)
        enrollment, cora = cast.enrollment("ben").id, cast.id("cora")
        module = cast.unit("spring-2026", 1).module_version_id
        assert module is not None
    downgrade(real_database)
    with real_database.engine.begin() as connection:
        older, mail = Older(connection), new_id()
        older.put(
            "outbox_message",
            id=mail,
            key="sign-in:1",
            kind="sign_in",
            recipient="ben@example.org",
            subject="Your link",
            text="Hello Ben,\n\nopen this link.\n",
            created_at=NOW,
            useless_after=NOW + timedelta(minutes=10),
        )
        killed = {"attempts": 1, "lease_token": new_id(), "leased_until": NOW - timedelta(hours=1)}
        older.wait("mail.deliver", str(mail), {}, **killed)
        order = {"enrollment": str(enrollment), "kind": "cme_credit", "by": str(cora)}
        older.wait("certificate.issue", f"{new_id()}:{enrollment}:cme_credit", order)
        older.wait("content.print", f"{module}:of-another-template", {"version": str(module)})
    schema.upgrade(real_database.url)

    monkeypatch.setattr(PrintingPool, "produce", print_nothing)
    does = Behavior()
    with FakeMailServer(does) as server:
        url = SecretStr(f"smtp://127.0.0.1:{server.port}")
        settings = Settings(demo=True, data_dir=tmp_path, smtp_url=url)
        with worker(settings, real_database, lambda: NOW) as one:
            one.run_until_idle()
    with real_database.read() as session:
        undone = select(col(Task.kind), col(Task.error)).where(col(Task.done_at).is_(None))
        assert session.execute(undone).all() == []
        certificate = session.scalars(select(Certificate)).one()
        assert (certificate.kind, certificate.issued_by) == (CertificateKind.CME_CREDIT, cora)
        assert session.get_one(CertificateFile, certificate.id).pdf == b"%PDF-"
        assert print_of(session, module) is not None
    sent = {mail["Subject"]: words_of(mail) for mail in does.mails}
    assert sent.keys() == {"Your link", "Your certificate is ready: Certificate of credit"}
    assert sent["Your link"].splitlines()[:3] == ["Hello Ben,", "", "open this link."]
