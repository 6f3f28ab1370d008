"""Claiming, taking back, freezing: what is written, and who is refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import PolicyVersion
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine
from app.credit import actions, queries, rules
from app.credit.completion.rules import MODULES_OPEN
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.models import Activity, Claim, ClaimWithdrawal
from app.learning.models import AttestationWithdrawal
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.credit.claims import attestation_of, claim_for, learner_of
from tests.refusals import refuses

THREADS = 20


def acts(session: Session) -> Counter[str]:
    wanted = select(col(AuditLine.act)).where(col(AuditLine.act).like("claim.%"))
    frozen = select(col(AuditLine.act)).where(col(AuditLine.act) == "policy.frozen")
    return Counter([*session.scalars(wanted), *session.scalars(frozen)])


def policy_of(session: Session, cast: Cast) -> PolicyVersion:
    return learner_of(session, cast, "ben").policy_version


def test_claim_keeps_what_was_stated_and_what_was_earned(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = claim_for(session, cast, "ben", 23, now)
    assert (made.quarters, made.eligible_quarters, made.edition) == (23, 24, 1)
    assert made.credit_system == AMA_PRA_1
    assert made.statement.startswith("I claim 5.75 AMA PRA Category 1 Credits™ for Mentor")
    assert made.facts["session"] == {"count": 4, "minutes": 240, "counted_minutes": 240}
    assert made.facts["module"] == {"count": 4, "minutes": 120, "counted_minutes": 120}
    assert (made.facts["activity_version"], made.facts["policy_version"]) == (1, 1)
    assert made.facts["claimant"] == {
        "certificate_name": "Ben Begay",
        "degrees": "MD",
        "profession": "physician",
        "is_verified": True,
    }
    assert (made.claimed_at, made.by) == (now, cast.id("ben"))


def test_claim_of_a_nurse_is_in_hours(session: Session, cast: Cast, now: datetime) -> None:
    cast.person("ben").profession = Profession.NURSE
    made = claim_for(session, cast, "ben", 24, now)
    assert made.credit_system == PARTICIPATION
    assert made.statement.endswith("for 6.00 hours.")


def test_claim_leaves_a_line(session: Session, cast: Cast, now: datetime) -> None:
    made = claim_for(session, cast, "ben", 23, now)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "claim.made")).one()
    assert line.object_id == str(made.enrollment_id)
    assert line.actor_id == cast.id("ben")
    assert (line.facts["quarters"], line.facts["eligible_quarters"]) == (23, 24)


def test_claim_above_what_was_earned_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(rules.TOO_MUCH(earned=Decimal(6))):
        claim_for(session, cast, "ben", 25, now)
    assert session.scalar(select(func.count()).select_from(Claim)) == 0


@pytest.mark.parametrize("quarters", [0, -4])
def test_claim_of_nothing_is_refused(
    session: Session, cast: Cast, now: datetime, quarters: int
) -> None:
    with refuses(rules.TOO_LITTLE(least=Decimal("0.25"))):
        claim_for(session, cast, "ben", quarters, now)


def test_claim_before_completion_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    taken_back = attestation_of(session, cast, "ben", 4)
    session.add(
        AttestationWithdrawal(attestation_id=taken_back.id, withdrawn_at=now, by=cast.id("ben"))
    )
    with refuses(rules.COMPLETE_FIRST(missing=(MODULES_OPEN(count=1, units=("Week 4",)),))):
        claim_for(session, cast, "ben", 4, now)


def test_claim_after_the_window_is_refused(session: Session, cast: Cast) -> None:
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    closes = approved.activity.claims_close_at
    with refuses(rules.CLAIMS_CLOSED):
        claim_for(session, cast, "ben", 4, closes)
    assert claim_for(session, cast, "ben", 4, closes - timedelta(seconds=1)).edition == 1


def test_second_claim_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    claim_for(session, cast, "ben", 4, now)
    with refuses(rules.ALREADY_CLAIMED):
        claim_for(session, cast, "ben", 5, now)


def test_same_claim_again_changes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    first = claim_for(session, cast, "ben", 4, now)
    assert claim_for(session, cast, "ben", 4, now + timedelta(minutes=1)) == first
    assert acts(session)["claim.made"] == 1


def test_second_claim_is_refused_under_a_newer_version_of_the_activity(
    session: Session, cast: Cast, now: datetime
) -> None:
    claim_for(session, cast, "ben", 4, now)
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    session.add(Activity(**approved.activity.model_dump(exclude={"id"}) | {"version": 2}))
    session.flush()
    with refuses(rules.ALREADY_CLAIMED):
        claim_for(session, cast, "ben", 5, now)


def test_claim_can_be_made_again_after_it_was_taken_back(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = claim_for(session, cast, "ben", 24, now)
    actions.withdraw_claim(session, first, issued_at=None, by=first.by, now=now)
    second = claim_for(session, cast, "ben", 20, now)
    assert (second.edition, second.quarters) == (2, 20)
    assert acts(session) == {"claim.made": 2, "claim.taken-back": 1, "policy.frozen": 1}


def test_claim_that_was_taken_back_stays_in_the_history(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = claim_for(session, cast, "ben", 24, now)
    actions.withdraw_claim(session, made, issued_at=None, by=made.by, now=now)
    assert session.get_one(Claim, made.id).quarters == 24
    taken_back = session.scalars(select(ClaimWithdrawal)).one()
    assert (taken_back.claim_id, taken_back.withdrawn_at, taken_back.by) == (made.id, now, made.by)


def test_taking_back_is_refused_once_a_certificate_was_issued(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = claim_for(session, cast, "ben", 24, now)
    with refuses(rules.ISSUED):
        actions.withdraw_claim(session, made, issued_at=now, by=made.by, now=now)
    assert queries.has_claimed(session, made.enrollment_id)


def test_taking_back_without_a_claim_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(rules.NO_CLAIM):
        actions.withdraw_claim(session, None, issued_at=None, by=cast.id("ben"), now=now)


def test_claim_is_never_changed(session: Session, cast: Cast, now: datetime) -> None:
    claim_for(session, cast, "ben", 24, now)
    with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
        session.execute(text("UPDATE claim SET quarters = 1"))


def test_first_claim_freezes_the_policy(session: Session, cast: Cast, now: datetime) -> None:
    assert policy_of(session, cast).frozen_at is None
    claim_for(session, cast, "ben", 24, now)
    session.expire_all()
    assert policy_of(session, cast).frozen_at == now
    assert acts(session)["policy.frozen"] == 1


def test_frozen_policy_keeps_its_moment(session: Session, cast: Cast, now: datetime) -> None:
    version = policy_of(session, cast)
    later = now + timedelta(days=1)
    for moment in (now, later):
        actions.freeze_policy(session, version, by=None, now=moment)
        session.expire_all()
    assert policy_of(session, cast).frozen_at == now
    assert acts(session)["policy.frozen"] == 1


def test_policy_frozen_meanwhile_by_another_gets_no_second_line(
    session: Session, cast: Cast, now: datetime
) -> None:
    version = policy_of(session, cast)
    elsewhere = update(PolicyVersion).values(frozen_at=now - timedelta(days=1))
    session.execute(elsewhere, execution_options={"synchronize_session": False})
    assert version.frozen_at is None, "this request has read it before"
    actions.freeze_policy(session, version, by=None, now=now)
    assert acts(session)["policy.frozen"] == 0


def test_refused_claim_freezes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(RefusedError):
        claim_for(session, cast, "ada", 4, now)
    assert learner_of(session, cast, "ada").policy_version.frozen_at is None


def test_twenty_claims_at_once_make_one(real_database: Database) -> None:
    def once(n: int) -> str:
        try:
            with real_database.write() as session:
                claim_for(session, Cast(session), "ben", 24 - n, NOW)
        except (RefusedError, ConflictError) as refused:
            return refused.reason.code
        return "claimed"

    with ThreadPoolExecutor(THREADS) as threads:
        outcomes = Counter(threads.map(once, range(THREADS)))
    assert outcomes == {"claimed": 1, rules.ALREADY_CLAIMED.code: THREADS - 1}
    with real_database.read() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 1
        assert acts(session) == {"claim.made": 1, "policy.frozen": 1}
