"""Who claimed as another profession: whose turn it is, step by step."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.certificates.corrections.claims import (
    LEFT_BEFORE,
    ClaimedOtherwise,
    NextStep,
    claimed_otherwise,
)
from app.certificates.models import Certificate, CertificateKind
from app.credit.actions import claim_anew
from app.credit.models import Activity
from app.credit.rules import CLAIMS_CLOSED
from app.credit.status.rules import assess
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.certificates.office import claim, record
from tests.correcting import LATER, look, revoke
from tests.credit.changes.samples import changed_at, claim_of_all, designated_for
from tests.credit.ledgers import AFTER, FIRST, WEEK, approved_activity, ledger, policy

CREDIT, PARTICIPATION = CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION


def due(session: Session, paper: Certificate) -> ClaimedOtherwise:
    found = look(session, paper).otherwise
    assert found is not None
    return found


def becomes(session: Session, cast: Cast, profession: Profession, *, verified: bool) -> None:
    ben = cast.person("ben")
    ben.profession = profession
    ben.profession_verified_at = NOW if verified else None
    session.flush()


def claims_anew(session: Session, cast: Cast) -> None:
    claim_anew(session, cast.learner("ben"), 20, by=cast.id("ben"), now=LATER)


def test_nothing_is_due_of_a_claim_as_who_they_are_nor_of_completion(
    session: Session, cast: Cast
) -> None:
    claim(session)
    papers = [record(session, kind=CREDIT), record(session)]
    assert [look(session, own).otherwise for own in papers] == [None, None]
    becomes(session, cast, Profession.NURSE, verified=True)
    assert look(session, papers[1]).otherwise is None


def test_the_claim_comes_before_another_certificate(session: Session, cast: Cast) -> None:
    claim(session)
    paper = record(session, kind=CREDIT)
    becomes(session, cast, Profession.NURSE, verified=True)
    assert due(session, paper) == ClaimedOtherwise(
        Profession.NURSE, True, NextStep.CLAIM, PARTICIPATION
    )
    claims_anew(session, cast)
    found = look(session, paper)
    assert found.otherwise == ClaimedOtherwise(
        Profession.NURSE, True, NextStep.ISSUE, PARTICIPATION
    )
    assert found.kind is PARTICIPATION


def test_who_becomes_a_physician_is_checked_first(session: Session, cast: Cast) -> None:
    becomes(session, cast, Profession.NURSE, verified=True)
    claim(session)
    paper = record(session, kind=PARTICIPATION)
    becomes(session, cast, Profession.PHYSICIAN, verified=False)
    assert due(session, paper).next is NextStep.VERIFY
    becomes(session, cast, Profession.PHYSICIAN, verified=True)
    assert (due(session, paper).next, due(session, paper).kind) == (NextStep.CLAIM, CREDIT)
    claims_anew(session, cast)
    assert due(session, paper).next is NextStep.ISSUE


def test_way_is_the_same_once_it_was_revoked(session: Session, cast: Cast) -> None:
    claim(session)
    paper = record(session, kind=CREDIT)
    becomes(session, cast, Profession.NURSE, verified=True)
    revoke(session, paper)
    assert due(session, paper).next is NextStep.CLAIM


def test_after_the_deadline_more_time_comes_first_and_who_left_cannot_claim(
    session: Session, cast: Cast
) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    paper = record(session, kind=CREDIT)
    becomes(session, cast, Profession.NURSE, verified=True)
    activity.claims_close_at = NOW - timedelta(days=1)
    session.flush()
    assert (due(session, paper).next, due(session, paper).why_not) == (
        NextStep.TIME,
        CLAIMS_CLOSED,
    )
    cast.withdraw("ben")
    assert due(session, paper).why_not == LEFT_BEFORE


def test_who_claimed_before_another_credit_was_added_claimed_as_who_they_are() -> None:
    """Although that credit is designated for them by now, and they could claim anew."""
    then, nurse = approved_activity(requires_completion=False), ledger(profession=Profession.NURSE)
    made = claim_of_all(nurse, then, AFTER)
    since = changed_at(then, FIRST + 2 * WEEK, designated_for("ama_pra_1", "ancc"))
    held = assess(nurse, policy(), since, made, AFTER + WEEK, then)
    assert claimed_otherwise(held, PARTICIPATION, AFTER + WEEK, has_left=False) is None
