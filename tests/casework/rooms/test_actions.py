"""Stars and notes of a session, and what is read of it afterward."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.rooms import queries
from app.casework.rooms.actions import save_note, star
from app.casework.rooms.left import queries as left
from app.casework.rooms.models import SessionNote
from app.casework.rooms.rules import NEWER_NOTE, NOT_SHARED
from app.casework.rules import Submitted
from app.casework.statistics.queries import participants
from app.casework.statistics.rules import HeldSession, series
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.rules import ARCHIVED
from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.demo import work
from app.learning.reflections.actions import save_reflection
from tests.cast import NOW, Cast, add_enrollment
from tests.races import one_after_the_other
from tests.refusals import refuses


def first_session(cast: Cast) -> UUID:
    return cast.case_session("fall-2026", 1).id


def reflect(session: Session, cast: Cast, *, shared: bool, text: str = "A thought.") -> None:
    unit = cast.unit("fall-2026", 1)
    save_reflection(session, cast.learner("ada"), unit, text=text, shared=shared, now=NOW)


def put_star(session: Session, cast: Cast, *, starred: bool = True) -> None:
    unit, place = cast.unit("fall-2026", 1), cast.enrollment("ada").id
    star(session, first_session(cast), unit.id, place, starred=starred, now=NOW)


def note(session: Session, cast: Cast, text: str, *, seen: int, by: str = "fay") -> None:
    save_note(session, first_session(cast), text, seen=seen, by=cast.id(by), now=NOW)


def test_star_stands_until_it_is_taken_away(session: Session, cast: Cast) -> None:
    reflect(session, cast, shared=True)
    put_star(session, cast)
    put_star(session, cast)
    assert queries.stars(session, first_session(cast)) == {cast.enrollment("ada").id}
    put_star(session, cast, starred=False)
    assert queries.stars(session, first_session(cast)) == frozenset()


def test_what_is_not_shared_is_not_starred(session: Session, cast: Cast) -> None:
    reflect(session, cast, shared=False)
    with refuses(NOT_SHARED):
        put_star(session, cast)


def test_note_has_versions_and_each_a_line(session: Session, cast: Cast) -> None:
    note(session, cast, "First.", seen=0)
    note(session, cast, "First.", seen=0)
    note(session, cast, "Second.", seen=1, by="cora")
    texts = session.scalars(select(SessionNote).order_by("edition")).all()
    assert [(own.edition, own.text) for own in texts] == [(1, "First."), (2, "Second.")]
    kept = queries.kept_of(session, first_session(cast)).note
    assert kept is not None
    assert (kept.text, kept.by) == ("Second.", cast.person("cora").display_name)
    lines = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "session.note_saved")
    ).all()
    assert [line.facts for line in lines] == [
        {"edition": 1, "characters": 6},
        {"edition": 2, "characters": 7},
    ]


def test_note_that_somebody_did_not_see_is_not_written_over(session: Session, cast: Cast) -> None:
    note(session, cast, "Hers.", seen=0, by="cora")
    with refuses(NEWER_NOTE, ConflictError):
        note(session, cast, "His.", seen=0)
    kept = queries.kept_of(session, first_session(cast)).note
    assert kept is not None
    assert kept.text == "Hers."


def test_of_two_notes_at_once_one_is_told_of_the_other(real_database: Database) -> None:
    def write(session: Session) -> None:
        note(session, Cast(session), "Hers.", seen=0)

    def refused(session: Session) -> None:
        with refuses(NEWER_NOTE, ConflictError):
            note(session, Cast(session), "His.", seen=0)

    one_after_the_other(real_database, write, refused)
    with real_database.read() as session:
        assert len(session.scalars(select(SessionNote)).all()) == 1


def test_nothing_is_kept_in_an_archived_cohort(session: Session, cast: Cast) -> None:
    reflect(session, cast, shared=True)
    cast.fall.archived_at = NOW
    session.flush()
    with refuses(ARCHIVED):
        put_star(session, cast)
    with refuses(ARCHIVED):
        note(session, cast, "Late.", seen=0)


def mark(session: Session, cast: Cast, position: int, **statuses: AttendanceStatus) -> None:
    marks = {cast.enrollment(who).id: Submitted(own) for who, own in statuses.items()}
    work.mark_session(session, cast.unit("fall-2026", position), marks, by=cast.id("fay"))


def test_who_was_absent_for_the_second_time_is_named_and_who_has_no_mark(
    session: Session, cast: Cast
) -> None:
    absent, present = AttendanceStatus.ABSENT, AttendanceStatus.PRESENT
    held = cast.case_session("fall-2026", 2).id
    mark(session, cast, 1, ada=absent, nan=present)
    mark(session, cast, 2, ada=absent)
    found = left.unfinished(session, cast.fall.id, held)
    assert [(own.given_name, own.unmarked) for own in found] == [("Ada", False), ("Nan", True)]
    counts = left.mark_counts(session, cast.fall.id, held)
    assert (counts.expected, counts.recorded, counts.there, counts.missed) == (2, 1, 0, 1)
    first = left.unfinished(session, cast.fall.id, first_session(cast))
    assert first == []


def test_who_was_there_is_counted_though_they_enrolled_later_or_left_since(
    session: Session, cast: Cast
) -> None:
    held = cast.case_session("fall-2026", 2)
    late = add_enrollment(
        session, cast.person("ben"), cast.fall, at=held.starts_at + timedelta(minutes=1)
    )
    mark(session, cast, 2, ada=AttendanceStatus.PRESENT, nan=AttendanceStatus.PARTIAL)
    came = {late.id: Submitted(AttendanceStatus.LATE)}
    work.mark_session(session, cast.unit("fall-2026", 2), came, by=cast.id("fay"))
    cast.enrollment("nan").status = EnrollmentStatus.WITHDRAWN
    session.flush()
    counts = left.mark_counts(session, cast.fall.id, held.id)
    assert (counts.expected, counts.recorded, counts.there, counts.missed) == (1, 1, 3, 0)
    (number,) = series(
        participants(session, cast.fall.id), [HeldSession(2, held.starts_at)]
    ).sessions
    assert number.attended == counts.there
