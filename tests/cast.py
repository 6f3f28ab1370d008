"""One cast for all tests: who they are, and the small programs they belong to.

Ada learns in `fall-2026` (High Desert, Denver), Ben finished `spring-2026` (Sonoran, Phoenix), Fay
facilitates `fall-2026`, Cora coordinates the program of both, Lee leads High Desert, Opal is a CME
officer of the provider of both, Abe administers. `coach-2026` belongs to a program, and its credit
to a provider, that nobody of the cast has anything to do with.

They are made by the builders of the demo, each act by the action and at the moment of a real one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.casework.rules import Mark, Submitted
from app.cohorts.actions import sync_program
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.actions import enroll, withdraw
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, Unit
from app.cohorts.queries import UnitRow, units
from app.content.actions import load_pack
from app.content.enums import Origin
from app.content.releases.queries import current_versions
from app.credit.approvals import Approval
from app.demo import cohorts, people, work
from app.demo.activity import approval_of
from app.demo.calendar import CohortDates
from app.demo.people import persona
from app.demo.work import UnitWork
from app.packs.files import find_packs
from app.packs.pack import read_pack
from app.packs.schema import ProgramData
from app.people.directory.actions import add_person
from app.people.enums import Profession, Scope
from app.people.grants.actions import grant_role
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.people.providers.models import Provider
from app.policy.table import Role
from tests.amending import overwrite
from tests.course import UNITS, course_files
from tests.packs.samples import write

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""Wednesday, 10:00 am in Denver: unit 2 of `fall-2026` is open, its session is tomorrow."""
LONG_AGO = NOW - timedelta(days=400)
"""When everybody was added, and given their roles."""

FALL_DAYS = [date(2026, 11, 12) + timedelta(weeks=week) for week in range(UNITS)]
SPRING_DAYS = [date(2026, 4, 9) + timedelta(weeks=week) for week in range(UNITS)]
SITES = (
    ("High Desert School of Medicine", "High Desert", "America/Denver"),
    ("Sonoran School of Medicine", "Sonoran", "America/Phoenix"),
)
PROVIDER = "Example Office of Continuing Professional Learning"
ELSEWHERE = "Another Office of Continuing Learning"
PHYSICIAN = ("MD", Profession.PHYSICIAN)
PEOPLE = {
    "ada": persona(("Ada", "Alvarez"), PHYSICIAN, "High Desert"),
    "ben": persona(("Ben", "Begay"), PHYSICIAN, "Sonoran"),
    "fay": persona(("Fay", "Fuentes"), ("PhD", Profession.SCIENTIST), "Sonoran"),
    "cora": persona(("Cora", "Castellano"), ("MPH", Profession.OTHER), "High Desert"),
    "lee": persona(("Lee", "Lindqvist"), PHYSICIAN, "High Desert"),
    "abe": persona(("Abe", "Abara"), ("", Profession.OTHER), "High Desert"),
    "opal": persona(("Opal", "Ortiz"), ("MEd", Profession.OTHER), "Sonoran"),
    "nan": persona(("Nan", "Nakai"), ("RN", Profession.NURSE), "Sonoran"),
}


def make_cast(session: Session) -> None:
    """Fill a migrated, empty database."""
    institutions, cast = people.make_cast(session, SITES, PEOPLE, now=LONG_AGO)
    program = make_program(session, "mentor-development")
    coaching = make_program(session, "coach-approach")
    fall = make_cohort(session, program, "fall-2026", "Fall 2026", FALL_DAYS)
    spring = make_cohort(session, program, "spring-2026", "Spring 2026", SPRING_DAYS)
    make_cohort(session, coaching, "coach-2026", "Coaching 2026", FALL_DAYS, provider=ELSEWHERE)
    for name, cohort in (("ada", fall), ("nan", fall), ("ben", spring)):
        enroll(session, cohort, cast[name].id, by=None, now=NOW - timedelta(days=300))
    for by, name, role, scope, scope_id in (
        ("abe", "cora", Role.COORDINATOR, Scope.PROGRAM, program.id),
        ("cora", "fay", Role.FACILITATOR, Scope.COHORT, fall.id),
        ("cora", "lee", Role.LEAD, Scope.INSTITUTION, institutions["High Desert"].id),
        ("abe", "opal", Role.CME_OFFICER, Scope.PROVIDER, Cast(session).provider.id),
    ):
        grant_role(session, cast[name].id, role, scope, scope_id, by=cast[by].id, now=LONG_AGO)
    make_completer(session, cast["ben"], spring)


