"""Certificates wait for the time stamping authority, and are issued once when it is back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.issuing.tasks import make_handlers
from app.certificates.keys.folder import export
from app.certificates.keys.queries import known_keys
from app.certificates.keys.signature import signature_of
from app.certificates.models import Certificate, CertificateFile
from app.certificates.printing.stamps import NO_STAMP
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.core.worker import Worker
from app.settings import Settings
from tests.cast import NOW
from tests.certificates.authority import Mood, StampingAuthority
from tests.certificates.office import ADDRESS, start
from tests.commands import run


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[StampingAuthority]:
    with StampingAuthority(tmp_path, NOW) as authority:
        yield authority


def settings(authority: StampingAuthority, folder: Path, **others: Any) -> Settings:
    return Settings(
        demo=True,
        base_url=ADDRESS,
        data_dir=folder / "data",
        tsa_url=authority.url,
        tsa_certificates=authority.root,
        **others,
    )


def work_at(database: Database, settings: Settings, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    with make_handlers(settings, lambda: now) as handlers:
        Worker(database, handlers, clock=lambda: now, at_once=1).run_until_idle()


def files(session: Session) -> list[bytes]:
    session.expire_all()
    return list(session.scalars(select(CertificateFile.pdf)))  # type: ignore[call-overload]


def test_what_was_ordered_waits_while_there_is_no_stamp(
    database: Database, session: Session, authority: StampingAuthority, tmp_path: Path
) -> None:
    start(session)
    session.commit()
    own = settings(authority, tmp_path)
    authority.mood = Mood.FAILS
    for minutes in range(0, 20, 2):  # more often than other tasks are tried
        work_at(database, own, minutes)
    session.expire_all()
    task = session.scalars(select(Task)).one()
    assert (task.failed_at, task.done_at) == (None, None)
    assert NO_STAMP.code in str(task.error_reason)
    assert files(session) == []
    authority.mood = Mood.STAMPS
    for minutes in (21, 23):
        work_at(database, own, minutes)
    (pdf,) = files(session)
    signature = signature_of(pdf)
    assert signature is not None
    assert signature.at.stamped == NOW
    assert len(session.scalars(select(Certificate)).all()) == 1
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_where_none_is_required_it_is_issued_without(
    database: Database, session: Session, authority: StampingAuthority, tmp_path: Path
) -> None:
    start(session)
    session.commit()
    authority.mood = Mood.REFUSES
    work_at(database, settings(authority, tmp_path, tsa_required=False), 0)
    (pdf,) = files(session)
    signature = signature_of(pdf)
    assert signature is not None
    assert signature.at.stamped is None


def test_a_stamp_keeps_a_file_when_its_key_is_lost(
    database: Database, session: Session, authority: StampingAuthority, tmp_path: Path
) -> None:
    """Offline, where no record says when it was issued."""
    from app.certificates.keys.actions import mark_compromised

    start(session)
    session.commit()
    work_at(database, settings(authority, tmp_path), 0)
    (pdf,) = files(session)
    (key,) = known_keys(session)
    file, folder = tmp_path / "a.pdf", tmp_path / "keys"
    file.write_bytes(pdf)
    for lost, code in ((timedelta(minutes=1), 0), (timedelta(minutes=-1), 1)):
        mark_compromised(
            session, key.fingerprint, since=NOW + lost, why="Lost.", now=NOW + timedelta(days=1)
        )
        export(known_keys(session), folder, authority.root)
        done = run("verify", str(file), "--keys", str(folder))
        assert done.returncode == code, done.stdout
        assert "A time stamp shows that it was signed by 2026-11-18 17:00 UTC." in done.stdout
    export(known_keys(session), folder)
    assert "By what it says of itself" in run("verify", str(file), "--keys", str(folder)).stdout


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"TSA_URL": "http://tsa.example"}, "Set TSA_CERTIFICATES, too"),
        ({"LTV_REQUIRED": "1"}, "Set LTV_FILES or LTV_FETCH, too"),
        ({"TSA_URL": "tsa.example"}, "TSA_URL must be an address"),
    ],
)
def test_half_of_the_settings_is_refused(given: dict[str, str], why: str) -> None:
    done = run("keys", "list", DEMO="1", **given)
    assert done.returncode == 2
    assert why in done.stderr


def test_doctor_asks_for_a_stamp(authority: StampingAuthority, tmp_path: Path) -> None:
    from app.installation.trying import try_out

    own = settings(authority, tmp_path)
    assert try_out(own).stamps is None
    authority.mood = Mood.FAILS
    assert "gave no stamp" in str(try_out(own).stamps)
