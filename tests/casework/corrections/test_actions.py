"""One correction over several sessions: all of it or nothing, looked at first, for one reason."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.rules import CHANGED_MEANWHILE
from app.casework.corrections.rules import (
    AS_IT_IS,
    NOBODY_CHOSEN,
    NOTHING_CHOSEN,
    Corrected,
    Correction,
)
from app.casework.enums import AttendanceStatus as Status
from app.casework.models import AttendanceChange
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, fingerprint
from app.certificates.marks.actions import correct_marks, undo_save
from app.certificates.models import CertificateFlag
from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.models import AuditLine
from app.people.rules import NOT_FOR_ONESELF
from tests.amending import WHY as SAID
from tests.amending import amend
from tests.cast import NOW, Cast, add_enrollment
from tests.issued import issue_certificate
from tests.races import one_after_the_other
from tests.refusals import refuses

LATER = NOW + timedelta(days=1)


@pytest.fixture
def nan(session: Session, cast: Cast) -> UUID:
    """Nan is in Ben's cohort, too, and nothing was recorded of her."""
    return add_enrollment(session, cast.person("nan"), cast.spring, at=NOW - timedelta(days=300)).id


def correct(session: Session, wanted: Correction, *, by: str = "cora") -> Corrected:
    """As who looked at the check page."""
    cast = Cast(session)
    at, who = cast.spring.id, cast.id(by)
    with pytest.raises(AmendmentNeededError) as needed:
        correct_marks(session, at, wanted, amendment=Amendment(), by=who, now=LATER)
    seen = Amendment(SAID, fingerprint(needed.value.adjusted))
    return correct_marks(session, at, wanted, amendment=seen, by=who, now=LATER)


def marks(session: Session, place: UUID) -> list[Status]:
    session.expire_all()
    cast = Cast(session)
    return [
        cast.mark(place, cast.case_session("spring-2026", position).id).shown
        for position in (1, 2, 3, 4)
    ]


def test_marks_of_several_people_at_several_sessions_change_for_one_reason(
    session: Session, cast: Cast, nan: UUID
) -> None:
    ben = cast.enrollment("ben").id
    wanted = Correction((ben, nan), {2: Status.LATE, 3: Status.PARTIAL})
    result = correct(session, wanted)
    assert (result.people, len(result.adjusted)) == (2, 4)
    assert marks(session, ben)[1:3] == [Status.LATE, Status.PARTIAL]
    changes = session.scalars(
        select(AttendanceChange).where(col(AttendanceChange.reason) == SAID)
    ).all()
    assert len(changes) == 4
    assert {change.by for change in changes} == {cast.id("cora")}
    assert len({change.save_id for change in changes}) == 2, "a save of each session"
    lines = session.scalars(
        select(AuditLine).where(
            col(AuditLine.act) == "attendance.saved", col(AuditLine.reason) == SAID
        )
    ).all()
    assert [line.facts["marks"] for line in lines] == [2, 2]
    second = str(cast.case_session("spring-2026", 2).id)
    save = next(UUID(line.facts["save"]) for line in lines if line.object_id == second)
    assert undo_save(session, UUID(second), save, by=cast.id("cora"), now=LATER).undone == 2


def test_certificate_under_it_is_flagged_once_for_each_session(
    session: Session, cast: Cast
) -> None:
    paper = issue_certificate(session, cast.enrollment("ben"))
    correct(session, Correction((cast.enrollment("ben").id,), {1: Status.LATE, 4: Status.ABSENT}))
    flags = session.scalars(select(CertificateFlag)).all()
    assert {flag.certificate_id for flag in flags} == {paper.id}
    assert {flag.to_status for flag in flags} == {Status.LATE, Status.ABSENT}
    assert {flag.reason for flag in flags} == {SAID}


def test_nothing_is_written_without_a_reason_or_of_what_changed_meanwhile(
    session: Session, cast: Cast
) -> None:
    ben, cora = cast.enrollment("ben").id, cast.id("cora")
    wanted = Correction((ben,), {1: Status.LATE, 2: Status.LATE})
    with pytest.raises(AmendmentNeededError) as needed:
        correct_marks(session, cast.spring.id, wanted, amendment=Amendment(), by=cora, now=LATER)
    seen = fingerprint(needed.value.adjusted)
    with refuses(WHY, AmendmentNeededError):
        silent = Amendment("", seen)
        correct_marks(session, cast.spring.id, wanted, amendment=silent, by=cora, now=LATER)
    held = cast.case_session("spring-2026", 2).id
    other = {ben: Submitted(Status.EXCUSED, cast.mark(ben, held))}
    amend(session, held, other, by=cast.id("abe"), now=LATER)
    with refuses(CHANGED_MEANWHILE, AmendmentNeededError):
        said = Amendment(SAID, seen)
        correct_marks(session, cast.spring.id, wanted, amendment=said, by=cora, now=LATER)
    assert marks(session, ben)[:2] == [Status.PRESENT, Status.EXCUSED]


def test_what_says_nothing_is_refused(session: Session, cast: Cast) -> None:
    ben, cora, at = cast.enrollment("ben").id, cast.id("cora"), cast.spring.id
    said = Amendment(SAID, "seen")
    for wanted, why in (
        (Correction((), {1: Status.LATE}), NOBODY_CHOSEN),
        (Correction((ben,), {}), NOTHING_CHOSEN),
        (Correction((ben,), {1: Status.PRESENT}), AS_IT_IS),
    ):
        with refuses(why):
            correct_marks(session, at, wanted, amendment=said, by=cora, now=LATER)


def test_nobody_corrects_themselves(session: Session, cast: Cast, nan: UUID) -> None:
    """Asked for by name it is refused; of several, one's own is left out."""
    ben = cast.enrollment("ben").id
    own = Correction((ben,), {1: Status.LATE})
    with refuses(NOT_FOR_ONESELF):
        correct_marks(
            session, cast.spring.id, own, amendment=Amendment(), by=cast.id("ben"), now=LATER
        )
    result = correct(session, Correction((ben, nan), {1: Status.LATE}), by="ben")
    assert {mark.enrollment_id for mark in result.adjusted} == {nan}


def test_two_who_correct_the_same_at_once_take_turns(real_database: Database) -> None:
    def late(session: Session) -> None:
        correct(session, Correction((Cast(session).enrollment("ben").id,), {1: Status.LATE}))

    seen: list[str] = []
    with real_database.write() as session:
        cast = Cast(session)
        wanted = Correction((cast.enrollment("ben").id,), {1: Status.ABSENT})
        with pytest.raises(AmendmentNeededError) as needed:
            correct_marks(
                session, cast.spring.id, wanted, amendment=Amendment(), by=cast.id("abe"), now=LATER
            )
        seen.append(fingerprint(needed.value.adjusted))

    def stale(session: Session) -> None:
        cast = Cast(session)
        wanted = Correction((cast.enrollment("ben").id,), {1: Status.ABSENT})
        said = Amendment(SAID, seen[0])
        correct_marks(session, cast.spring.id, wanted, amendment=said, by=cast.id("abe"), now=LATER)

    with refuses(CHANGED_MEANWHILE, AmendmentNeededError):
        one_after_the_other(real_database, late, stale)
