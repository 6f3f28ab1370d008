"""Whatever is transferred, taken back, signed and marked: nothing is lost, nothing counts twice."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.casework.rules import COUNTED, Submitted
from app.certificates.models import Certificate
from app.certificates.overview.queries import cohort_in_numbers
from app.certificates.reports.queries import facts_of
from app.certificates.reports.records import Part
from app.certificates.reports.rules import report
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.actions import take_back_transfer, transfer
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import cohort_for_person, enrollments_of
from app.cohorts.enrollments.rules import WORKED_SINCE
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment
from app.core.errors import RefusedError
from app.credit.models import Claim
from app.credit.queries import standings
from app.credit.stages.rules import AT_RISK, Stage, stage_of
from app.credit.status.rules import CreditStatus
from app.credit.tallies.queries import by_institution, how_far, planned_sessions
from app.demo import work
from app.learning.models import Attestation
from tests.cast import NOW, Cast, make_cohort
from tests.client import Statements

LATER = NOW + timedelta(days=60)
"""All sessions are over, all cohorts are open. At `NOW` some sessions of fall are to come."""
SLUGS = ("fall-2026", "spring-2026", "autumn-2026")
KEPT: tuple[type[SQLModel], ...] = (Attestation, Attendance, Claim, Certificate, EnrollmentEvent)
ACTS = st.one_of(
    st.tuples(st.just("transfer"), st.integers(0, 2)),
    st.tuples(st.just("take back"), st.just(0)),
    st.tuples(st.just("sign"), st.integers(1, 4)),
    st.tuples(st.sampled_from([Status.PRESENT, Status.ABSENT, Status.EXCUSED]), st.integers(1, 4)),
)


@pytest.fixture
def three(session: Session, cast: Cast) -> Cast:
    """A third cohort, in which the first two units have changed places."""
    days = [date(2026, 10, 1) + timedelta(weeks=week) for week in range(4)]
    make_cohort(session, cast.program, "autumn-2026", "Autumn 2026", days)
    first, second = (cast.unit_model("autumn-2026", n) for n in (1, 2))
    for what in ("module_version_id", "case_version_id", "guide_version_id"):
        one, other = getattr(first, what), getattr(second, what)
        setattr(first, what, other)
        setattr(second, what, one)
    session.flush()
    return cast


def context(session: Session, slug: str) -> CohortContext:
    found = cohort_for_person(session, slug, uuid4())
    assert found is not None
    return found.here


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What is done in the block is not kept."""
    attempt = session.begin_nested()
    try:
        yield
    finally:
        attempt.rollback()
        session.expire_all()


def document(slug: str, position: int) -> int:
    """Which document a unit has: those of the first two are exchanged in one cohort."""
    return {1: 2, 2: 1}.get(position, position) if slug == "autumn-2026" else position


class Told:
    """What ought to hold of Ada, told apart from how it is computed."""

    def __init__(self, session: Session, cast: Cast, now: datetime) -> None:
        self.session, self.cast, self.by, self.now = session, cast, cast.id("cora"), now
        self.at = "fall-2026"
        self.came: defaultdict[str, list[str]] = defaultdict(list)
        self.signed: defaultdict[str, set[int]] = defaultdict(set)
        self.marks: defaultdict[str, dict[int, Status]] = defaultdict(dict)
        self.worked: set[str] = set()

    def place(self, slug: str) -> Enrollment:
        return self.cast.enrollment("ada", slug)

    def do(self, act: str, number: int) -> None:
        if act == "transfer":
            self.transfer(SLUGS[number])
        elif act == "take back":
            self.take_back()
        elif act == "sign":
            self.sign(number)
        else:
            self.mark(Status(act), number)

    def transfer(self, to: str) -> None:
        if to == self.at:
            return
        here, there = self.place(self.at), self.cast.cohort(to)
        transfer(self.session, here, there, reason="Other hours.", by=self.by, now=self.now)
        self.came[to].append(self.at)
        self.at = to

    def take_back(self) -> None:
        if not self.came[self.at]:
            return
        left = self.place(self.came[self.at][-1])
        if self.at in self.worked:
            with pytest.raises(RefusedError) as refused:
                take_back_transfer(self.session, left, reason="No.", by=self.by, now=self.now)
            assert refused.value.reason.kind is WORKED_SINCE
            return
        take_back_transfer(self.session, left, reason="A mistake.", by=self.by, now=self.now)
        self.at = self.came[self.at].pop()

    def sign(self, position: int) -> None:
        place, unit = self.place(self.at), self.cast.unit(self.at, position)
        if not unit.is_open(self.now):
            return
        learner = work.learner_in(self.session, place)
        readings = work.required_readings(work.module_of(self.session, unit))
        done = work.UnitWork(readings, "I thought about it.")
        if document(self.at, position) not in self.signed[self.at]:
            work.do_unit(self.session, learner, unit, done, now=self.now)
        work.sign_unit(self.session, learner, unit, now=self.now)
        self.signed[self.at].add(document(self.at, position))
        self.worked.add(self.at)

    def mark(self, status: Status, position: int) -> None:
        if document(self.at, position) in self.marks[self.at]:
            return
        unit, place = self.cast.unit(self.at, position), self.place(self.at)
        if unit.starts_at is None or self.now < unit.starts_at + timedelta(hours=2):
            return
        work.mark_session(self.session, unit, {place.id: Submitted(status)}, by=self.by)
        self.marks[self.at][document(self.at, position)] = status
        self.worked.add(self.at)

    def counts(self) -> tuple[int, int]:
        """How many modules and sessions count where she is now."""
        places = [self.at]
        for slug in places:  # it grows
            places += [other for other in self.came[slug] if other not in places]
        signed = set().union(*(self.signed[slug] for slug in places))
        attended = {
            number
            for slug in places
            for number, status in self.marks[slug].items()
            if status in COUNTED
        }
        return len(signed), len(attended)


