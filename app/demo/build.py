"""Makes the demo in an empty database: institutions, people, cohorts of two programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import actions as cohorts
from app.cohorts.actions import CohortPlan, Versions
from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Cohort, Enrollment, Program
from app.cohorts.queries import program_by_key, units
from app.content.models import ContentVersion
from app.content.queries import current_versions
from app.core import audit
from app.core.errors import RefusedError
from app.demo import people, work
from app.demo.activity import make_activity
from app.demo.calendar import CURRENT_UNIT, CohortDates, coaching_term, deadline, terms
from app.demo.work import Course, Learner
from app.language.reasons import reason
from app.packs.schema import ProgramData
from app.people.enums import Scope
from app.people.models import Institution, Person
from app.policy.table import Role

PROGRAM = "mentor-development"
COACHING = "coach-approach"
SEATS = 50
COMPLETERS = 27
COACHING_SEATS = 18
UNMARKED = 1
"""The session that was held last is left for Fay to mark."""

NOT_EMPTY = reason(
    "demo.not_empty", "There are people in this database. The demo needs an empty one."
)
NO_CONTENT = reason("demo.no_content", "Load the content first: python -m app content load")


@dataclass(frozen=True)
class Finished:
    """The finished cohort's completers, for claims and certificates."""

    cohort: Cohort
    term: CohortDates
    ben: Enrollment
    completers: Sequence[Learner]
    coordinator: Person


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing is in the database but content."""
    return not session.scalar(select(exists().where(col(Person.id).is_not(None))))


def make(session: Session, *, now: datetime) -> Finished:
    """Everything but claims and certificates. Raises `RefusedError` if there are people already."""
    if not is_empty(session):
        raise RefusedError(NOT_EMPTY)
    random = Random(2026)  # noqa: S311 - the same demo every time
    begin = now - timedelta(weeks=40)
    institutions = people.make_institutions(session)
    cast = people.make_cast(session, institutions, now=begin)

    def setting_of(key: str) -> _Setting:
        program = program_by_key(session, key)
        if program is None:
            raise RefusedError(NO_CONTENT)
        versions = current_versions(session, key)
        data = ProgramData.model_validate(versions["program", key].data)
        return _Setting(session, program, data, versions, institutions, cast, random, now)

    setting = setting_of(PROGRAM)
    finished, running, coming = terms(now, len(setting.data.syllabus))
    past = setting.cohort(finished, claims_close=deadline(now + timedelta(days=60)))
    present = setting.cohort(running, claims_close=deadline(running.last + timedelta(days=30)))
    setting.cohort(coming, claims_close=deadline(coming.last + timedelta(days=30)))
    setting.grants(present, begin)
    learners = setting.fill_finished(past, finished)
    setting.fill_running(present, running)
    coaching = setting_of(COACHING)
    slow = coaching_term(now, len(coaching.data.syllabus))
    closes = deadline(slow.last + timedelta(days=45), slow.zone)
    coaching.fill_coaching(coaching.cohort(slow, claims_close=closes), slow)
    audit.record(
        session,
        "demo.made",
        "program",
        setting.program.id,
        by=None,
        now=now,
        facts={"cohorts": [finished.slug, running.slug, coming.slug, slow.slug]},
        reason="The demo was asked for. All of it is invented.",
    )
    ben = next(one for one in learners if one.person is cast["ben"])
    others = [one for one in learners if one is not ben]
    return Finished(past, finished, ben.enrollment, others, cast["cora"])


@dataclass(frozen=True)
class _Setting:
    session: Session
    program: Program
    data: ProgramData
    versions: Versions
    institutions: Mapping[str, Institution]
    cast: Mapping[str, Person]
    random: Random
    now: datetime

    def cohort(self, term: CohortDates, *, claims_close: datetime) -> Cohort:
        """A cohort with a session on each day of the term, and its accredited activity."""
        plan = CohortPlan(
            slug=term.slug,
            title=term.title,
            zone=term.zone,
            capacity=SEATS,
            session_days=term.days,
            session_time=term.at,
            session_minutes=self.data.session_minutes,
            session_link="https://zoom.example/j/60245167821",
            enrollment_opens_at=term.first - timedelta(weeks=6),
            closes_at=max(claims_close, deadline(term.last + timedelta(weeks=6), term.zone)),
            policy=self.data.policy,
            opening=self.data.opening,
        )
        made_at = min(self.now, term.first - timedelta(weeks=12))
        cora = self.cast["cora"].id
        cohort = cohorts.create_cohort(
            self.session, self.program, plan, self.versions, by=cora, now=made_at
        )
        make_activity(
            self.session, self.program, self.data, cohort, term, claims_close=claims_close
        )
        return cohort

    def grants(self, running: Cohort, begin: datetime) -> None:
        """Who may do what: Fay facilitates, Cora coordinates, Lee leads, Abe administers."""
        crest = self.institutions["Pacific Crest"].id
        for persona, role, scope, scope_id in (
            ("fay", Role.FACILITATOR, Scope.COHORT, running.id),
            ("cora", Role.COORDINATOR, Scope.PROGRAM, self.program.id),
            ("lee", Role.LEAD, Scope.INSTITUTION, crest),
            ("abe", Role.ADMINISTRATOR, Scope.INSTALLATION, None),
        ):
            people.grant(self.session, self.cast[persona], role, scope, scope_id, now=begin)

    def fill_finished(self, cohort: Cohort, term: CohortDates) -> list[Learner]:
        """Fifty who began, of whom about half completed; Ben among them."""
        course = self._course(cohort)
        everybody = [self.cast["ben"], *self._faculty(SEATS - 1, "s", term)]
        total = len(course.units)
        learners = []
        for number, person in enumerate(everybody):
            completes = number < COMPLETERS
            attests = total if completes else self.random.randint(0, total - 1)
            missed = self.random.sample(range(1, total + 1), self._missed(completes, total))
            learners.append(self._enroll(cohort, person, term, attests, frozenset(missed)))
        for learner in learners:
            work.study(self.session, course, learner, self.random, now=self.now)
        self._mark(course, learners, total)
        return learners[:COMPLETERS]

    def fill_running(self, cohort: Cohort, term: CohortDates) -> None:
        """Fifty people in their fifth week; Ada has signed every unit before it."""
        course = self._course(cohort)
        everybody = [self.cast["ada"], *self._faculty(SEATS - 1, "f", term)]
        learners = []
        for number, person in enumerate(everybody):
            usual = CURRENT_UNIT - 1 + (self.random.random() < 0.4)
            attests = usual if number % 5 else self.random.randint(0, CURRENT_UNIT - 1)
            if number == 0:
                attests = CURRENT_UNIT - 1
            misses = frozenset() if number == 0 else self._some_misses()
            learners.append(self._enroll(cohort, person, term, attests, misses))
        for learner in learners:
            work.study(self.session, course, learner, self.random, now=self.now)
        self._lead_sessions(course)
        self._mark(course, learners, self._held(course) - UNMARKED)

    def fill_coaching(self, cohort: Cohort, term: CohortDates) -> None:
        """Eighteen people before their third session; Mo has signed the units before it."""
        begin = self.now - timedelta(weeks=40)
        cora = self.cast["cora"]
        scope = Scope.PROGRAM, self.program.id
        people.grant(self.session, cora, Role.COORDINATOR, *scope, now=begin)
        course = self._course(cohort)
        everybody = [self.cast["mo"], *self._faculty(COACHING_SEATS - 1, "c", term)]
        held = self._held(course)
        learners = [
            self._enroll(cohort, person, term, held - (number % 6 == 5), frozenset())
            for number, person in enumerate(everybody)
        ]
        for learner in learners:
            work.study(self.session, course, learner, self.random, now=self.now)
        self._mark(course, learners, held)

    def _held(self, course: Course) -> int:
        return sum(
            unit.starts_at is not None
            and unit.starts_at + timedelta(minutes=unit.minutes) <= self.now
            for unit in course.units
        )

    def _course(self, cohort: Cohort) -> Course:
        rows = units(self.session, cohort.id)
        modules: dict[UUID, ContentVersion] = {
            version.id: version for (kind, _), version in self.versions.items() if kind == "module"
        }
        return Course(cohort, cohort.unit_label, rows, modules)

    def _faculty(self, count: int, prefix: str, term: CohortDates) -> list[Person]:
        return people.make_faculty(
            self.session,
            dict(self.institutions),
            self.random,
            count,
            prefix=prefix,
            now=term.first - timedelta(weeks=6),
        )

    def _enroll(
        self,
        cohort: Cohort,
        person: Person,
        term: CohortDates,
        attests: int,
        misses: frozenset[int],
    ) -> Learner:
        when = term.first - timedelta(days=self.random.randint(8, 40))
        enrollment = enroll(self.session, cohort, person.id, by=self.cast["cora"].id, now=when)
        return Learner(person, enrollment, attests, misses)

    def _lead_sessions(self, course: Course) -> None:
        for unit in course.units:
            assert unit.session_id is not None
            cohorts.add_session_part(self.session, unit.session_id, self.cast["fay"].id, "lead")

    def _mark(self, course: Course, learners: Sequence[Learner], held: int) -> None:
        for unit in course.units[:held]:
            work.mark_attendance(
                self.session, unit, learners, by=self.cast["fay"].id, random=self.random
            )

    def _missed(self, completes: bool, total: int) -> int:
        spare = max(0, total - self.data.policy.sessions_required)
        return self.random.randint(0, spare) if completes else self.random.randint(spare + 1, total)

    def _some_misses(self) -> frozenset[int]:
        chance = self.random.choice((0.0, 0.1, 0.1, 0.4))
        return frozenset(n for n in range(1, CURRENT_UNIT + 1) if self.random.random() < chance)
