"""Whoever has the database in hand changes a record: its line tells."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.core.agreement import Problem
from app.credit import actions as credit
from app.history.agreement.queries import all_disagreements
from tests.cast import Cast
from tests.credit.claims import attestation_of, claim_for
from tests.issued import issue_certificate
from tests.tampering import drop_guards

ALTERED, GONE, UNTOLD = Problem.ALTERED, Problem.GONE, Problem.UNTOLD
ATTACKS = {
    "UPDATE attestation SET typed_name = 'Eve'": ("attestation", ALTERED, ("seal",)),
    "UPDATE attestation SET zone = 'Etc/UTC'": ("attestation", ALTERED, ("seal",)),
    "UPDATE claim SET quarters = 23": ("claim", ALTERED, ("quarters", "seal")),
    "UPDATE claim SET statement = 'I claim more.'": ("claim", ALTERED, ("seal",)),
    "DELETE FROM claim_withdrawal": ("claim taken back", GONE, ()),
    "UPDATE certificate SET code = '7K3M-9QFX-2B4T-HW6D-H'": ("certificate", ALTERED, ("seal",)),
    "UPDATE certificate_file SET pdf = 'another'": ("certificate", ALTERED, ("pdf_sha256",)),
    "DELETE FROM certificate_file": ("certificate", ALTERED, ("pdf_sha256",)),
    "UPDATE attendance SET status = 'excused'": ("attendance", ALTERED, ()),
    "UPDATE attendance SET minutes = 59": ("attendance", ALTERED, ()),
    "UPDATE attendance_change SET from_minutes = 1": ("attendance", ALTERED, ("seal",)),
    "DELETE FROM attendance_change": ("attendance", GONE, ()),
}
"""What is done to the database, and what becomes known of it."""


@pytest.fixture
def certificate(session: Session, cast: Cast) -> Certificate:
    return issue_certificate(session, cast.enrollment("ben"))


@pytest.fixture
def tampered(session: Session, cast: Cast, certificate: Certificate, now: datetime) -> Session:
    """A database with a record of every kind, without its guards."""
    made = claim_for(session, cast, "ben", 20, now)
    credit.withdraw_claim(session, made, issued_at=None, by=cast.id("ben"), now=now)
    session.flush()
    drop_guards(session)
    return session


def found(session: Session) -> set[tuple[str, Problem, tuple[str, ...]]]:
    session.expire_all()
    return {(each.kind, each.problem, each.facts) for each in all_disagreements(session)}


def test_nothing_is_found_where_nothing_was_changed(tampered: Session) -> None:
    assert found(tampered) == set()


@pytest.mark.parametrize("attack", ATTACKS)
def test_change_behind_the_application_is_found(tampered: Session, attack: str) -> None:
    values = {"pdf": b"another"} if "pdf" in attack else {}
    tampered.execute(text(attack.replace("'another'", ":pdf")), values)
    assert ATTACKS[attack] in found(tampered)


def test_record_that_was_put_in_is_found(tampered: Session, cast: Cast) -> None:
    attestation = attestation_of(tampered, cast, "ben", 1)
    other = type(attestation)(**attestation.model_dump(exclude={"id", "edition"}), edition=2)
    tampered.add(other)
    tampered.flush()
    assert ("attestation", UNTOLD, ()) in found(tampered)
