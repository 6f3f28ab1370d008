"""Work of one cohort under a certificate of another one, to which a transfer carried it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.certificates.amendments.queries import flagged_certificates
from app.certificates.marks.actions import save_marks
from app.certificates.marks.queries import built_in
from app.certificates.models import Certificate
from app.certificates.numbers import new_code, new_number
from app.certificates.snapshot import CertificateKind
from app.certificates.withdrawals.actions import withdraw_attestation
from app.cohorts.enrollments.actions import enroll, transfer, withdraw
from app.cohorts.models import Enrollment
from app.cohorts.queries import lock_enrollment
from app.core.db import Database
from app.learning.rules import CERTIFIED as SIGNED_UNDER_CERTIFICATE
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.certificates.marks.stored import mark_of
from tests.races import one_after_the_other
from tests.refusals import refuses

HOUR = timedelta(hours=1)
BEN = "Begay, Ben"
BackAgain = Callable[[Session, Cast], None]


def go(session: Session, cast: Cast, left: str, to: str, now: datetime = NOW) -> Enrollment:
    place, cora = cast.enrollment("ben", left), cast.id("cora")
    return transfer(session, place, cast.cohort(to), reason="Hours.", by=cora, now=now)


def certify(session: Session, place: Enrollment, by: UUID) -> str:
    """Completion of a cohort in which all that counts was done elsewhere."""
    paper = Certificate(
        enrollment_id=place.id,
        kind=CertificateKind.COMPLETION,
        edition=1,
        number=new_number(),
        code=new_code(),
        snapshot="{}",
        snapshot_sha256="0" * 64,
        pdf_sha256="0" * 64,
        issued_at=NOW + HOUR,
        issued_by=by,
    )
    session.add(paper)
    session.flush()
    return paper.number


def absent(session: Session, held: UUID, place: UUID) -> dict[UUID, Submitted]:
    return {place: Submitted(Status.ABSENT, mark_of(session, held, place))}


def by_a_transfer(session: Session, cast: Cast) -> None:
    go(session, cast, "fall-2026", "spring-2026", NOW + 2 * HOUR)


def enrolled_anew(session: Session, cast: Cast) -> None:
    place, cora = cast.enrollment("ben", "fall-2026"), cast.id("cora")
    withdraw(session, place, reason="Hours.", by=cora, now=NOW + 2 * HOUR)
    enroll(session, cast.spring, cast.id("ben"), by=cora, now=NOW + 2 * HOUR)


@pytest.mark.parametrize("back_again", [by_a_transfer, enrolled_anew])
def test_mark_under_a_certificate_of_another_cohort_is_amended(
    session: Session, cast: Cast, back_again: BackAgain
) -> None:
    cora, held = cast.id("cora"), cast.case_session("spring-2026", 4).id
    number = certify(session, go(session, cast, "spring-2026", "fall-2026"), cora)
    back_again(session, cast)
    own = cast.enrollment("ben", "spring-2026").id
    wanted = absent(session, held, own)
    with pytest.raises(AmendmentNeededError) as needed:
        save_marks(session, held, wanted, by=cora, now=NOW + 3 * HOUR)
    (one,) = needed.value.adjusted
    assert one.relied.numbers == (number,)
    amend(session, held, wanted, by=cora, now=NOW + 3 * HOUR)
    waiting = flagged_certificates(session, [cast.fall.id, cast.spring.id])
    assert [own.number for own in waiting[cast.fall.id]] == [number]
    shown = built_in(session, cast.spring.id)[own]
    assert [built.number for built in shown] == [number]


def test_signature_under_a_certificate_of_another_cohort_stays(
    session: Session, cast: Cast
) -> None:
    certify(session, go(session, cast, "spring-2026", "fall-2026"), cast.id("cora"))
    by_a_transfer(session, cast)
    unit = cast.unit("spring-2026", 1)
    with refuses(SIGNED_UNDER_CERTIFICATE):
        withdraw_attestation(session, cast.learner("ben", "spring-2026"), unit, now=NOW + 3 * HOUR)


def test_certificate_of_a_cohort_that_carries_nothing_holds_no_mark_elsewhere(
    session: Session, cast: Cast
) -> None:
    cora, held = cast.id("cora"), cast.case_session("spring-2026", 4).id
    certify(session, enroll(session, cast.fall, cast.id("ben"), by=cora, now=NOW), cora)
    own = cast.enrollment("ben", "spring-2026").id
    wanted = absent(session, held, own)
    assert save_marks(session, held, wanted, by=cora, now=NOW + 3 * HOUR).saved == 1


def test_mark_waits_for_the_certificate_of_another_cohort(real_database: Database) -> None:
    """Whoever issues there has locked that place, and no other."""
    with real_database.write() as session:
        cast = Cast(session)
        go(session, cast, "spring-2026", "fall-2026")
        by_a_transfer(session, cast)

    def issues(session: Session) -> None:
        place = Cast(session).enrollment("ben", "fall-2026")
        lock_enrollment(session, place.id)
        certify(session, place, Cast(session).id("cora"))

    def corrects(session: Session) -> None:
        cast = Cast(session)
        held, own = cast.case_session("spring-2026", 4).id, cast.enrollment("ben", "spring-2026").id
        save_marks(session, held, absent(session, held, own), by=cast.id("cora"), now=NOW)

    with pytest.raises(AmendmentNeededError) as needed:
        one_after_the_other(real_database, issues, corrects)
    assert needed.value.adjusted[0].relied.numbers
