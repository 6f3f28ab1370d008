"""What is counted by the database is what going through everybody's ledger says."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Select, Subquery, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.models import CaseSession, PolicyVersion, Unit
from app.credit.queries import standings
from app.credit.stages.rules import Stage, stage_of
from app.credit.tallies.counts.queries import BY_INSTITUTION, GROUPS, OF_SOME
from app.credit.tallies.queries import (
    complete_among,
    how_far,
    planned_sessions,
    unmarked_sessions,
)
from app.learning.models import Attestation, AttestationWithdrawal
from tests.cast import NOW, Cast
from tests.crowds import fill


def context(session: Session, slug: str) -> CohortContext:
    found = cohort_for_person(session, slug, uuid4())
    assert found is not None
    return found.here


def agrees(session: Session, here: CohortContext, now: datetime) -> None:
    own = standings(session, here.cohort.id, here.policy, now)
    stages = [stage_of(standing.ledger, standing.completion, now) for standing in own.values()]
    sessions = planned_sessions(session, [here])
    far = how_far(session, [here], sessions, now)[here.cohort.id]
    assert far.enrolled == len(stages)
    assert far.started == sum(standing.ledger.has_started(now) for standing in own.values())
    assert far.completed == stages.count(Stage.COMPLETE)
    complete = {key for key, standing in own.items() if standing.completion.complete}
    some = dict.fromkeys(list(own)[::2], here)
    assert complete_among(session, some, sessions, now) == complete & set(some)
    units = [unit for standing in own.values() for unit in standing.ledger.units]
    waiting = {
        unmarked.position: unmarked.missing
        for unmarked in unmarked_sessions(session, sessions, now).get(here.cohort.id, ())
    }
    for position in {unit.position for unit in units}:
        missing = sum(unit.is_unmarked(now) for unit in units if unit.position == position)
        assert waiting.get(position, 0) == missing


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_are_those_of_the_ledgers(
    session: Session, cast: Cast, seed: int, *, leaves: bool
) -> None:
    for cohort in (cast.spring, cast.fall):
        fill(session, cohort, 40, now=NOW, seed=seed)
        policy = session.scalars(
            select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cohort.id)
        ).one()
        policy.data = policy.data | {"excused_leaves_denominator": leaves}
    session.flush()
    here = context(session, "spring-2026")
    for now in (NOW, NOW - timedelta(days=205), NOW - timedelta(days=219)):
        agrees(session, here, now)
    agrees(session, context(session, "fall-2026"), NOW)


def test_what_was_withdrawn_canceled_or_never_marked_counts_for_nobody(
    session: Session, cast: Cast
) -> None:
    fill(session, cast.spring, 40, now=NOW)
    signed = session.scalars(select(Attestation)).all()
    session.add_all(
        AttestationWithdrawal(attestation_id=own.id, withdrawn_at=NOW, by=cast.id("ada"))
        for own in signed[::9]
    )
    first, second = session.scalars(
        select(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cast.spring.id)
        .order_by(col(Unit.position))
        .limit(2)
    )
    first.canceled_at = NOW
    of_crowd = col(Attendance.enrollment_id) != cast.enrollment("ben").id  # his has a history
    marks = session.scalars(
        select(Attendance).where(col(Attendance.case_session_id) == second.id, of_crowd)
    ).all()
    for mark in marks[::3]:
        mark.status = Status.NOT_RECORDED
    for mark in marks[1::3]:
        session.delete(mark)
    session.flush()
    agrees(session, context(session, "spring-2026"), NOW)


@pytest.mark.parametrize("statement", [GROUPS, BY_INSTITUTION, OF_SOME])
def test_nothing_is_counted_of_those_who_are_not_asked_about(
    statement: Select[*tuple[object, ...]],
) -> None:
    counted = {
        part.name: str(part.element.whereclause)  # type: ignore[attr-defined]
        for part in visitors.iterate(statement)
        if isinstance(part, Subquery)
    }
    of_places = {"attested", "withdrawn", "marked", "evaluated"}
    assert {name for name, where in counted.items() if "enrollment_id IN (" in where} == of_places
    assert "case_session_id IN (" in counted["before_it_counts"]


def test_nobody_has_started_by_a_session_that_goes_on(session: Session, cast: Cast) -> None:
    fill(session, cast.spring, 10, now=NOW)
    session.add_all(
        AttestationWithdrawal(attestation_id=own.id, withdrawn_at=NOW, by=cast.id("ada"))
        for own in session.scalars(
            select(Attestation).where(
                col(Attestation.id).not_in(select(col(AttestationWithdrawal.attestation_id)))
            )
        ).all()
    )
    for mark in session.scalars(select(Attendance)).all():
        mark.status = Status.PARTIAL
    session.flush()
    here = context(session, "spring-2026")
    sessions = planned_sessions(session, [here])
    during = sessions[0].starts_at + timedelta(minutes=sessions[0].minutes - 1)
    agrees(session, here, during)
    far = how_far(session, [here], sessions, during)
    assert far[here.cohort.id].started == 0
