from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework import rules
from app.casework.certified.rules import CHANGED_SINCE
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.make_ups.queries import stands
from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.casework.rules import CANCELED, NOT_BEGUN, NOT_ENDED, NOT_MISSED, Mark, Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.cohorts.models import Enrollment
from app.core.errors import NotFoundError
from app.core.models import AuditLine
from app.core.seals import seal_all
from app.credit.queries import standing
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import Cast
from tests.course import POLICY
from tests.refusals import refuses

Status = AttendanceStatus


@pytest.fixture
def held(cast: Cast) -> UUID:
    """The first session of the running cohort, which was held."""
    return cast.case_session("fall-2026", 1).id


@pytest.fixture
def ada(cast: Cast) -> Enrollment:
    return cast.enrollment("ada")


@pytest.fixture
def fay(cast: Cast) -> UUID:
    return cast.id("fay")


def stored(session: Session, held: UUID) -> dict[UUID, Attendance]:
    session.expire_all()
    rows = session.scalars(select(Attendance).where(col(Attendance.case_session_id) == held))
    return {row.enrollment_id: row for row in rows}


def changes(session: Session) -> list[AttendanceChange]:
    """All changes in the running cohort, where nothing was recorded before."""
    here = (
        select(AttendanceChange)
        .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .where(col(Enrollment.cohort_id) == Cast(session).fall.id)
    )
    return list(session.scalars(here.order_by(col(AttendanceChange.version))))


def acts(session: Session) -> list[str]:
    held = Cast(session).case_session("fall-2026", 1).id
    own = select(col(AuditLine.act)).where(col(AuditLine.object_id) == str(held))
    return list(session.scalars(own.order_by(col(AuditLine.id))))


def seen(session: Session, held: UUID, enrollment: Enrollment) -> Mark:
    row = stored(session, held)[enrollment.id]
    made_up = (
        select(func.count())
        .select_from(MakeUp)
        .where(
            stands(),
            col(MakeUp.enrollment_id) == enrollment.id,
            col(MakeUp.case_session_id) == held,
        )
    )
    is_made_up = session.scalar(made_up) == 1
    return Mark(row.status, row.version, row.source, row.minutes, made_up=is_made_up)


