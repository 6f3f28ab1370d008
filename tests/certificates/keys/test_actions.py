"""Certificates of keys are kept once, and a key that is lost is said to be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.keys import rules
from app.certificates.keys.actions import learn, mark_compromised, require_trusted
from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.keys.queries import by_fingerprint, known_keys
from app.core.db import Database
from app.core.errors import BusyError, RefusedError
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from tests.cast import NOW
from tests.certificates.keys.known import public_key
from tests.tampering import drop_guards

DAY = timedelta(days=1)


def lines(session: Session, act: str) -> list[AuditLine]:
    return list(session.scalars(select(AuditLine).where(col(AuditLine.act) == act)))


def test_a_key_is_kept_once_with_a_line(session: Session) -> None:
    public = public_key()
    assert learn(session, public, now=NOW)
    assert not learn(session, public, now=NOW + DAY)
    known = by_fingerprint(session, public.fingerprint)
    assert known is not None
    assert (known.subject, known.learned_at) == ("Test Provider", NOW)
    assert known.certificate == public.pem
    assert "PRIVATE" not in known.certificate
    (line,) = lines(session, "signing-key.first_used")
    assert (line.object_id, line.chain) == (public.fingerprint, "")
    assert list(all_disagreements(session)) == []


def test_processes_that_learn_a_key_at_once_keep_one(real_database: Database) -> None:
    public = public_key()

    def learning(_: int) -> bool:
        with real_database.write() as session:
            return learn(session, public, now=NOW)

    with ThreadPoolExecutor(6) as together:
        assert sum(together.map(learning, range(6))) == 1
    with real_database.read() as session:
        assert [key.fingerprint for key in known_keys(session)] == [public.fingerprint]
        assert len(lines(session, "signing-key.first_used")) == 1


def test_a_lost_key_is_marked_with_its_reason_and_signs_no_more(session: Session) -> None:
    public = public_key()
    learn(session, public, now=NOW - 9 * DAY)
    require_trusted(session, public.fingerprint)
    beginning = public.fingerprint[:12].upper()
    for since in (NOW - DAY, NOW - 2 * DAY, NOW - DAY):
        mark_compromised(session, beginning, since=since, why=" A laptop. ", now=NOW)
    known = by_fingerprint(session, public.fingerprint)
    assert known is not None
    assert known.compromised_since == NOW - 2 * DAY, "the earliest counts"
    first, second = lines(session, "signing-key.compromised")
    assert (first.reason, second.object_id) == ("A laptop.", public.fingerprint)
    with pytest.raises(BusyError) as refused:
        require_trusted(session, public.fingerprint)
    assert refused.value.reason == rules.COMPROMISED(since=NOW - 2 * DAY)
    assert list(all_disagreements(session)) == []


def test_which_key_is_meant_has_to_be_clear(session: Session) -> None:
    first, second = public_key("One"), public_key("Two")
    for public in (first, second):
        learn(session, public, now=NOW)
    for beginning, why in (("zz", rules.NO_SUCH_KEY), ("", rules.SEVERAL_KEYS)):
        with pytest.raises(RefusedError) as refused:
            mark_compromised(session, beginning, since=NOW, why="Lost.", now=NOW)
        assert refused.value.reason == why(beginning=beginning)
    assert session.scalar(select(func.count()).select_from(SigningKeyCompromise)) == 0


def test_a_key_that_was_put_under_it_disagrees_with_its_line(session: Session) -> None:
    learn(session, public_key(), now=NOW)
    drop_guards(session)
    session.scalars(select(SigningKey)).one().certificate = public_key().pem
    session.flush()
    (found,) = all_disagreements(session)
    assert (found.kind, found.facts) == ("signing key", ("seal",))
