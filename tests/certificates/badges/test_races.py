"""Two requests for one badge at the same moment, on PostgreSQL side by side.

The second begins while the first is not committed.
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges import actions
from app.certificates.badges.models import Badge, BadgeFile, BadgeWithdrawal
from app.certificates.badges.printing import SignedBadge
from app.certificates.badges.queries import badge_of
from app.certificates.queries import CertificateWithStatus, by_number
from app.core.db import Database
from app.core.ids import new_id
from app.core.models import AuditLine
from tests.cast import NOW, Cast
from tests.certificates.badges.held import hold
from tests.certificates.keys.known import public_key
from tests.races import Act, one_after_the_other


@pytest.fixture
def number(real_database: Database) -> str:
    with real_database.write() as session:
        return hold(session, Cast(session)).number


def made() -> SignedBadge:
    """As the process signs one: each with an id of its own."""
    badge_id = new_id()
    chain = (public_key(made=NOW - timedelta(days=1)).der,)
    return SignedBadge(badge_id, f"jws-{badge_id}", "k", "i", "It", "{}", b"", chain)


def own(session: Session, number: str) -> CertificateWithStatus:
    found = by_number(session, number)
    assert found is not None
    return found


def making(number: str) -> Act:
    """Ben asks for it; what is signed was signed before the transaction."""
    signed = made()

    def make(session: Session) -> None:
        by = Cast(session).id("ben")
        actions.make_badge(session, own(session, number), signed, by=by, now=NOW)

    return make


def withdrawing(number: str) -> Act:
    def withdraw(session: Session) -> None:
        by = Cast(session).id("ben")
        actions.withdraw_badge(session, own(session, number).certificate, by=by, now=NOW)

    return withdraw


def counts(database: Database, *kinds: type[Badge | BadgeFile | BadgeWithdrawal]) -> list[int]:
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def acts(database: Database) -> list[str]:
    with database.read() as session:
        told = select(col(AuditLine.act)).where(col(AuditLine.act).like("badge.%"))
        return list(session.scalars(told.order_by(col(AuditLine.id))))


def test_asked_for_twice_at_once_it_is_made_once(real_database: Database, number: str) -> None:
    one_after_the_other(real_database, making(number), making(number))
    assert counts(real_database, Badge, BadgeFile) == [1, 1]
    assert acts(real_database) == ["badge.made"]


def test_withdrawn_while_it_is_asked_for_again_there_is_a_new_one(
    real_database: Database, number: str
) -> None:
    with real_database.write() as session:
        making(number)(session)
    one_after_the_other(real_database, withdrawing(number), making(number))
    assert counts(real_database, Badge, BadgeFile, BadgeWithdrawal) == [2, 1, 1]
    assert acts(real_database) == ["badge.made", "badge.withdrawn", "badge.made"]


def test_withdrawn_while_it_is_being_made_it_is_gone(real_database: Database, number: str) -> None:
    one_after_the_other(real_database, making(number), withdrawing(number))
    assert counts(real_database, Badge, BadgeFile, BadgeWithdrawal) == [1, 0, 1]
    with real_database.read() as session:
        badge = badge_of(session, own(session, number).certificate.id, doubtful=False)
        assert badge is not None
        assert badge.withdrawn_at == NOW


def test_withdrawn_twice_at_once_it_is_withdrawn_once(real_database: Database, number: str) -> None:
    with real_database.write() as session:
        making(number)(session)
    one_after_the_other(real_database, withdrawing(number), withdrawing(number))
    assert acts(real_database) == ["badge.made", "badge.withdrawn"]
