"""Who is looked at closely, and who is only counted, together are who has something to come."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.candidates.queries import candidates
from app.certificates.models import Certificate, CertificateEvent, CertificateKind
from app.certificates.orders import WantedCertificate
from app.certificates.overview.finishing.queries import (
    ClaimChanged,
    DueAgain,
    Finishing,
    finishing_in,
)
from app.certificates.rules import REVOKED_ON
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.models import Cohort
from app.credit.actions import claim_anew
from app.credit.extensions.actions import extend
from app.credit.extensions.rules import Wish
from app.credit.models import Activity, Claim, ClaimWithdrawal
from app.credit.queries import standings
from app.credit.rules import why_not_claim
from app.credit.tallies.queries import planned_sessions
from app.language.reasons import Reason
from tests.cast import NOW, Cast
from tests.certificates.office import claim, happened, record
from tests.credit.claims import learner_of
from tests.crowds import fill


def context(session: Session, cohort: Cohort) -> CohortContext:
    found = cohort_for_person(session, cohort.slug, uuid4())
    assert found is not None
    return found.here


def finishing(session: Session, here: CohortContext) -> Finishing:
    sessions = planned_sessions(session, [here])
    return finishing_in(session, {here.cohort.id: here}, sessions, NOW)[here.cohort.id]


def agrees(session: Session, cohort: Cohort, by: UUID) -> Finishing:
    """What is counted for everybody of a cohort, one by one, is what the desk is told."""
    here = context(session, cohort)
    found = finishing(session, here)
    everybody = standings(session, cohort.id, here.policy, NOW)
    all_of = candidates(session, here, NOW, everybody)
    assert sorted(found.ready_for(by)) == sorted(
        (candidate.person_id, len(due)) for candidate in all_of if (due := candidate.ready_for(by))
    )
    told, known = (
        sum(own.completion.complete and why_not_claim(own, NOW) is None for own in several)
        for several in (found.standings, everybody.values())
    )
    assert told == known
    return found


def is_revoked(missing: Iterable[Reason]) -> bool:
    """Whether a revocation keeps somebody from a certificate."""
    return any(why.kind == REVOKED_ON for why in missing)


def let_claims_close(session: Session, cohort: Cohort, at: datetime) -> None:
    own = select(Activity).where(col(Activity.cohort_id) == cohort.id)
    session.scalars(own).one().claims_close_at = at
    session.flush()


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("claims", ["open", "closed"])
def test_desk_counts_what_is_due_to_everybody(
    session: Session, cast: Cast, claims: str, seed: int
) -> None:
    fill(session, cast.spring, 60, now=NOW, seed=seed)
    let_claims_close(session, cast.spring, NOW + timedelta(days=1 if claims == "open" else -1))
    session.flush()
    for gone in session.scalars(select(Certificate)).all()[::3]:
        session.add(
            CertificateEvent(
                certificate_id=gone.id,
                kind=EventKind.REVOKED,
                reason_class="error",
                at=NOW,
                by=cast.id("cora"),
            )
        )
    for made in session.scalars(select(Claim)).all()[::4]:
        taken = ClaimWithdrawal(claim_id=made.id, withdrawn_at=NOW, by=cast.id("cora"))
        session.add(taken)
    session.flush()
    found = agrees(session, cast.spring, cast.id("cora"))
    assert found.ready_for(cast.id("cora"))
    assert any(is_revoked(own.missing) for own in found.candidates)


def test_desk_waits_for_the_claim_of_who_has_more_time_than_others(
    session: Session, cast: Cast
) -> None:
    let_claims_close(session, cast.spring, NOW - timedelta(days=1))
    assert agrees(session, cast.spring, cast.id("cora")).standings == []
    learner = learner_of(session, cast, "ben")
    wish = Wish(NOW + timedelta(days=9), None, waives_completion=False, reason="Was ill.")
    extend(session, learner, wish, by=cast.id("cora"), now=NOW)
    found = agrees(session, cast.spring, cast.id("cora"))
    assert [own.ledger.person_id for own in found.standings] == [cast.id("ben")]
    assert why_not_claim(found.standings[0], NOW) is None


def test_of_whom_only_the_attestation_is_due_nothing_more_is_read(
    session: Session, cast: Cast
) -> None:
    let_claims_close(session, cast.spring, NOW - timedelta(days=1))
    found = agrees(session, cast.spring, cast.id("cora"))
    assert found == Finishing(attestations=[cast.id("ben")])
    assert found.ready_for(cast.id("ben")) == [], "nobody issues to themselves"


def test_who_got_another_one_in_the_place_of_one_is_not_looked_at_again(
    session: Session, cast: Cast
) -> None:
    """A cohort whose certificates were all issued anew costs no more than before."""
    let_claims_close(session, cast.spring, NOW - timedelta(days=1))
    first = record(session)
    second = record(session, replaces=first)
    assert agrees(session, cast.spring, cast.id("cora")) == Finishing()
    happened(session, second, EventKind.REVOKED)
    found = agrees(session, cast.spring, cast.id("cora"))
    (lost,) = found.candidates
    assert is_revoked(lost.missing)
    assert found.again_for(cast.id("cora")) == [DueAgain(cast.id("ben"), second.number)]
    assert found.again_for(cast.id("ben")) == [], "nobody decides on their own"
    record(session, replaces=second)
    assert agrees(session, cast.spring, cast.id("cora")) == Finishing()


def test_changed_claim_waits_until_another_certificate_says_it(
    session: Session, cast: Cast
) -> None:
    claim(session)
    old = record(session, kind=CertificateKind.CME_CREDIT)
    record(session)
    assert agrees(session, cast.spring, cast.id("cora")).changed_for(cast.id("cora")) == []
    claim_anew(session, cast.learner("ben"), 20, by=cast.id("ben"), now=NOW)
    found = agrees(session, cast.spring, cast.id("cora"))
    assert found.changed_for(cast.id("cora")) == [ClaimChanged(cast.id("ben"), old.number)]
    assert found.changed_for(cast.id("ben")) == [], "nobody decides on their own"
    assert found.ready_for(cast.id("cora")) == []
    record(session, kind=CertificateKind.CME_CREDIT, replaces=old)
    assert agrees(session, cast.spring, cast.id("cora")).changed_for(cast.id("cora")) == []


def test_what_is_being_issued_is_not_ready(session: Session, cast: Cast) -> None:
    let_claims_close(session, cast.spring, NOW - timedelta(days=1))
    here = context(session, cast.spring)
    wanted = [WantedCertificate(cast.enrollment("ben").id, CertificateKind.COMPLETION)]
    start_issue(session, here, wanted, by=cast.id("cora"), now=NOW)
    session.flush()
    assert agrees(session, cast.spring, cast.id("cora")) == Finishing()


def test_nothing_is_due_without_an_activity(session: Session, cast: Cast) -> None:
    own = select(Activity).where(col(Activity.cohort_id) == cast.spring.id)
    activity = session.scalars(own).one()
    activity.cohort_id, activity.version = cast.cohort("coach-2026").id, 9
    session.flush()
    assert agrees(session, cast.spring, cast.id("cora")) == Finishing()
