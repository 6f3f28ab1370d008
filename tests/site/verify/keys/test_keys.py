"""The public halves of the keys, for whoever checks a certificate without this site."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.keys.actions import learn, mark_compromised
from app.certificates.models import CertificateFile
from app.certificates.printing.pool import CertificatePool
from app.core.db import Database
from app.site.verify.keys import routes
from app.web.limits import RateLimit
from tests.cast import NOW
from tests.certificates.keys.known import public_key
from tests.certificates.office import office, start, work
from tests.client import Browser, Statements
from tests.commands import run
from tests.page import Page


def test_without_a_key_the_page_says_so(browser: Browser) -> None:
    page = browser.get("/verify/keys").text
    assert "No key has signed yet" in page
    assert "/verify/keys.zip" not in page


def test_each_key_is_named_with_its_fingerprint_and_whether_it_is_relied_on(
    browser: Browser, session: Session, statements: Statements
) -> None:
    first, second = public_key("Office of 2026"), public_key("Office of 2027")
    learn(session, first, now=NOW - timedelta(days=2))
    learn(session, second, now=NOW - timedelta(days=1))
    mark_compromised(session, first.fingerprint, since=NOW, why="A laptop.", now=NOW)
    session.commit()
    with statements() as count:
        answer = browser.get("/verify/keys")
    assert count.total == 1, count.seen
    page = answer.text.replace("<wbr>", "")
    assert page.index("Office of 2027") < page.index("Office of 2026")
    for public in (first, second):
        assert public.fingerprint in page
    assert page.count("Not to be relied on") == 1
    assert "A laptop." not in page, "why is for insiders"
    assert "From November 23, 2026 to November 24, 2027" in page


def test_file_checks_a_certificate_that_was_issued_here(
    browser: Browser,
    session: Session,
    database: Database,
    pool: CertificatePool,
    tmp_path: Path,
) -> None:
    start(session)
    session.commit()
    work(database, office(pool))
    session.expire_all()
    (tmp_path / "a.pdf").write_bytes(session.scalars(select(CertificateFile)).one().pdf)
    answer = browser.get("/verify/keys.zip")
    assert answer.headers["content-type"] == "application/zip"
    ZipFile(BytesIO(answer.content)).extractall(tmp_path)
    done = run("verify", str(tmp_path / "a.pdf"), "--keys", str(tmp_path / "keys"))
    assert done.returncode == 0, done.stdout
    assert b"PRIVATE" not in answer.content


def test_page_of_a_certificate_leads_there(
    browser: Browser, session: Session, database: Database, pool: CertificatePool
) -> None:
    from app.certificates.models import Certificate

    start(session)
    session.commit()
    work(database, office(pool))
    code = session.scalars(select(Certificate)).one().code
    page = Page(browser.get(f"/verify/{code}").text)
    assert page.link("Check the signature with the public keys, also years later") == "/verify/keys"
    assert "it names Waypost demo, and says whether anything was changed" in page.text
    told = browser.get(f"/verify/{code}.json").json()
    assert told["keys"].endswith("/verify/keys.zip")
    assert told["signed_by"] == "Waypost demo"
    assert len(told["signer_sha256"]) == 64


def test_asking_too_often_is_refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "FETCHED_FROM", RateLimit(1, timedelta(minutes=10), "test"))
    assert [browser.get("/verify/keys.zip").status_code for _ in range(2)] == [200, 429]
