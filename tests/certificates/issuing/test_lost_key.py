"""With a key that somebody else may have nothing is issued; what was ordered waits for another."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.tasks import make_handlers
from app.certificates.keys import rules
from app.certificates.keys.actions import learn, mark_compromised
from app.certificates.keys.public import PublicKey
from app.certificates.keys.queries import known_keys
from app.certificates.keys.signature import signature_of
from app.certificates.models import Certificate, CertificateFile
from app.certificates.printing.evidence import KEY_REVOKED
from app.certificates.printing.keys import demo_key_file, load_key, replaced_demo_key
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Worker
from app.settings import Settings
from tests.cast import NOW
from tests.certificates.office import ADDRESS, start
from tests.certificates.revoking import GivingAuthority
from tests.correcting import NOTE, reissue, revoke

LATER = NOW + timedelta(minutes=20)


def test_a_running_worker_stops_once_its_certificate_has_expired_or_its_key_is_lost(
    database: Database, session: Session, tmp_path: Path
) -> None:
    settings = Settings(demo=True, base_url=ADDRESS, data_dir=tmp_path)
    moment = [NOW]
    with make_handlers(settings, lambda: moment[0]) as handlers:
        running = Worker(database, handlers, clock=lambda: moment[0], at_once=1)
        start(session)
        session.commit()
        running.run_until_idle()
        (first,) = session.scalars(select(Certificate)).all()
        own = known_keys(session)[0]

        revoke(session, first)
        reissue(session, first, NOTE)
        session.commit()
        moment[0] = own.valid_until + timedelta(seconds=1)
        running.run_until_idle()
        assert said(session) == str(rules.EXPIRED(end=own.valid_until))

        mark_compromised(session, own.fingerprint, since=LATER, why="Lost.", now=LATER)
        session.commit()
        moment[0] += timedelta(hours=1)
        running.run_until_idle()
        assert said(session) == str(rules.COMPROMISED(since=LATER))
    assert session.scalars(select(Certificate)).all() == [first]
    assert len(session.scalars(select(CertificateFile)).all()) == 1


def said(session: Session) -> str:
    """What the task says that waits; it is not given up."""
    session.expire_all()
    (task,) = session.scalars(
        select(Task).where(col(Task.done_at).is_(None), col(Task.kind) == ISSUE)
    ).all()
    assert task.failed_at is None
    return task.error


def test_what_was_ordered_waits_and_is_issued_once_with_the_next_key(
    database: Database, session: Session, tmp_path: Path
) -> None:
    settings = Settings(demo=True, base_url=ADDRESS, data_dir=tmp_path)
    lost = PublicKey(tuple(load_key(demo_key_file(tmp_path, NOW), None)[1]))
    learn(session, lost, now=NOW)
    mark_compromised(session, lost.fingerprint, since=NOW, why="Lost.", now=NOW)
    start(session)
    session.commit()
    with make_handlers(settings, lambda: NOW) as handlers:
        Worker(database, handlers, clock=lambda: NOW, at_once=1).run_until_idle()
    session.expire_all()
    task = session.scalars(select(Task)).one()
    assert (task.error, task.failed_at) == (str(rules.COMPROMISED(since=NOW)), None)
    assert task.not_before == NOW + timedelta(minutes=10)
    assert session.scalars(select(Certificate)).all() == []

    with replaced_demo_key(tmp_path, NOW):
        pass
    with make_handlers(settings, lambda: LATER) as handlers:
        Worker(database, handlers, clock=lambda: LATER, at_once=1).run_until_idle()
    session.expire_all()
    signature = signature_of(session.scalars(select(CertificateFile)).one().pdf)
    assert signature is not None
    assert signature.fingerprint != lost.fingerprint
    assert [key.fingerprint for key in known_keys(session)] == [
        signature.fingerprint,
        lost.fingerprint,
    ]


def test_what_was_ordered_waits_once_the_authority_has_revoked_the_key(
    database: Database, session: Session, tmp_path: Path
) -> None:
    with GivingAuthority() as authority:
        settings = Settings(
            base_url=ADDRESS,
            demo=True,
            data_dir=tmp_path,
            signing_key=authority.key_file(tmp_path),
            ltv_fetch=True,
        )
        authority.revoked = True
        start(session)
        session.commit()
        with make_handlers(settings, lambda: NOW) as handlers:
            Worker(database, handlers, clock=lambda: NOW, at_once=1).run_until_idle()
    assert said(session) == str(KEY_REVOKED)
    assert session.scalars(select(Certificate)).all() == []
