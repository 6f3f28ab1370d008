"""Marks under claims and certificates, as they are saved and undone."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.rules import (
    BEGUN_SINCE,
    BUILT_SINCE,
    CERTIFIED,
    CHANGED_MEANWHILE,
    CHANGED_SINCE,
    CLAIMED,
    LEFT_SINCE,
    NOT_LOOKED_AT,
    Relied,
)
from app.casework.enums import AttendanceSource
from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Mark, Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, fingerprint
from app.certificates.amendments.queries import flagged_certificates
from app.certificates.enums import FlagKind
from app.certificates.holding.actions import call_not_held
from app.certificates.marks.actions import save_marks, undo_save
from app.certificates.models import Certificate, CertificateFile, CertificateFlag
from app.certificates.withdrawals.actions import withdraw_claim
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.credit.phrase import credits_fact
from app.credit.rules import TOO_MUCH
from tests.amending import WHY as SAID
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.certificates.marks.stored import mark_of
from tests.credit.claims import certificate_for, claim_for, learner_of
from tests.issued import issue_certificate
from tests.races import Act, one_after_the_other
from tests.refusals import refuses

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=1)
BEN = "Begay, Ben"


@pytest.fixture
def held(cast: Cast) -> UUID:
    """The last session of the cohort that Ben has completed."""
    return cast.case_session("spring-2026", 4).id


def absent(session: Session, cast: Cast, held: UUID) -> Mapping[UUID, Submitted]:
    """Ben was not there, says who saw his mark."""
    ben = cast.enrollment("ben").id
    return {ben: Submitted(Status.ABSENT, mark_of(session, held, ben))}


def bytes_of(session: Session) -> list[tuple[str, str, str, bytes]]:
    """All that was issued: the facts, their hash, and the file."""
    rows = session.execute(
        select(Certificate, CertificateFile).join(
            CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
        )
    )
    return [
        (paper.snapshot, paper.snapshot_sha256, paper.pdf_sha256, file.pdf) for paper, file in rows
    ]


def count_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0


def save_of(session: Session, held: UUID) -> UUID:
    """The save that marked Ben present."""
    here = select(col(Attendance.id)).where(col(Attendance.case_session_id) == held)
    found = select(AttendanceChange).where(
        col(AttendanceChange.attendance_id).in_(here), col(AttendanceChange.version) == 1
    )
    return session.scalars(found).one().save_id


def test_mark_under_a_claim_asks_to_be_looked_at_and_nothing_is_written(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    before = count_lines(session)
    with pytest.raises(AmendmentNeededError) as needed:
        save_marks(session, held, absent(session, cast, held), by=cast.id("cora"), now=NOW + HOUR)
    assert needed.value.reason == NOT_LOOKED_AT
    (one,) = needed.value.adjusted
    assert [own.number for own in one.relied.built] == [None], "the claim"
    assert mark_of(session, held, cast.enrollment("ben").id).status is Status.PRESENT
    assert count_lines(session) == before


def test_reason_is_asked_for_and_what_was_looked_at_has_to_be_so_still(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim = claim_for(session, cast, "ben", 4, NOW)
    wanted, cora = absent(session, cast, held), cast.id("cora")
    with pytest.raises(AmendmentNeededError) as needed:
        save_marks(session, held, wanted, by=cora, now=NOW + HOUR)
    seen = fingerprint(needed.value.adjusted)
    with refuses(WHY, AmendmentNeededError):
        silent = Amendment(" ", seen)
        save_marks(session, held, wanted, by=cora, now=NOW + HOUR, amendment=silent)
    certificate_for(session, claim, NOW)
    with refuses(CHANGED_MEANWHILE, AmendmentNeededError):
        said = Amendment("She was not there.", seen)
        save_marks(session, held, wanted, by=cora, now=NOW + HOUR, amendment=said)
    assert mark_of(session, held, cast.enrollment("ben").id).status is Status.PRESENT


def test_amendment_keeps_its_reason_and_flags_the_certificate_without_touching_a_byte(
    session: Session, cast: Cast, held: UUID
) -> None:
    paper = issue_certificate(session, cast.enrollment("ben"))
    before = bytes_of(session)
    result = amend(session, held, absent(session, cast, held), by=cast.id("cora"), now=LATER)
    assert bytes_of(session) == before
    (flag,) = session.scalars(select(CertificateFlag))
    assert (flag.certificate_id, flag.case_session_id) == (paper.id, held)
    assert (flag.cause_id, flag.kind, flag.reason) == (result.save_id, FlagKind.MARK, SAID)
    assert (flag.from_status, flag.to_status) == (Status.PRESENT, Status.ABSENT)
    assert (flag.by, flag.at) == (cast.id("cora"), LATER)
    (waiting,) = flagged_certificates(session, [cast.spring.id])[cast.spring.id]
    assert (waiting.number, waiting.changes) == (paper.number, 1)
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    assert (line.act, line.reason) == ("attendance.saved", SAID)
    assert line.facts["certificates"] == [paper.number]
    change = session.scalars(
        select(AttendanceChange).where(col(AttendanceChange.save_id) == result.save_id)
    ).one()
    assert change.reason == SAID


@pytest.mark.parametrize("source", list(AttendanceSource))
def test_whatever_says_who_was_there_comes_through_the_same_door(
    session: Session, cast: Cast, held: UUID, source: AttendanceSource
) -> None:
    """A file or a check-in changes no mark under a certificate unseen, nor one made by hand."""
    paper = issue_certificate(session, cast.enrollment("ben"))
    ben, by = cast.enrollment("ben").id, cast.id("cora")
    if source is not AttendanceSource.MANUAL:
        wanted = absent(session, cast, held)
        result = save_marks(session, held, wanted, by=by, now=LATER, source=source)
        assert (result.saved, result.by_hand) == (0, [ben])
        row = session.scalars(
            select(Attendance).where(
                col(Attendance.case_session_id) == held, col(Attendance.enrollment_id) == ben
            )
        ).one()
        row.source = AttendanceSource.IMPORT
        session.flush()
    wanted = absent(session, cast, held)
    with pytest.raises(AmendmentNeededError):
        save_marks(session, held, wanted, by=by, now=LATER, source=source)
    amend(session, held, wanted, by=by, now=LATER, source=source)
    assert mark_of(session, held, ben) == Mark(Status.ABSENT, 2, source)
    (flag,) = session.scalars(select(CertificateFlag))
    assert flag.certificate_id == paper.id


def test_change_after_an_amendment_is_one_too_also_by_way_of_nothing(
    session: Session, cast: Cast, held: UUID
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    ben, cora = cast.enrollment("ben").id, cast.id("cora")
    for n, status in enumerate((Status.NOT_RECORDED, Status.ABSENT, Status.PRESENT)):
        wanted = {ben: Submitted(status, mark_of(session, held, ben))}
        now = LATER + n * HOUR
        with pytest.raises(AmendmentNeededError):
            save_marks(session, held, wanted, by=cora, now=now)
        amend(session, held, wanted, by=cora, now=now)
    assert len(session.scalars(select(CertificateFlag)).all()) == 3


def test_amendment_is_not_undone_by_a_click(session: Session, cast: Cast, held: UUID) -> None:
    paper = issue_certificate(session, cast.enrollment("ben"))
    cora = cast.id("cora")
    result = amend(session, held, absent(session, cast, held), by=cora, now=LATER)
    assert result.save_id is not None
    why = CERTIFIED(name=BEN, count=1, numbers=(paper.number,))
    with refuses(BUILT_SINCE(why=why)):
        undo_save(session, held, result.save_id, by=cora, now=LATER)


def test_revoked_certificate_and_claim_taken_back_hold_nothing(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    learner = learner_of(session, cast, "ben")
    withdraw_claim(session, learner, by=cast.id("ben"), now=NOW)
    wanted = absent(session, cast, held)
    assert save_marks(session, held, wanted, by=cast.id("cora"), now=NOW + HOUR).saved == 1


def test_undo_under_a_claim_or_a_certificate_is_refused(
    session: Session, cast: Cast, held: UUID
) -> None:
    claim = claim_for(session, cast, "ben", 4, NOW)
    with refuses(BUILT_SINCE(why=CLAIMED(name=BEN))):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW + HOUR)
    paper = certificate_for(session, claim, NOW)
    why = CERTIFIED(name=BEN, count=1, numbers=(paper.number,))
    with refuses(BUILT_SINCE(why=why)):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW + HOUR)


def test_mark_before_a_later_session_asks_for_a_reason(session: Session, cast: Cast) -> None:
    second, cora = cast.case_session("spring-2026", 2).id, cast.id("cora")
    with pytest.raises(AmendmentNeededError) as needed:
        save_marks(session, second, absent(session, cast, second), by=cora, now=NOW)
    (one,) = needed.value.adjusted
    assert one.relied == Relied(later="Week 3")
    amend(session, second, absent(session, cast, second), by=cora, now=NOW)
    again = {one.enrollment_id: Submitted(Status.LATE, mark_of(session, second, one.enrollment_id))}
    assert save_marks(session, second, again, by=cora, now=NOW).saved == 1
    assert session.scalars(select(CertificateFlag)).all() == []


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


def test_nobody_relies_on_a_mark_by_sessions_that_were_not_held(
    session: Session, cast: Cast
) -> None:
    second, cora = cast.case_session("spring-2026", 2).id, cast.id("cora")
    here = cohort_context(session, "spring-2026")
    assert here
    for later in (3, 4):
        why = "The platform failed."
        call_not_held(session, here, later, seen=0, reason=why, by=cora, now=LATER)
    wanted = absent(session, cast, second)
    saved = save_marks(session, second, wanted, by=cora, now=LATER)
    assert (saved.saved, saved.adjusted) == (1, [])
    assert saved.save_id is not None
    assert undo_save(session, second, saved.save_id, by=cora, now=LATER).undone == 1
    first = save_of(session, second)
    with refuses(CHANGED_SINCE(count=1)):
        undo_save(session, second, first, by=cora, now=LATER)


def test_save_is_not_undone_once_somebody_of_it_left(
    session: Session, cast: Cast, held: UUID
) -> None:
    cast.enrollment("ben").status = EnrollmentStatus.WITHDRAWN
    with refuses(LEFT_SINCE(count=1, names=(BEN,))):
        undo_save(session, held, save_of(session, held), by=cast.id("cora"), now=NOW)


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
    with pytest.raises(RefusedError) as refused:
        one_after_the_other(real_database, claims, act)
    assert refused.value.reason in {NOT_LOOKED_AT, BUILT_SINCE(why=CLAIMED(name=BEN))}


@pytest.mark.parametrize("act", [takes_away, undoes])
def test_claim_waits_for_a_mark_that_is_being_taken_away(real_database: Database, act: Act) -> None:
    with pytest.raises(RefusedError) as refused:
        one_after_the_other(real_database, act, claims)
    assert refused.value.reason.code == TOO_MUCH(earned=credits_fact(20)).code