def test_a_save_stores_marks_changes_and_one_audit_line(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    wanted = {ada.id: Submitted(Status.PRESENT), nan.id: Submitted(Status.EXCUSED)}
    result = save_marks(session, held, wanted, by=fay, now=now)
    assert result.saved == 2
    rows = stored(session, held)
    assert (rows[ada.id].status, rows[nan.id].status) == (Status.PRESENT, Status.EXCUSED)
    assert {row.version for row in rows.values()} == {1}
    lines = changes(session)
    assert {line.save_id for line in lines} == {result.save_id}
    assert {line.from_status for line in lines} == {Status.NOT_RECORDED}
    assert {(line.by, line.at) for line in lines} == {(fay, now)}
    assert acts(session) == ["attendance.saved"]


def test_a_changed_mark_drops_the_minutes_of_the_old_status_and_becomes_manual(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    session.add(
        Attendance(
            case_session_id=held,
            enrollment_id=ada.id,
            status=Status.PARTIAL,
            minutes=41,
            source=AttendanceSource.IMPORT,
            version=1,
        )
    )
    session.flush()
    wanted = {ada.id: Submitted(Status.PRESENT, seen(session, held, ada))}
    save_marks(session, held, wanted, by=fay, now=now)
    row = stored(session, held)[ada.id]
    assert (row.status, row.minutes, row.source, row.version) == (
        Status.PRESENT,
        None,
        AttendanceSource.MANUAL,
        2,
    )
    assert [(line.from_minutes, line.to_minutes) for line in changes(session)] == [(41, None)]


def test_a_save_that_changes_nothing_leaves_no_line(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    save_marks(session, held, {ada.id: Submitted(Status.LATE)}, by=fay, now=now)
    again = save_marks(
        session,
        held,
        {ada.id: Submitted(Status.LATE, seen(session, held, ada))},
        by=fay,
        now=now,
    )
    assert (again.saved, again.save_id) == (0, None)
    assert len(changes(session)) == 1
    assert acts(session) == ["attendance.saved"]


def test_two_tabs_keep_all_marks_but_the_one_they_disagree_about(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    save_marks(session, held, {ada.id: Submitted(Status.LATE)}, by=fay, now=now)
    stale = {ada.id: Submitted(Status.PRESENT), nan.id: Submitted(Status.PRESENT)}
    result = save_marks(session, held, stale, by=cast.id("cora"), now=now)
    assert result.conflicts == [ada.id]
    rows = stored(session, held)
    assert rows[ada.id].status is Status.LATE
    assert rows[nan.id].status is Status.PRESENT


def test_a_mark_for_somebody_of_another_cohort_is_not_saved(
    session: Session, cast: Cast, held: UUID, fay: UUID, now: datetime
) -> None:
    ben = cast.enrollment("ben")
    result = save_marks(session, held, {ben.id: Submitted(Status.PRESENT)}, by=fay, now=now)
    assert result.unknown == [ben.id]
    assert not stored(session, held)


def test_a_session_that_has_not_begun_is_refused(
    session: Session, cast: Cast, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    tomorrow = cast.case_session("fall-2026", 2)
    with refuses(NOT_BEGUN):
        save_marks(session, tomorrow.id, {ada.id: Submitted(Status.PRESENT)}, by=fay, now=now)


def test_a_canceled_session_is_refused(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    cast.case_session("fall-2026", 1).canceled_at = now
    session.flush()
    with refuses(CANCELED):
        save_marks(session, held, {ada.id: Submitted(Status.PRESENT)}, by=fay, now=now)


def test_undo_of_a_first_save_leaves_nothing_recorded(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    saved = save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    assert saved.save_id is not None
    undone = undo_save(session, held, saved.save_id, by=fay, now=now)
    assert (undone.undone, undone.kept) == (1, 0)
    row = stored(session, held)[ada.id]
    assert (row.status, row.version) == (Status.NOT_RECORDED, 2)
    assert [line.reason for line in changes(session)] == ["", rules.UNDO]
    assert acts(session) == ["attendance.saved", "attendance.undone"]


def test_undo_brings_back_status_minutes_and_source(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    source = AttendanceSource.CHECK_IN
    checked_in = Attendance(
        case_session_id=held,
        enrollment_id=ada.id,
        status=Status.PRESENT,
        minutes=52,
        source=source,
        version=1,
    )
    session.add(checked_in)
    session.flush()
    session.add(
        AttendanceChange(
            attendance_id=checked_in.id,
            save_id=uuid4(),
            version=1,
            from_status=Status.NOT_RECORDED,
            to_status=Status.PRESENT,
            to_minutes=52,
            source=source,
            by=ada.person_id,
            at=now,
        )
    )
    session.flush()
    by_hand = {ada.id: Submitted(Status.LATE, seen(session, held, ada))}
    saved = save_marks(session, held, by_hand, by=fay, now=now)
    assert saved.save_id is not None
    undo_save(session, held, saved.save_id, by=fay, now=now)
    row = stored(session, held)[ada.id]
    assert (row.status, row.minutes, row.source) == (Status.PRESENT, 52, source)


def test_save_of_which_a_mark_was_changed_since_is_not_undone(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    both = {ada.id: Submitted(Status.PRESENT), nan.id: Submitted(Status.PRESENT)}
    saved = save_marks(session, held, both, by=fay, now=now)
    assert saved.save_id is not None
    later = {nan.id: Submitted(Status.LATE, seen(session, held, nan))}
    save_marks(session, held, later, by=fay, now=now + timedelta(minutes=1))
    with refuses(CHANGED_SINCE(count=1)):
        undo_save(session, held, saved.save_id, by=fay, now=now + timedelta(minutes=2))
    rows = stored(session, held)
    assert rows[ada.id].status is Status.PRESENT
    assert rows[nan.id].status is Status.LATE


def test_undo_twice_undoes_once_and_tells_the_same(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    saved = save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    assert saved.save_id is not None
    first = undo_save(session, held, saved.save_id, by=fay, now=now)
    again = undo_save(session, held, saved.save_id, by=fay, now=now)
    assert (again.undone, again.kept, again.save_id) == (0, 0, first.save_id)
    assert acts(session) == ["attendance.saved", "attendance.undone"]


def test_an_undo_can_be_undone(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    saved = save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    assert saved.save_id is not None
    undone = undo_save(session, held, saved.save_id, by=fay, now=now)
    assert undone.save_id is not None
    undo_save(session, held, undone.save_id, by=fay, now=now)
    row = stored(session, held)[ada.id]
    assert (row.status, row.version) == (Status.ABSENT, 3)


def test_a_save_of_another_session_cannot_be_undone_here(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    saved = save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    assert saved.save_id is not None
    with pytest.raises(NotFoundError):
        undo_save(session, cast.case_session("fall-2026", 2).id, saved.save_id, by=fay, now=now)


def test_an_unknown_save_cannot_be_undone(
    session: Session, held: UUID, fay: UUID, now: datetime
) -> None:
    with pytest.raises(NotFoundError):
        undo_save(session, held, uuid4(), by=fay, now=now)


def test_make_up_stands_beside_the_absence_and_is_counted(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    made = save_marks(
        session,
        held,
        {ada.id: Submitted(Status.MADE_UP, seen(session, held, ada))},
        by=fay,
        now=now,
    )
    row = stored(session, held)[ada.id]
    assert (row.status, row.version) == (Status.ABSENT, 2)
    (fact,) = session.scalars(select(MakeUp))
    assert (fact.enrollment_id, fact.edition, fact.made_at, fact.by) == (ada.id, 1, now, fay)
    line = changes(session)[-1]
    assert (line.from_status, line.to_status) == (Status.ABSENT, Status.ABSENT)
    assert (line.from_made_up, line.to_made_up) == (False, True)
    facts = session.scalars(
        select(AuditLine).where(col(AuditLine.object_id) == str(held)).order_by(col(AuditLine.id))
    ).all()[-1]
    said = {"save": str(made.save_id), "marks": 1, "statuses": {"made_up": 1}}
    assert facts.facts == said | {"seal": seal_all([line])}
    verdict = standing(session, cast.fall.id, ada.id, POLICY, now).completion
    assert (verdict.sessions_counted, verdict.make_ups_used) == (1, 1)


@pytest.mark.parametrize("mark", [None, Status.PRESENT, Status.LATE])
def test_make_up_of_what_is_not_stored_as_missed_is_refused_whatever_the_page_says_it_saw(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime, mark: Status | None
) -> None:
    if mark:
        save_marks(session, held, {ada.id: Submitted(mark)}, by=fay, now=now)
    before = acts(session)
    claimed = Mark(Status.ABSENT, 1 if mark else 0)
    with refuses(NOT_MISSED):
        save_marks(session, held, {ada.id: Submitted(Status.MADE_UP, claimed)}, by=fay, now=now)
    assert [row.status for row in stored(session, held).values()] == ([mark] if mark else [])
    assert session.scalar(select(func.count()).select_from(MakeUp)) == 0
    assert acts(session) == before


def test_session_is_not_made_up_while_it_lasts(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment
) -> None:
    lasts = cast.case_session("fall-2026", 1)
    moment = lasts.starts_at + timedelta(minutes=lasts.minutes, seconds=-1)
    save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=moment)
    made_up = {ada.id: Submitted(Status.MADE_UP, seen(session, held, ada))}
    with refuses(NOT_ENDED):
        save_marks(session, held, made_up, by=fay, now=moment)
    after = moment + timedelta(seconds=1)
    assert save_marks(session, held, made_up, by=fay, now=after).saved == 1


def test_undo_of_what_ended_a_make_up_makes_another_edition_beside_the_same_mark(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    partial = Attendance(
        case_session_id=held,
        enrollment_id=ada.id,
        status=Status.PARTIAL,
        minutes=20,
        source=AttendanceSource.IMPORT,
        version=1,
    )
    session.add(partial)
    session.flush()
    made = {ada.id: Submitted(Status.MADE_UP, seen(session, held, ada))}
    save_marks(session, held, made, by=fay, now=now)
    ended = {ada.id: Submitted(Status.PRESENT, seen(session, held, ada))}
    last = save_marks(session, held, ended, by=fay, now=now)
    assert last.save_id is not None
    (withdrawn,) = session.scalars(select(MakeUpWithdrawal))
    assert (withdrawn.by, withdrawn.withdrawn_at) == (fay, now)
    undo_save(session, held, last.save_id, by=fay, now=now)
    row = stored(session, held)[ada.id]
    assert (row.status, row.minutes, row.version) == (Status.PARTIAL, 20, 4)
    editions = session.scalars(select(MakeUp).order_by(col(MakeUp.edition))).all()
    assert [(mark.edition, mark.reason) for mark in editions] == [(1, ""), (2, rules.UNDO)]


def test_no_mark_is_stored_as_made_up(session: Session, cast: Cast) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE attendance SET status = 'made_up'"))


def test_one_make_up_stands_at_most(
    session: Session, held: UUID, ada: Enrollment, now: datetime
) -> None:
    twice = [
        MakeUp(enrollment_id=ada.id, case_session_id=held, edition=1, made_at=now) for _ in range(2)
    ]
    session.add_all(twice)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


# ------------------------------------------------------------------------------ for oneself


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (None, Status.PRESENT),
        (None, Status.EXCUSED),
        (Status.ABSENT, Status.LATE),
        (Status.ABSENT, Status.MADE_UP),
        (Status.PRESENT, Status.NOT_RECORDED),
    ],
)
def test_nobody_marks_excuses_corrects_or_makes_up_for_themselves(
    session: Session,
    cast: Cast,
    held: UUID,
    fay: UUID,
    ada: Enrollment,
    now: datetime,
    before: Status | None,
    wanted: Status,
) -> None:
    nan = cast.enrollment("nan").id
    shown = Mark()
    if before is not None:
        save_marks(session, held, {ada.id: Submitted(before)}, by=fay, now=now)
        shown = seen(session, held, ada)
    own = {nan: Submitted(Status.PRESENT), ada.id: Submitted(wanted, shown)}
    with refuses(NOT_FOR_ONESELF):
        save_marks(session, held, own, by=ada.person_id, now=now)
    assert nan not in stored(session, held)
    own[ada.id] = Submitted(before or Status.NOT_RECORDED, shown)  # as it stands
    assert save_marks(session, held, own, by=ada.person_id, now=now).saved == 1


def test_mark_of_oneself_that_somebody_changed_meanwhile_is_no_conflict_to_decide(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    with refuses(NOT_FOR_ONESELF):
        save_marks(session, held, {ada.id: Submitted(Status.LATE)}, by=ada.person_id, now=now)


def test_undo_leaves_ones_own_mark_and_takes_back_the_others(
    session: Session, cast: Cast, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    both = {ada.id: Submitted(Status.ABSENT), nan.id: Submitted(Status.ABSENT)}
    saved = save_marks(session, held, both, by=fay, now=now)
    assert saved.save_id is not None
    undone = undo_save(session, held, saved.save_id, by=ada.person_id, now=now)
    assert (undone.undone, undone.kept) == (1, 1)
    rows = stored(session, held)
    assert (rows[ada.id].status, rows[nan.id].status) == (Status.ABSENT, Status.NOT_RECORDED)


def test_undo_of_nothing_but_ones_own_mark_is_refused(
    session: Session, held: UUID, fay: UUID, ada: Enrollment, now: datetime
) -> None:
    saved = save_marks(session, held, {ada.id: Submitted(Status.ABSENT)}, by=fay, now=now)
    assert saved.save_id is not None
    with refuses(NOT_FOR_ONESELF):
        undo_save(session, held, saved.save_id, by=ada.person_id, now=now)
    assert stored(session, held)[ada.id].status is Status.ABSENT


def test_ones_own_marks_of_others_can_still_be_undone(
    session: Session, cast: Cast, held: UUID, ada: Enrollment, now: datetime
) -> None:
    wanted = {cast.enrollment("nan").id: Submitted(Status.ABSENT)}
    saved = save_marks(session, held, wanted, by=ada.person_id, now=now)
    assert saved.save_id is not None
    assert undo_save(session, held, saved.save_id, by=ada.person_id, now=now).undone == 1
