"""Fills the cohorts of one program of the demo: who enrolls, and how they get on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy.orm import Session

from app.casework.corrections.rules import Correction
from app.casework.enums import AttendanceStatus
from app.cohorts import actions as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.actions import enroll
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.models import Cohort
from app.cohorts.queries import units
from app.cohorts.rules import has_ended
from app.credit.accreditations.actions import enter_accreditation
from app.demo import (
    absences,
    applications,
    draws,
    evaluations,
    meetings,
    people,
    series,
    talk,
    work,
)
from app.demo.activity import PROVIDER, accreditation, approval_of
from app.demo.calendar import CURRENT_UNIT, CohortDates, deadline, series_dates
from app.demo.cohorts import Course, make_cohort, plan_of
from app.demo.draws import Learner
from app.demo.rooms import keep_rooms
from app.demo.work import correct, learner_in
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.models import Institution, Person
from app.people.providers.queries import provider_called
from app.policy.table import Role

SEATS = 50
SERIES_SEATS = 300
"""As many as a meeting takes: in an open series nobody waits for a seat."""
COMPLETERS = 27
COACHING_SEATS = 18
APPLICANTS = 14
UNMARKED = 1
"""The session that was held last is left for Fay to mark."""
IMPORTED = 2
"""The attendance of this unit's session comes from the report of its meeting."""
CORRECTED = timedelta(hours=3)
"""So long ago one mark of the running cohort was corrected."""
BY_PHONE = "Joined by phone for the second half; the meeting's report had missed it."