def make_person(
    session: Session,
    name: str,
    given: str,
    family: str,
    degrees: str,
    profession: Profession,
    *,
    institution: Institution,
) -> Person:
    """A person with a verified address at example.org."""
    somebody = persona((given, family), (degrees, profession), "", address=f"{name}@example.org")
    return add_person(session, somebody.new, institution, by=None, now=LONG_AGO)


def add_enrollment(session: Session, person: Person, cohort: Cohort, *, at: datetime) -> Enrollment:
    """Somebody in a cohort as `enroll` leaves them, without its locks."""
    place, event = enrolled(person, cohort, at=at)
    session.add(place)
    session.flush()
    session.add(event)
    return place


def enrolled(person: Person, cohort: Cohort, *, at: datetime) -> tuple[Enrollment, EnrollmentEvent]:
    """A place and its event as `enroll` leaves them, not stored yet: for crowds."""
    enrollment = Enrollment(
        person_id=person.id,
        cohort_id=cohort.id,
        status=EnrollmentStatus.ENROLLED,
        enrolled_at=at,
        institution_id=person.institution_id,
        department=person.department,
        rank=person.rank,
        profession=person.profession,
    )
    kind = EnrollmentEventKind.ENROLLED
    event = EnrollmentEvent(
        enrollment_id=enrollment.id,
        number=1,
        kind=kind,
        at=at,
        institution_id=person.institution_id,
        department=person.department,
        rank=person.rank,
        profession=person.profession,
    )
    return enrollment, event


def make_program(
    session: Session, key: str, files: Callable[[str], dict[str, str]] = course_files
) -> Program:
    """A program of four units, each with a module, a case and a guide, loaded from files.

    `files`: those of another program.
    """
    with TemporaryDirectory() as root:
        (folder,) = find_packs(write(Path(root), files(key)))
        reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    load_pack(session, reading.pack, now=LONG_AGO, origin=Origin.FILES)
    return sync_program(session, key, current_versions(session, key), now=LONG_AGO)


def make_cohort(
    session: Session,
    program: Program,
    slug: str,
    title: str,
    days: list[date],
    *,
    provider: str = PROVIDER,
) -> Cohort:
    """A cohort with Thursday noon sessions in Denver and an accredited activity."""
    first = datetime.combine(days[0], time(12), UTC)
    dates = CohortDates(slug, title, days)
    course = cohorts.course_of(session, program.key)
    plan = cohorts.plan_of(course.data, dates, capacity=600, closes_at=first + timedelta(days=365))
    plan = replace(
        plan,
        session_link="https://zoom.example/j/1",
        enrollment_opens_at=first - timedelta(days=90),
    )
    approval = replace(_approval(course.data, dates, first), provider=provider)
    made_at = first - timedelta(days=90)
    return cohorts.make_cohort(session, course, plan, approval, by=None, now=made_at)


def _approval(data: ProgramData, dates: CohortDates, first: datetime) -> Approval:
    """Designated for 6.00 credits: half a credit a module, one a session."""
    approval = approval_of(data, dates, claims_close_at=first + timedelta(days=365))
    return replace(
        approval,
        provider=PROVIDER,
        accreditation_statement="The Example Office is accredited to provide continuing education.",
        designation_statement=(
            "The Example Office designates this activity for a maximum of 6.00 {credit_phrase}."
        ),
        signatories=approval.signatories[:1],
        disclosure_reason="Non-clinical education.",
        approved_at=first - timedelta(days=60),
        approved_by="Example CME office",
    )


def make_completer(session: Session, person: Person, cohort: Cohort) -> Enrollment:
    """Let an enrolled person sign every module and attend every session."""
    enrollment = session.scalars(
        select(Enrollment).where(
            col(Enrollment.person_id) == person.id, col(Enrollment.cohort_id) == cohort.id
        )
    ).one()
    learner = work.learner_in(session, enrollment)
    present = {enrollment.id: Submitted(AttendanceStatus.PRESENT)}
    cora = Cast(session).id("cora")
    for unit in units(session, cohort.id):
        assert unit.starts_at is not None
        at = unit.starts_at - timedelta(hours=20)
        readings = work.required_readings(work.module_of(session, unit))
        work.do_unit(session, learner, unit, UnitWork(readings, "I thought about it."), now=at)
        work.sign_unit(session, learner, unit, now=at)
        work.mark_session(session, unit, present, by=cora)
    return enrollment


