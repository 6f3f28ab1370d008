"""The whole demo, made of a small course: what it promises of its rows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.check_ins.models import CheckIn
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.imports.models import AttendanceAlias, AttendanceImport
from app.casework.models import Attendance, AttendanceChange
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.core import chains, schema
from app.core.db import Database
from app.core.models import AuditLine, Task
from app.credit.models import Activity, Claim
from app.demo import cohorts, program
from app.demo.build import COACHING, PROGRAM, SERIES, is_empty
from app.demo.run import fill, make_demo
from app.learning.models import Attestation, ReadingDone, Reflection
from app.people.models import Institution, Person, RoleGrant
from app.settings import Settings
from tests.cast import NOW, make_program
from tests.certificates.office import STATIONERY
from tests.course import series_files
from tests.databases import EmptyDatabase
from tests.refusals import refuses

ACTS: dict[type[SQLModel], str] = {
    Institution: "institution.added",
    Person: "person.added",
    RoleGrant: "role.granted",
    Cohort: "cohort.created",
    Activity: "activity.approved",
    ApplicationQuestion: "application_form.question_added",
    SessionPart: "session-part.added",
    ReadingDone: "reading.done",
    Reflection: "reflection.saved",
    Attestation: "attestation.signed",
    Claim: "claim.made",
}
"""The act that makes each row of a kind."""


SIZES = {"SEATS": 18, "COMPLETERS": 14, "COACHING_SEATS": 4}
"""Fewer people than the demo has, for speed."""


@pytest.fixture(scope="module", autouse=True)
def few_people() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, size in SIZES.items():
            patch.setattr(program, name, size)
        yield


@contextmanager
def migrated(empty_database: EmptyDatabase, name: str, folder: Path) -> Iterator[Database]:
    """A database in which nothing is but the content of the first program."""
    with empty_database(name, folder) as url:
        schema.upgrade(url)
        database = Database(url)
        with database.write() as session:
            make_program(session, PROGRAM)
        yield database
        database.dispose()


@pytest.fixture(scope="module")
def filled(
    empty_database: EmptyDatabase,
    tmp_path_factory: pytest.TempPathFactory,
    few_people: None,
) -> Iterator[Session]:
    """The demo up to the printing of its certificates."""
    with migrated(
        empty_database, "before_printing", tmp_path_factory.mktemp("before_printing")
    ) as database:
        with database.write() as session:
            make_program(session, COACHING)
            make_program(session, SERIES, series_files)
            fill(session, STATIONERY, secret="s" * 40, now=NOW)
        with database.read() as session:
            yield session


def count(session: Session, kind: type[SQLModel]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_each_row_comes_of_an_act_that_has_its_line(filled: Session) -> None:
    acts = Counter(filled.scalars(select(col(AuditLine.act))))
    rows = {act: count(filled, kind) for kind, act in ACTS.items()}
    assert rows == {act: acts[act] for act in rows}
    assert all(rows.values())
    of_places = sum(number for act, number in acts.items() if act.startswith("enrollment."))
    assert of_places == count(filled, EnrollmentEvent)


def test_each_line_of_work_has_the_moment_and_the_person_of_its_row(filled: Session) -> None:
    signed = select(
        col(Attestation.enrollment_id), col(Attestation.signed_at), col(Enrollment.person_id)
    ).join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
    lines = select(col(AuditLine.object_id), col(AuditLine.at), col(AuditLine.actor_id)).where(
        col(AuditLine.act) == "attestation.signed"
    )
    told = {(line.object_id, line.at, line.actor_id) for line in filled.execute(lines)}
    assert told == {(str(row[0]), row[1], row[2]) for row in filled.execute(signed)}


def test_attendance_is_saved_a_session_at_a_time_after_it(filled: Session) -> None:
    lines = filled.scalars(select(AuditLine).where(col(AuditLine.act) == "attendance.saved")).all()
    (corrected,) = (line for line in lines if line.reason)
    assert corrected.facts["adjusted"] == 1
    saves = [line for line in lines if not line.reason]
    came = count(filled, CheckIn)
    assert came > 10
    new = [line for line in saves if "made_up" not in line.facts["statuses"]]
    marks = came + sum(line.facts["marks"] for line in new)
    assert marks == count(filled, Attendance)
    changed = 1 + len(saves) - len(new)
    assert marks == count(filled, AttendanceChange) - changed, "the corrected, and those made up"
    starts = {str(held.id): held.starts_at for held in filled.scalars(select(CaseSession))}
    assert all(line.at > starts[line.object_id] for line in saves)
    assert len({line.object_id for line in new}) == len(new) - 1, "of one by hand and by file"


def test_one_session_comes_from_the_report_of_its_meeting(filled: Session) -> None:
    (file,) = filled.scalars(select(AttendanceImport))
    assert file.applied_at
    here = col(Attendance.case_session_id) == file.case_session_id
    marks = filled.scalars(select(Attendance).where(here)).all()
    sources = Counter(mark.source for mark in marks)
    statuses = Counter(mark.status for mark in marks)
    there = statuses[AttendanceStatus.PRESENT] + statuses[AttendanceStatus.LATE]
    assert len(file.rows) > there > len(marks) / 2
    assert sources[AttendanceSource.IMPORT] >= there
    assert sources[AttendanceSource.MANUAL] == statuses[AttendanceStatus.EXCUSED] + 1, "corrected"
    aliases = filled.scalars(select(AttendanceAlias)).all()
    assert [alias.alias.endswith(" ipad") for alias in aliases] == [True, True]


def test_trail_of_the_demo_verifies(filled: Session) -> None:
    assert chains.first_bad_line(filled) is None


def test_people_get_into_a_term_until_a_week_before_it(filled: Session) -> None:
    first = (
        select(func.min(col(CaseSession.starts_at)))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == col(Cohort.id))
        .scalar_subquery()
    )
    terms = filled.execute(
        select(col(Cohort.enrollment_closes_at), first).where(
            col(Cohort.enrollment_closes_at).is_not(None)
        )
    ).all()
    assert len(terms) == 4
    assert all(closes and (begins - closes).days in {6, 7} for closes, begins in terms)


def test_no_statement_says_that_credit_which_is_designated_is_none(filled: Session) -> None:
    for activity in filled.scalars(select(Activity)):
        assert "designates" in activity.designation_statement
        assert "what it designates is invented" in activity.accreditation_statement
        assert "no credit" not in activity.accreditation_statement


def test_certificates_are_ordered_with_the_rest(filled: Session) -> None:
    assert count(filled, Task) > 0


def test_demo_that_is_cut_short_leaves_nothing(
    empty_database: EmptyDatabase, tmp_path: Path
) -> None:
    with migrated(empty_database, "cut_short", tmp_path) as database:
        with refuses(cohorts.NO_CONTENT):  # of the second program, when the first is full
            make_demo(Settings(demo=True), database, now=NOW)
        with database.read() as session:
            assert is_empty(session)
            assert count(session, Cohort) == count(session, RoleGrant) == 0