def standing_of_ada(session: Session, told: Told) -> CreditStatus:
    here = context(session, told.at)
    return standings(session, here.cohort.id, here.policy, told.now)[told.place(told.at).id]


def counts_agree(session: Session, now: datetime) -> None:
    """Desks, leads' pages and reports count what the ledgers say."""
    for slug in SLUGS:
        here = context(session, slug)
        own = standings(session, here.cohort.id, here.policy, now).values()
        complete = sum(standing.completion.complete for standing in own)
        started = sum(standing.ledger.has_started(now) for standing in own)
        far = how_far(session, [here], planned_sessions(session, [here]), now)[here.cohort.id]
        assert (far.enrolled, far.started, far.completed) == (len(own), started, complete)
        of = by_institution(session, [here], now)[here.cohort.id].values()
        assert sum(numbers.complete for numbers in of) == complete
        facts = facts_of(session, [here], now)[here.cohort.id]
        counts = report(facts, [], Part.RANK, now).numbers.counts
        assert counts.completed == complete
        stages = [stage_of(s.ledger, s.completion, now) for s in own]
        assert counts.out_of_reach == stages.count(Stage.OUT_OF_REACH)
        assert counts.at_risk == sum(stage in AT_RISK for stage in stages)


def kept(session: Session) -> set[UUID]:
    return {id_ for kind in KEPT for id_ in session.scalars(select(kind.id))}  # type: ignore[attr-defined]


@given(acts=st.lists(ACTS, max_size=12), now=st.sampled_from([NOW, LATER]))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_lost_and_nothing_counts_twice(
    session: Session, three: Cast, acts: list[tuple[str, int]], now: datetime
) -> None:
    with undone(session):
        told = Told(session, three, now)
        before = kept(session)
        for act, number in acts:
            told.do(act, number)
            session.flush()
            assert before <= (before := kept(session))
        standing = standing_of_ada(session, told)
        verdict, signed_here = standing.completion, len(told.signed[told.at])
        assert (verdict.modules_done, verdict.sessions_counted) == told.counts()
        assert standing.eligibility is not None
        modules, sessions = standing.eligibility.parts
        present = sum(status in COUNTED for status in told.marks[told.at].values())
        assert (modules.count, sessions.count) == (signed_here, present)
        places = enrollments_of(session, three.id("ada"))
        assert [p.cohort.slug for p in places if p.enrollment.is_enrolled] == [told.at]
        counts_agree(session, now)


def move(session: Session, cast: Cast, persona: str, left: str, to: str) -> Enrollment:
    place = cast.enrollment(persona, left)
    cora = cast.id("cora")
    return transfer(session, place, cast.cohort(to), reason="Hours.", by=cora, now=LATER)


def test_whoever_completed_elsewhere_counts_as_completed_and_is_watched(
    session: Session, cast: Cast
) -> None:
    """Ben signed nothing in fall: what counts there was done in spring."""
    new = move(session, cast, "ben", "spring-2026", "fall-2026")
    numbers = cohort_in_numbers(session, context(session, "fall-2026"), LATER)
    assert numbers.far.completed == 1
    candidates = numbers.finishing.candidates
    assert [candidate.enrollment_id for candidate in candidates] == [new.id]
    counts_in_fall = context(session, "fall-2026")
    standing = standings(session, counts_in_fall.cohort.id, counts_in_fall.policy, LATER)[new.id]
    assert standing.eligibility is not None
    assert standing.eligibility.quarters == 0


def test_transfer_that_was_taken_back_carries_nothing(session: Session, cast: Cast) -> None:
    new = move(session, cast, "ben", "spring-2026", "fall-2026")
    left = cast.enrollment("ben", "spring-2026")
    was = left.enrolled_at
    take_back_transfer(session, left, reason="No.", by=cast.id("cora"), now=LATER)
    assert (left.status, new.status) == (EnrollmentStatus.ENROLLED, EnrollmentStatus.NONE)
    assert (left.enrolled_at, new.enrolled_at) == (was, None)
    here = context(session, "fall-2026")
    assert new.id not in standings(session, here.cohort.id, here.policy, LATER)
    assert how_far(session, [here], [], LATER)[here.cohort.id].completed == 0


def test_statements_are_few_and_none_where_nobody_came_by_a_transfer(
    session: Session, cast: Cast, statements: Statements
) -> None:
    here = context(session, "fall-2026")

    def cost() -> int:
        session.flush()
        with statements() as count:
            standings(session, here.cohort.id, here.policy, LATER)
            how_far(session, [here], [], LATER)
            facts_of(session, [here], LATER)
        return count.total

    nobody = cost()
    move(session, cast, "ben", "spring-2026", "fall-2026")
    one = cost()
    move(session, cast, "ada", "fall-2026", "spring-2026")
    move(session, cast, "ada", "spring-2026", "fall-2026")
    assert (nobody, one, cost()) == (5 + 1 + 9, 5 + 1 + 9 + 5 + 8 + 5, 5 + 1 + 9 + 5 + 8 + 5)
