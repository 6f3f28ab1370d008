"""A report from the button to the stored file."""

import hashlib
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program
from app.core import queue
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine, Task
from app.outcomes.disclosure.models import ShownTable
from app.outcomes.leadership import tasks
from app.outcomes.leadership.actions import PRINT, order_report
from app.outcomes.leadership.facts.queries import begun_cohorts
from app.outcomes.leadership.faculty import NOBODY
from app.outcomes.leadership.models import LeadershipReport, LeadershipReportFile
from app.outcomes.leadership.reading import Read, read, tell
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.rules import FEW_PEOPLE, NO_COHORT
from app.outcomes.leadership.wanted import Order
from app.outcomes.quotes.actions import withdraw
from app.outcomes.quotes.models import ReleasedQuote
from app.people.models import Person
from app.surveys.enums import Purpose
from tests.cast import NOW, SPRING_DAYS, Cast, make_cohort
from tests.client import Statements
from tests.crowds import fill
from tests.outcomes.answered import answered
from tests.whole_demo import MadeDemo

YEAR = Window(NOW.date() - timedelta(days=300), NOW.date())
ORDER = Order(YEAR, "en", NOBODY, None)


@pytest.fixture
def program(session: Session, cast: Cast) -> Program:
    return session.get_one(Program, cast.fall.program_id)


def ordered(session: Session, program: Program, cast: Cast) -> LeadershipReport:
    report = order_report(session, program, ORDER, by=cast.id("cora"), now=NOW)
    session.commit()
    return report


def make(database: Database, session: Session) -> None:
    """What the worker does with the one task there is."""
    with database.write() as own:
        (task,) = queue.lease(own, [PRINT], limit=1, now=NOW)
    tasks.make_report(database, task, NOW, invented=False)
    session.expire_all()


def test_few_people_are_no_report(session: Session, cast: Cast, program: Program) -> None:
    with pytest.raises(RefusedError) as refused:
        ordered(session, program, cast)
    assert refused.value.reason == FEW_PEOPLE


def test_days_without_a_cohort_are_no_report(
    session: Session, cast: Cast, program: Program
) -> None:
    before = Order(
        Window(NOW.date() - timedelta(900), NOW.date() - timedelta(800)), "en", NOBODY, None
    )
    with pytest.raises(RefusedError) as refused:
        order_report(session, program, before, by=cast.id("cora"), now=NOW)
    assert refused.value.reason == NO_COHORT(program=program.title)


def test_reports_of_a_program_are_numbered(session: Session, cast: Cast, program: Program) -> None:
    fill(session, cast.spring, 20, now=NOW)
    assert [ordered(session, program, cast).number for _ in range(3)] == [1, 2, 3]


def test_report_is_made_stored_and_remembered(
    session: Session, cast: Cast, program: Program, database: Database
) -> None:
    fill(session, cast.spring, 60, now=NOW)
    report = ordered(session, program, cast)
    make(database, session)
    file = session.get_one(LeadershipReportFile, report.id)
    assert file.pdf.startswith(b"%PDF-")
    assert file.sha256 == hashlib.sha256(file.pdf).hexdigest()
    assert (file.cut_off, len(file.code)) == (NOW, 12)
    assert "enrolled in the Mentor Development Program" in file.paragraph
    about = select(AuditLine).where(col(AuditLine.object_id) == str(report.id))
    acts = session.scalars(about.order_by(col(AuditLine.id)))
    assert [(line.act, line.actor_id) for line in acts.all()] == [
        ("leadership_report.ordered", cast.id("cora")),
        ("leadership_report.made", None),
    ]
    shown = session.scalars(select(ShownTable).where(col(ShownTable.scope) == str(program.id)))
    kinds = sorted(table.name.partition(":")[0] for table in shown)
    assert kinds == ["leadership.cohorts", "leadership.people"]
    (task,) = session.scalars(select(Task).where(col(Task.kind) == PRINT)).all()
    assert task.done_at == NOW


def test_quote_that_was_chosen_is_read_as_long_as_it_stands(
    session: Session, cast: Cast, program: Program
) -> None:
    fill(session, cast.spring, 20, now=NOW)
    survey = answered(session, cast.spring, 12, purpose=Purpose.EVALUATION)
    quote = ReleasedQuote(survey_id=survey.id, question="why", source="s", edition=1,
                          text="It helped.", at=NOW, by=cast.id("cora"))  # fmt: skip
    session.add(quote)
    session.flush()
    later = NOW + timedelta(days=30)
    told = [
        _quotes(session, program, chosen, later) for chosen in (None, [str(quote.id)], [], ["x"])
    ]
    assert told == [["It helped."], ["It helped."], [], []]
    withdraw(session, survey, quote, by=cast.id("cora"), now=later)
    assert _quotes(session, program, [str(quote.id)], later) == []


def _quotes(
    session: Session, program: Program, chosen: list[str] | None, now: datetime
) -> list[str]:
    found = read(session, program, begun_cohorts(session, program.id, now), YEAR, now)
    assert isinstance(found, Read)
    by = session.scalars(select(col(Person.id)).limit(1)).one()
    report = tell(session, found, NOBODY, None, by=by, now=now, quotes=chosen)
    return [own.text for own in report.measured.quotes]


def test_report_that_is_made_is_not_made_again(
    session: Session, cast: Cast, program: Program, database: Database
) -> None:
    fill(session, cast.spring, 20, now=NOW)
    report = ordered(session, program, cast)
    make(database, session)
    before = session.get_one(LeadershipReportFile, report.id).sha256
    queue.reopen(session, PRINT, [str(report.id)], now=NOW)
    session.commit()
    make(database, session)
    assert session.get_one(LeadershipReportFile, report.id).sha256 == before


def test_report_of_fifty_people_is_made_in_ten_seconds(made_demo: MadeDemo, tmp_path: Path) -> None:
    """The demo's program has a hundred."""
    with made_demo.copied("leaders", tmp_path) as (_settings, database):
        with database.write() as session:
            key = col(Program.key) == "mentor-development"
            program = session.scalars(select(Program).where(key)).one()
            cora = select(col(Person.id)).where(col(Person.given_name) == "Cora")
            by = session.scalars(cora.limit(1)).one()
            days = Window(begun_cohorts(session, program.id, NOW)[0].on, NOW.date())
            report = order_report(session, program, Order(days, "en", NOBODY, None), by=by, now=NOW)
            (task,) = queue.lease(session, [PRINT], limit=1, now=NOW)
        began = time.perf_counter()
        tasks.make_report(database, task, NOW, invented=True)
        took = time.perf_counter() - began
        with database.read() as session:
            file = session.get_one(LeadershipReportFile, report.id)
    assert "faculty of 13 institutions" in file.paragraph
    assert took < 10


def test_more_cohorts_and_people_need_no_more_statements(
    session: Session, cast: Cast, program: Program, statements: Statements
) -> None:
    fill(session, cast.spring, 20, now=NOW)
    counts = []
    for number in range(3):
        if number:
            more = make_cohort(session, program, f"more-{number}", f"More {number}", SPRING_DAYS)
            fill(session, more, 40, now=NOW)
        session.commit()
        session.expire_all()
        session.refresh(program)
        with statements() as count:
            begun = begun_cohorts(session, program.id, NOW)
            found = read(session, program, begun, YEAR, NOW)
        assert isinstance(found, Read)
        assert len(found.gathered.cohorts) == number + 2
        counts.append(count.total)
    assert counts[0] == counts[1] == counts[2] <= 24
