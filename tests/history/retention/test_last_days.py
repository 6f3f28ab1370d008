"""What the last day of a cohort is: the last thing of credit in it, or that still could be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.certificates.enums import EventKind
from app.certificates.models import CertificateEvent
from app.cohorts.enrollments.actions import transfer
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment
from app.credit import queries as credit
from app.credit.models import Claim, ClaimExtension, ClaimExtensionWithdrawal, ClaimWithdrawal
from app.history.retention.actions import place_hold
from app.history.retention.deletion.rules import LEADS_TO_KEPT, why_not_due
from app.history.retention.queries import kept_of
from app.history.retention.rules import retained
from app.learning.models import AttestationWithdrawal
from app.learning.signatures.queries import signed_in
from app.people.enums import Profession
from tests.cast import NOW, Cast, add_enrollment
from tests.core.filled import make_claim
from tests.history.retention.announced import THEN, kept, old_cohort
from tests.issued import file_for_pars, issue_certificate
from tests.studies.projects_of import make_project

SPRING = "spring-2026"
LATE = datetime(2029, 5, 6, 12, tzinfo=UTC)
"""Long after all that the cast has."""


def last(session: Session) -> datetime:
    session.flush()
    kept = kept_of(session, SPRING)
    assert kept is not None
    return kept.last_at


def withdrawal(session: Session, cast: Cast, kind: str) -> SQLModel:
    """What takes something back, or corrects it, late."""
    place, by = cast.enrollment("ben", SPRING).id, cast.id("cora")
    if kind == "signature":
        own = signed_in(session, place)[0].attestation
        return AttestationWithdrawal(attestation_id=own.id, withdrawn_at=LATE, by=by)
    if kind == "claim":
        make_claim(session, cast)
        claim = session.scalars(select(Claim)).one()
        return ClaimWithdrawal(claim_id=claim.id, withdrawn_at=LATE, by=by)
    if kind == "make-up":
        made = _make_up(cast, place, NOW)
        session.add(made)
        session.flush()
        return MakeUpWithdrawal(make_up_id=made.id, withdrawn_at=LATE)
    certificate = issue_certificate(session, cast.enrollment("ben", SPRING))
    return CertificateEvent(
        certificate_id=certificate.id, kind=EventKind.REVOKED, reason_class="error", at=LATE, by=by
    )


def _make_up(cast: Cast, place: UUID, at: datetime) -> MakeUp:
    held = cast.case_session(SPRING, 1).id
    return MakeUp(enrollment_id=place, case_session_id=held, edition=1, made_at=at)


@pytest.mark.parametrize("kind", ["signature", "claim", "make-up", "certificate"])
def test_what_takes_something_back_counts(session: Session, cast: Cast, kind: str) -> None:
    assert last(session) < LATE
    session.add(withdrawal(session, cast, kind))
    assert last(session) == LATE


def test_correction_of_a_mark_counts(session: Session, cast: Cast) -> None:
    place = cast.enrollment("ben", SPRING).id
    mark = session.scalars(select(Attendance).where(col(Attendance.enrollment_id) == place)).first()
    assert mark is not None
    session.add(
        AttendanceChange(
            attendance_id=mark.id,
            save_id=uuid4(),
            version=99,
            from_status=AttendanceStatus.PRESENT,
            to_status=AttendanceStatus.LATE,
            source=AttendanceSource.MANUAL,
            at=LATE,
        )
    )
    assert last(session) == LATE


def test_file_for_pars_counts_when_it_is_made_and_when_it_is_marked(
    session: Session, cast: Cast
) -> None:
    file = file_for_pars(session, cast.spring, by=cast.id("cora"), at=LATE)
    assert last(session) == LATE
    file.marked_at = LATE + timedelta(days=9)
    assert last(session) == LATE + timedelta(days=9)


def test_deadline_of_claims_counts_and_what_only_ends_sooner_does_not(
    session: Session, cast: Cast
) -> None:
    approved = credit.activity_of(session, cast.spring.id)
    assert approved is not None
    before = last(session)
    approved.activity.expires_at = LATE
    assert last(session) == before
    approved.activity.claims_close_at = LATE
    assert last(session) == LATE


def test_extension_of_one_person_counts_until_it_is_taken_back(
    session: Session, cast: Cast
) -> None:
    before, by = last(session), cast.id("cora")
    given = ClaimExtension(
        enrollment_id=cast.enrollment("ben", SPRING).id, edition=1, until=LATE,
        waives_evaluation=False, waives_completion=False, reason="Was ill.", at=NOW, by=by,
    )  # fmt: skip
    session.add(given)
    assert last(session) == LATE
    session.add(ClaimExtensionWithdrawal(extension_id=given.id, at=NOW, by=by))
    assert last(session) == before


def test_what_is_made_late_counts(session: Session, cast: Cast) -> None:
    session.add(_make_up(cast, cast.enrollment("ben", SPRING).id, LATE))
    assert last(session) == LATE
    issue_certificate(session, cast.enrollment("ben", SPRING), at=LATE + timedelta(days=1))
    assert last(session) == LATE + timedelta(days=1)


def test_people_are_those_who_had_a_place(session: Session, cast: Cast) -> None:
    kept = kept_of(session, SPRING)
    add_enrollment(session, cast.person("lee"), cast.spring, at=NOW)
    applied = Enrollment(
        person_id=cast.id("ada"),
        cohort_id=cast.spring.id,
        status=EnrollmentStatus.DECLINED,
        institution_id=cast.person("ada").institution_id,
        profession=Profession.SCIENTIST,
    )
    session.add(applied)
    session.flush()
    more = kept_of(session, SPRING)
    assert kept is not None
    assert more is not None
    assert more.people == kept.people + 1


def _move(session: Session, cast: Cast, here: str, there: str) -> None:
    left, to = cast.enrollment("ben", here), cast.cohort(there)
    transfer(session, left, to, reason="Other hours.", by=cast.id("cora"), now=NOW)
    session.flush()


def test_what_a_transfer_carried_is_kept_as_long_as_the_cohort_it_counts_in(
    session: Session, cast: Cast
) -> None:
    """Through chains, and only forward: where somebody left, nothing of the new cohort counts."""
    third = old_cohort(session, cast.fall)
    third.closes_at = LATE
    before = last(session)
    assert before < LATE
    _move(session, cast, SPRING, "fall-2026")
    assert last(session) < LATE
    _move(session, cast, "fall-2026", third.slug)
    own = kept(session, SPRING)
    assert (own.last_at, own.last_here_at) == (LATE, before)
    assert kept(session, "fall-2026").last_at == LATE


@pytest.mark.parametrize("kept_by", ["hold", "study"])
def test_what_counts_in_a_cohort_that_is_kept_does_not_go(
    session: Session, cast: Cast, kept_by: str
) -> None:
    assert not kept(session, SPRING).leads_to_kept
    _move(session, cast, SPRING, "fall-2026")
    assert not kept(session, SPRING).leads_to_kept
    if kept_by == "hold":
        place_hold(session, cast.fall.id, "A court asks.", by=cast.id("abe"), now=NOW)
    else:
        make_project(session, cast)
    own = kept(session, SPRING)
    assert own.leads_to_kept
    assert why_not_due(retained(own, 7, THEN)) == LEADS_TO_KEPT
    assert not kept(session, "fall-2026").leads_to_kept
