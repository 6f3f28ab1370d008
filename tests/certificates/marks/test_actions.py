"""Marks under claims and certificates, as they are saved and undone."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.actions import MarksRefusedError
from app.casework.certified.rules import BEGUN_SINCE, CERTIFIED, CLAIMED, LEFT_SINCE
from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Submitted
from app.certificates.enums import EventKind
from app.certificates.marks.actions import save_marks, undo_save
from app.certificates.models import CertificateEvent
from app.certificates.withdrawals.actions import withdraw_claim
from app.cohorts.enums import EnrollmentStatus
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.credit.phrase import credits_fact
from app.credit.rules import TOO_MUCH
from tests.cast import NOW, Cast
from tests.certificates.marks.stored import mark_of
from tests.credit.claims import certificate_for, claim_for, learner_of
from tests.races import Act, one_after_the_other
from tests.refusals import refuses

HOUR = timedelta(hours=1)
BEN = "Begay, Ben"


@pytest.fixture
def held(cast: Cast) -> UUID:
    """The last session of the cohort that Ben has completed."""
    return cast.case_session("spring-2026", 4).id


def absent(session: Session, cast: Cast, held: UUID) -> Mapping[UUID, Submitted]:
    """Ben was not there, says who saw his mark."""
    ben = cast.enrollment("ben").id
    return {ben: Submitted(Status.ABSENT, mark_of(session, held, ben))}


def count_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0


def save_of(session: Session, held: UUID) -> UUID:
    """The save that marked Ben present."""
    here = select(col(Attendance.id)).where(col(Attendance.case_session_id) == held)
    found = select(AttendanceChange).where(col(AttendanceChange.attendance_id).in_(here))
    return session.scalars(found).one().save_id


def test_mark_under_a_claim_is_refused_and_nothing_is_written(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    before = count_lines(session)
    with refuses(CLAIMED(name=BEN), MarksRefusedError):
        save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW + HOUR)
    assert mark_of(session, held, cast.enrollment("ben").id).status is Status.PRESENT
    assert count_lines(session) == before


def test_mark_under_a_certificate_is_refused_with_its_number(
    session: Session, cast: Cast, held: UUID
) -> None:
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    reason = CERTIFIED(name=BEN, count=1, numbers=(paper.number,))
    with refuses(reason, MarksRefusedError):
        save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW + HOUR)
    with refuses(reason):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW + HOUR)


def test_revoked_certificate_and_claim_taken_back_hold_nothing(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    learner = learner_of(session, cast, "ben")
    withdraw_claim(session, learner, by=cast.id("ben"), now=NOW)
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.add(
        CertificateEvent(
            certificate_id=paper.id,
            kind=EventKind.REVOKED,
            reason_class="error",
            at=NOW,
            by=cast.id("cora"),
        )
    )
    with refuses(CLAIMED(name=BEN), MarksRefusedError):
        save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW + HOUR)
    session.flush()


def test_undo_under_a_claim_is_refused(session: Session, cast: Cast, held: UUID) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    with refuses(CLAIMED(name=BEN)):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW + HOUR)


def test_what_was_recorded_after_the_claim_can_be_corrected(
    session: Session, cast: Cast, held: UUID
) -> None:
    """Whoever claims before the last session is marked in it all the same."""
    ben, cora = cast.enrollment("ben").id, cast.id("cora")
    cleared = {ben: Submitted(Status.NOT_RECORDED, mark_of(session, held, ben))}
    save_marks(session, held, cleared, by=cora, now=NOW - HOUR)
    claim_for(session, cast, "ben", 4, NOW)
    first = {ben: Submitted(Status.ABSENT, mark_of(session, held, ben))}
    saved = save_marks(session, held, first, by=cora, now=NOW + HOUR)
    again = {ben: Submitted(Status.LATE, mark_of(session, held, ben))}
    assert save_marks(session, held, again, by=cora, now=NOW + 2 * HOUR).saved == 1
    assert saved.saved == 1


def test_save_is_not_undone_once_the_next_session_began(session: Session, cast: Cast) -> None:
    second = cast.case_session("spring-2026", 2).id
    with refuses(BEGUN_SINCE(unit="Week 3")):
        undo_save(session, second, save_of(session, second), by=cast.id("cora"), now=NOW)


def test_save_is_not_undone_once_somebody_of_it_left(
    session: Session, cast: Cast, held: UUID
) -> None:
    cast.enrollment("ben").status = EnrollmentStatus.WITHDRAWN
    with refuses(LEFT_SINCE(count=1, names=(BEN,))):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW)


def test_each_refused_mark_has_its_reason(session: Session, cast: Cast, held: UUID) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    with pytest.raises(MarksRefusedError) as refused:
        save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW + HOUR)
    assert refused.value.reasons == {cast.enrollment("ben").id: CLAIMED(name=BEN)}


# ------------------------------------------------------------------------------------- races


def claims(session: Session) -> None:
    claim_for(session, Cast(session), "ben", 24, NOW)


def takes_away(session: Session) -> None:
    """As a page does it that was open before the claim was made."""
    cast = Cast(session)
    held = cast.case_session("spring-2026", 4).id
    save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW)


def undoes(session: Session) -> None:
    cast = Cast(session)
    held = cast.case_session("spring-2026", 4).id
    undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW)


@pytest.mark.parametrize("act", [takes_away, undoes])
def test_claim_that_is_not_committed_yet_is_waited_for(real_database: Database, act: Act) -> None:
    with refuses(CLAIMED(name=BEN)):
        one_after_the_other(real_database, claims, act)


@pytest.mark.parametrize("act", [takes_away, undoes])
def test_claim_waits_for_a_mark_that_is_being_taken_away(real_database: Database, act: Act) -> None:
    with pytest.raises(RefusedError) as refused:
        one_after_the_other(real_database, act, claims)
    assert refused.value.reason.code == TOO_MUCH(earned=credits_fact(20)).code
