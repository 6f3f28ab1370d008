"""Claims in the systems that an activity is designated for."""

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from app.credit import queries, rules
from app.credit.actions import claim, claim_anew
from app.people.enums import Profession
from tests.cast import Cast
from tests.credit.activities import designate
from tests.credit.claims import claim_for, learner_of
from tests.refusals import refuses


@pytest.fixture
def nurse(session: Session, cast: Cast) -> None:
    """Ben is a nurse, in an activity that is designated for nurses, too."""
    designate(session, cast.spring, ancc=20)
    cast.person("ben").profession = Profession.NURSE


@pytest.mark.usefixtures("nurse")
def test_nurse_claims_contact_hours_up_to_their_maximum(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(rules.TOO_MUCH(earned=Decimal(5))):
        claim_for(session, cast, "ben", 21, now)
    made = claim_for(session, cast, "ben", 20, now)
    assert (made.credit_system, made.eligible_quarters) == ("ancc", 20)
    assert made.statement.startswith("I claim 5.00 ANCC contact hours for Mentor")


@pytest.mark.usefixtures("nurse")
def test_nurse_who_is_not_verified_claims_hours_and_contact_hours_in_their_place(
    session: Session, cast: Cast, now: datetime
) -> None:
    ben, learner = cast.person("ben"), learner_of(session, cast, "ben")
    verified, ben.profession_verified_at = ben.profession_verified_at, None
    session.flush()
    hours = claim_for(session, cast, "ben", 24, now)
    assert hours.credit_system == "participation"
    ben.profession_verified_at = verified
    session.flush()
    made = claim_anew(session, learner, 20, by=ben.id, now=now)
    assert (made.credit_system, made.edition) == ("ancc", 2)
    assert queries.live_claim(session, learner.enrollment.id) == made


@pytest.mark.usefixtures("nurse")
def test_page_that_offered_another_system_signs_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    learner = learner_of(session, cast, "ben")
    standing = queries.own_standing(
        session, learner.cohort.id, learner.enrollment.id, learner.policy, now
    )
    offered = rules.offered_as(standing)
    cast.person("ben").profession = Profession.SCIENTIST
    session.flush()
    with refuses(rules.CHANGED_SINCE_READ):
        claim(session, learner, 4, read=offered, by=cast.id("ben"), now=now)