@dataclass(frozen=True)
class DemoProgram:
    """One program, and all that its cohorts are made of."""

    session: Session
    course: Course
    institutions: Mapping[str, Institution]
    cast: Mapping[str, Person]
    random: Random
    now: datetime
    secret: str
    """What the links to forms are made with."""

    def cohort(self, dates: CohortDates, *, claims_close: datetime, seats: int = SEATS) -> Cohort:
        """A cohort with a session on each day of the term, and its accredited activity."""
        data = self.course.data
        closes_at = max(claims_close, deadline(dates.last + timedelta(weeks=6), dates.zone))
        return make_cohort(
            self.session,
            self.course,
            plan_of(data, dates, capacity=seats, closes_at=closes_at),
            approval_of(data, dates, claims_close_at=claims_close, now=self.now),
            by=self.cast["cora"].id,
            now=min(self.now, dates.first - timedelta(weeks=12)),
        )

    def appoint_coordinator(self, now: datetime) -> None:
        """Abe makes Cora the coordinator of the program."""
        cora, abe = self.cast["cora"].id, self.cast["abe"].id
        scope = Scope.PROGRAM, self.course.program.id
        grant_role(self.session, cora, Role.COORDINATOR, *scope, by=abe, now=now)

    def appoint_helpers(self, running: Cohort, now: datetime) -> None:
        """Cora makes Fay a facilitator, and Lee the lead of an institution."""
        cora, crest = self.cast["cora"].id, self.institutions["Pacific Crest"].id
        for persona, role, scope, scope_id in (
            ("fay", Role.FACILITATOR, Scope.COHORT, running.id),
            ("lee", Role.LEAD, Scope.INSTITUTION, crest),
        ):
            person_id = self.cast[persona].id
            grant_role(self.session, person_id, role, scope, scope_id, by=cora, now=now)

    def appoint_officer(self, now: datetime) -> None:
        """Abe makes Opal an officer of the provider; she enters who accredits it, so to say."""
        provider = provider_called(self.session, PROVIDER)
        assert provider is not None
        opal, abe = self.cast["opal"].id, self.cast["abe"].id
        over = Scope.PROVIDER, provider.id
        grant_role(self.session, opal, Role.CME_OFFICER, *over, by=abe, now=now)
        said = accreditation(now.date())
        enter_accreditation(self.session, provider, said, seen=0, by=opal, now=now)

    def fill_finished(self, cohort: Cohort, dates: CohortDates) -> list[LearnerInCohort]:
        """Fifty who began; the half that completed is returned, Ben first."""
        total = len(dates.days)
        learners = []
        for number, person in enumerate(self._everybody("ben", SEATS, "s", dates)):
            completes = number < COMPLETERS
            attests = total if completes else self.random.randint(0, total - 1)
            missed = self.random.sample(range(1, total + 1), self._missed(completes, total))
            learners.append(self._enroll(cohort, person, dates, attests, missed))
        self._live_through(cohort, learners, marked=total)
        completers = [learner.place for learner in learners[:COMPLETERS]]
        others = [learner.place for learner in learners[COMPLETERS::3]]
        evaluations.evaluate(
            self.session,
            cohort,
            [*completers, *others],
            Random(cohort.slug),  # noqa: S311 - what is drawn otherwise stays as it was
            share=slice(0, None, 2),
            secret=self.secret,
            last=dates.last,
            by=self.cast["cora"].id,
        )
        return completers

    def fill_running(self, cohort: Cohort, dates: CohortDates) -> None:
        """Fifty people in their fifth week; Ada has signed every unit before it."""
        learners = []
        for number, person in enumerate(self._everybody("ada", SEATS, "f", dates)):
            usual = CURRENT_UNIT - 1 + (self.random.random() < 0.4)
            drawn = usual if number % 5 else self.random.randint(0, CURRENT_UNIT - 1)
            attests = drawn if number else CURRENT_UNIT - 1
            misses = self._some_misses() if number else ()
            learners.append(self._enroll(cohort, person, dates, attests, misses))
        self._lead_sessions(cohort, dates)
        marked = self._held(cohort) - UNMARKED
        self._live_through(cohort, learners, marked=marked, by_file=IMPORTED, checked_in=marked)
        self._correct_one(cohort, learners[1:], marked=marked)
        keep_rooms(self.session, cohort.id, by=self.cast["fay"].id, now=self.now)
        places = [learner.place for learner in learners]
        talk.introduce_some(self.session, self.cast, places, self.now)
        talk.talk(self.session, self.cast["fay"], places, self.now)
        self._miss_some(cohort, learners[1:], marked=marked)

    def _miss_some(self, cohort: Cohort, learners: Sequence[Learner], *, marked: int) -> None:
        """Two have asked to be excused, two have made up what they missed; one is recorded."""
        fay, now = self.cast["fay"].id, self.now
        places = [learner.place for learner in learners[-2:]]
        absences.ask_and_answer(self.session, places, by=fay, now=now)
        missed = [
            absences.Miss(learner.place, position)
            for learner in learners[1:]
            for position in sorted(learner.misses)
            if position < marked
        ]
        once = {miss.place.enrollment.id: miss for miss in missed}
        absences.make_up_some(self.session, list(once.values())[1:], by=fay, now=now)
        held = [unit for unit in units(self.session, cohort.id) if unit.position < marked]
        if held:
            absences.record(self.session, held[-1], zone=cohort.zone, by=fay, now=now)

    def _correct_one(self, cohort: Cohort, learners: Sequence[Learner], *, marked: int) -> None:
        """Who was marked absent at first, and had joined by phone."""
        found = (
            (learner, position)
            for learner in learners
            for position in sorted(learner.misses)
            if position < marked
        )
        for learner, position in islice(found, 1):
            key = learner.place.enrollment.id
            wanted = Correction((key,), {position: AttendanceStatus.PARTIAL})
            fay = self.cast["fay"].id
            correct(
                self.session, cohort.id, wanted, reason=BY_PHONE, by=fay, now=self.now - CORRECTED
            )

    def fill_coaching(self, cohort: Cohort, dates: CohortDates) -> None:
        """Eighteen people before their third session; Mo has signed the units before it."""
        held = self._held(cohort)
        learners = [
            self._enroll(cohort, person, dates, held - (number % 6 == 5), ())
            for number, person in enumerate(self._everybody("mo", COACHING_SEATS, "c", dates))
        ]
        self._live_through(cohort, learners, marked=held)

    def hold_series(self, reached: Sequence[Cohort]) -> Cohort:
        """An open season, to which people of these cohorts come; Ada as often as she can."""
        dates = series_dates(self.now, len(self.course.data.syllabus))
        closes = deadline(dates.last + timedelta(days=self.course.data.policy.claim_days))
        season = self.cohort(dates, claims_close=closes, seats=SERIES_SEATS)
        fay, cora = self.cast["fay"].id, self.cast["cora"].id
        scope = Scope.COHORT, season.id
        grant_role(self.session, fay, Role.FACILITATOR, *scope, by=cora, now=dates.first)
        cast = [self.cast["ada"], self.cast["mo"], self.cast["lee"]]
        people = series.invited(self.session, cast, reached)
        series.take_part(self.session, season, people, by=fay, now=self.now)
        if here := cohort_context(self.session, season.slug):
            series.meet_soon(self.session, here, by=cora, now=self.now)
        return season

    def take_applications(self, cohort: Cohort) -> None:
        """Fourteen people apply; one of each institution at least."""
        cora = self.cast["cora"].id
        faculty = people.make_faculty(
            self.session,
            self.institutions,
            self.random,
            APPLICANTS,
            prefix="a",
            by=cora,
            now=self.now - timedelta(weeks=2),
        )
        applications.take_applications(
            self.session, cohort, faculty, self.random, by=cora, now=self.now
        )

    def _everybody(self, persona: str, seats: int, prefix: str, dates: CohortDates) -> list[Person]:
        """One of the cast, and invented faculty on all other seats."""
        faculty = people.make_faculty(
            self.session,
            self.institutions,
            self.random,
            seats - 1,
            prefix=prefix,
            by=self.cast["cora"].id,
            now=dates.first - timedelta(weeks=6),
        )
        return [self.cast[persona], *faculty]

    def _enroll(
        self,
        cohort: Cohort,
        person: Person,
        dates: CohortDates,
        attests: int,
        misses: Iterable[int],
    ) -> Learner:
        when = dates.first - timedelta(days=self.random.randint(8, 40))
        enrollment = enroll(self.session, cohort, person.id, by=self.cast["cora"].id, now=when)
        return Learner(learner_in(self.session, enrollment), attests, frozenset(misses))

    def _live_through(
        self,
        cohort: Cohort,
        learners: Sequence[Learner],
        *,
        marked: int,
        by_file: int = 0,
        checked_in: int = 0,
    ) -> None:
        """What everybody does in each unit, then the attendance of the first sessions.

        `by_file`: of which unit it comes from the report of the meeting; `checked_in`: in which
        one people checked in.
        """
        rows = units(self.session, cohort.id)
        for learner in learners:
            draws.study(self.session, rows, learner, self.random, now=self.now)
        for unit in rows[:marked]:
            marks, by = draws.marks(unit, learners, self.random), self.cast["fay"].id
            if unit.position == by_file and (here := cohort_context(self.session, cohort.slug)):
                meetings.bring_in(self.session, here, unit, marks, by=by)
            elif unit.position == checked_in:
                draws.mark_checked_in(self.session, unit, learners, marks, by=by)
            else:
                work.mark_session(self.session, unit, marks, by=by)

    def _lead_sessions(self, cohort: Cohort, dates: CohortDates) -> None:
        fay, cora = self.cast["fay"].id, self.cast["cora"].id
        planned_at = dates.first - timedelta(weeks=6)
        for unit in units(self.session, cohort.id):
            assert unit.session_id is not None
            cohorts.add_session_part(
                self.session, unit.session_id, fay, "lead", by=cora, now=planned_at
            )

    def _held(self, cohort: Cohort) -> int:
        return sum(
            unit.starts_at is not None and has_ended(unit.starts_at, unit.minutes, self.now)
            for unit in units(self.session, cohort.id)
        )

    def _missed(self, completes: bool, total: int) -> int:
        spare = max(0, total - self.course.data.policy.sessions_required)
        return self.random.randint(0, spare) if completes else self.random.randint(spare + 1, total)

    def _some_misses(self) -> list[int]:
        chance = self.random.choice((0.0, 0.1, 0.1, 0.4))
        return [n for n in range(1, CURRENT_UNIT + 1) if self.random.random() < chance]