@dataclass
class Cast:
    """The cast as it stands in a test's database."""

    session: Session

    def person(self, persona: str) -> Person:
        """One of the cast."""
        address = f"{persona}@example.org"
        return self.session.scalars(
            select(Person).join(EmailAddress).where(col(EmailAddress.address) == address)
        ).one()

    def id(self, persona: str) -> UUID:
        """The id of one of the cast."""
        return self.person(persona).id

    def cohort(self, slug: str) -> Cohort:
        """A cohort by its address."""
        return self.session.scalars(select(Cohort).where(col(Cohort.slug) == slug)).one()

    @property
    def provider(self) -> Provider:
        """The one of the activities of `fall-2026` and `spring-2026`."""
        return self.session.scalars(select(Provider).where(col(Provider.name) == PROVIDER)).one()

    @property
    def program(self) -> Program:
        """The one of `fall-2026` and `spring-2026`."""
        return self.session.get_one(Program, self.fall.program_id)

    @cached_property
    def fall(self) -> Cohort:
        """The running cohort."""
        return self.cohort("fall-2026")

    @cached_property
    def spring(self) -> Cohort:
        """The finished cohort."""
        return self.cohort("spring-2026")

    def institution(self, short_name: str) -> Institution:
        """One of the institutions, by its short name."""
        named = col(Institution.short_name) == short_name
        return self.session.scalars(select(Institution).where(named)).one()

    def enrollment(self, persona: str, slug: str | None = None) -> Enrollment:
        """Somebody's enrollment, in the cohort they are in."""
        found = select(Enrollment).where(col(Enrollment.person_id) == self.id(persona))
        if slug:
            found = found.where(col(Enrollment.cohort_id) == self.cohort(slug).id)
        return self.session.scalars(found).one()

    def learner(self, persona: str, slug: str | None = None) -> LearnerInCohort:
        """Somebody's place in the cohort they are in."""
        return work.learner_in(self.session, self.enrollment(persona, slug))

    def grant(
        self, persona: str, role: Role, scope: Scope, scope_id: UUID | None = None
    ) -> RoleGrant:
        """Give somebody one more role."""
        return grant_role(self.session, self.id(persona), role, scope, scope_id, by=None, now=NOW)

    def withdraw(self, persona: str) -> None:
        """Somebody leaves the cohort they are in."""
        enrollment = self.enrollment(persona)
        withdraw(self.session, enrollment, reason="Moved away.", by=self.id("cora"), now=NOW)

    def take_back_marks(self, persona: str, slug: str, *positions: int) -> None:
        """Nothing is recorded of somebody in these units any more, whatever was built on it."""
        place, by = self.enrollment(persona, slug).id, self.id("cora")
        for position in positions:
            held = self.case_session(slug, position).id
            cleared = {place: Submitted(AttendanceStatus.NOT_RECORDED, self.mark(place, held))}
            overwrite(self.session, held, cleared, by=by, now=NOW)

    def mark(self, enrollment_id: UUID, case_session_id: UUID) -> Mark:
        """Somebody's mark at a session, as it is stored."""
        row = self.session.scalars(
            select(Attendance)
            .where(
                col(Attendance.enrollment_id) == enrollment_id,
                col(Attendance.case_session_id) == case_session_id,
            )
            .execution_options(populate_existing=True)
        ).one()
        return Mark(row.status, row.version, row.source, row.minutes)

    def unit(self, slug: str, position: int) -> UnitRow:
        """A unit with its session."""
        return units(self.session, self.cohort(slug).id)[position - 1]

    def unit_model(self, slug: str, position: int) -> Unit:
        """A unit as a row."""
        return self.session.get_one(Unit, self.unit(slug, position).id)

    def case_session(self, slug: str, position: int) -> CaseSession:
        """The session of a unit as a row."""
        return self.session.get_one(CaseSession, self.unit(slug, position).session_id)
