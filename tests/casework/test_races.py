"""Real connections that save the attendance of one session at the same moment."""

from collections.abc import Callable, Mapping, Sequence
from threading import Event
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Submitted
from app.casework.saves.rules import SaveResult
from app.certificates.marks.actions import save_marks, undo_save
from app.core.chains import first_bad_line
from app.core.db import Database
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.races import at_once

Status = AttendanceStatus


def set_up(database: Database, size: int) -> tuple[UUID, UUID, Sequence[UUID]]:
    with database.write() as session:
        cast = Cast(session)
        people = enroll_crowd(session, cast.fall, size)
        return (
            cast.case_session("fall-2026", 1).id,
            cast.id("fay"),
            [person.id for person in people],
        )


def saving(
    database: Database, held: UUID, by: UUID, wanted: Mapping[UUID, Status]
) -> Callable[[], SaveResult]:
    def save() -> SaveResult:
        with database.write() as session:
            submitted = {key: Submitted(status) for key, status in wanted.items()}
            return save_marks(session, held, submitted, by=by, now=NOW)

    return save


def test_two_saves_of_the_same_people_never_overwrite_each_other(real_database: Database) -> None:
    held, fay, people = set_up(real_database, 20)
    first, second = at_once(
        saving(real_database, held, fay, dict.fromkeys(people, Status.PRESENT)),
        saving(real_database, held, fay, dict.fromkeys(people, Status.ABSENT)),
    )
    assert sorted((first.saved, second.saved)) == [0, 20]
    assert len(first.conflicts) + len(second.conflicts) == 20
    with real_database.read() as session:
        rows = session.scalars(
            select(Attendance).where(col(Attendance.case_session_id) == held)
        ).all()
        assert [row.version for row in rows] == [1] * 20
        marks = [row.id for row in rows]
        changes = select(func.count()).where(col(AttendanceChange.attendance_id).in_(marks))
        assert session.scalar(changes) == 20
    with real_database.write() as session:
        assert first_bad_line(session) is None


def test_a_save_waits_for_one_that_is_not_committed_yet(real_database: Database) -> None:
    held, fay, people = set_up(real_database, 5)
    written, present = Event(), dict.fromkeys(people, Submitted(Status.PRESENT))

    def slowly() -> SaveResult:
        with real_database.write() as session:
            result = save_marks(session, held, present, by=fay, now=NOW)
            written.set()
            Event().wait(0.3)
            return result

    def behind() -> SaveResult:
        written.wait()
        return saving(real_database, held, fay, dict.fromkeys(people, Status.ABSENT))()

    first, second = sorted(at_once(slowly, behind), key=lambda result: -result.saved)
    assert (first.saved, second.saved) == (5, 0)
    assert set(second.conflicts) == set(people)


def test_two_saves_of_different_people_are_both_kept(real_database: Database) -> None:
    held, fay, people = set_up(real_database, 20)
    results = at_once(
        saving(real_database, held, fay, dict.fromkeys(people[:10], Status.PRESENT)),
        saving(real_database, held, fay, dict.fromkeys(people[10:], Status.LATE)),
    )
    assert [result.saved for result in results] == [10, 10]
    with real_database.read() as session:
        rows = session.scalars(select(Attendance).where(col(Attendance.case_session_id) == held))
        stored = {row.enrollment_id: row.status for row in rows}
    assert stored == dict.fromkeys(people[:10], Status.PRESENT) | dict.fromkeys(
        people[10:], Status.LATE
    )


def test_two_undos_at_once_undo_once(real_database: Database) -> None:
    held, fay, people = set_up(real_database, 5)
    save_id = saving(real_database, held, fay, dict.fromkeys(people, Status.PRESENT))().save_id
    assert save_id is not None

    def undo() -> int:
        with real_database.write() as session:
            return undo_save(session, held, save_id, by=fay, now=NOW).undone

    assert sorted(at_once(undo, undo)) == [0, 5]
