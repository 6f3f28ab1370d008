"""One cast for all tests: who they are, and the small programs they belong to.

Ada learns in `fall-2026` (High Desert, Denver), Ben finished `spring-2026` (Sonoran, Phoenix), Fay
facilitates `fall-2026`, Cora coordinates the program of both, Lee leads High Desert, Abe
administers. `coach-2026` belongs to a program that nobody of the cast has anything to do with.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.actions import CohortPlan, create_cohort, sync_program
from app.cohorts.enrollments.actions import enroll, withdraw
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, Unit
from app.cohorts.queries import UnitRow, units
from app.content.actions import load_pack
from app.content.enums import Origin
from app.content.queries import current_versions
from app.credit.enums import ComponentKind
from app.credit.models import Activity, Component
from app.learning.models import Attestation, ReadingDone, Reflection
from app.packs.files import find_packs
from app.packs.pack import read_pack
from app.packs.schema import Opening, PolicyData
from app.people.enums import Profession, Scope
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.policy.table import Role
from tests.packs.samples import SVG, write

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""Wednesday, 10:00 am in Denver: unit 2 of `fall-2026` is open, its session is tomorrow."""

UNITS = 4
FALL_DAYS = [date(2026, 11, 12) + timedelta(weeks=week) for week in range(UNITS)]
SPRING_DAYS = [date(2026, 4, 9) + timedelta(weeks=week) for week in range(UNITS)]
POLICY = PolicyData(
    modules_required=4,
    sessions_required=3,
    make_ups_allowed=1,
    excused_leaves_denominator=False,
    present_minutes=45,
    late_after_minutes=10,
    surveys=(),
    claim_days=30,
)
PEOPLE = {
    "ada": ("Ada", "Alvarez", "MD", Profession.PHYSICIAN, "High Desert"),
    "ben": ("Ben", "Begay", "MD", Profession.PHYSICIAN, "Sonoran"),
    "fay": ("Fay", "Fuentes", "PhD", Profession.SCIENTIST, "Sonoran"),
    "cora": ("Cora", "Castellano", "MPH", Profession.OTHER, "High Desert"),
    "lee": ("Lee", "Lindqvist", "MD", Profession.PHYSICIAN, "High Desert"),
    "abe": ("Abe", "Abara", "", Profession.OTHER, "High Desert"),
    "nan": ("Nan", "Nakai", "RN", Profession.NURSE, "Sonoran"),
}


def make_cast(session: Session) -> None:
    """Fill a migrated, empty database."""
    institutions = {
        name: Institution(name=f"{name} School of Medicine", short_name=name, zone=zone)
        for name, zone in (("High Desert", "America/Denver"), ("Sonoran", "America/Phoenix"))
    }
    session.add_all(institutions.values())
    session.flush()
    people = {
        persona: make_person(session, persona, *facts[:4], institution=institutions[facts[4]])
        for persona, facts in PEOPLE.items()
    }
    program = make_program(session, "mentor-development")
    coaching = make_program(session, "coach-approach")
    fall = make_cohort(session, program, "fall-2026", "Fall 2026", FALL_DAYS)
    spring = make_cohort(session, program, "spring-2026", "Spring 2026", SPRING_DAYS)
    make_cohort(session, coaching, "coach-2026", "Coaching 2026", FALL_DAYS)
    for persona, cohort in (("ada", fall), ("nan", fall), ("ben", spring)):
        enroll(session, cohort, people[persona].id, by=None, now=NOW - timedelta(days=300))
    make_completer(session, people["ben"], spring)
    grants = (
        ("fay", Role.FACILITATOR, Scope.COHORT, fall.id),
        ("cora", Role.COORDINATOR, Scope.PROGRAM, program.id),
        ("lee", Role.LEAD, Scope.INSTITUTION, institutions["High Desert"].id),
        ("abe", Role.ADMINISTRATOR, Scope.INSTALLATION, None),
    )
    for persona, role, scope, scope_id in grants:
        session.add(
            RoleGrant(
                person_id=people[persona].id,
                role=role,
                scope=scope,
                scope_id=scope_id,
                granted_at=NOW - timedelta(days=400),
            )
        )


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
    person = Person(
        given_name=given,
        family_name=family,
        certificate_name=f"{given} {family}",
        degrees=degrees,
        profession=profession,
        profession_verified_at=NOW - timedelta(days=400),
        institution_id=institution.id,
        zone=institution.zone,
        created_at=NOW - timedelta(days=400),
    )
    session.add(person)
    session.flush()
    session.add(
        EmailAddress(
            person_id=person.id, address=f"{name}@example.org", verified_at=person.created_at
        )
    )
    return person


def add_enrollment(session: Session, person: Person, cohort: Cohort, *, at: datetime) -> Enrollment:
    """Somebody in a cohort as `enroll` leaves them, without its locks: for crowds."""
    enrollment = Enrollment(
        person_id=person.id,
        cohort_id=cohort.id,
        status=EnrollmentStatus.ENROLLED,
        enrolled_at=at,
        institution_id=person.institution_id,
        profession=person.profession,
    )
    kind = EnrollmentEventKind.ENROLLED
    event = EnrollmentEvent(enrollment_id=enrollment.id, number=1, kind=kind, at=at)
    session.add(enrollment)
    session.flush()
    session.add(event)
    return enrollment


def make_program(session: Session, key: str) -> Program:
    """A program of four units, each with a module, a case and a guide, loaded from files."""
    then = NOW - timedelta(days=400)
    with TemporaryDirectory() as root:
        (folder,) = find_packs(write(Path(root), _files(key)))
        reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    load_pack(session, reading.pack, now=then, origin=Origin.FILES)
    return sync_program(session, key, current_versions(session, key), now=then)


def _files(key: str) -> dict[str, str]:
    files = {f"modules/{key}/program.yaml": json.dumps(_program(key))}
    files |= {f"{part}/{key}/figures/map.svg": SVG for part in ("modules", "cases")}
    files |= {f"cases/{key}/figures/plan.svg": SVG.replace("circle</title>", "plan</title>")}
    for n in range(1, UNITS + 1):
        name = f"{n:02}-case-{n}"
        files |= {
            f"modules/{key}/{n:02}-module-{n}.md": _file(_module(n), f"Text of module {n}.{MAP}"),
            f"cases/{key}/{name}.md": _file(_case(n), f"Case for learners {n}.{MAP}"),
            f"cases/{key}/{name}.guide.md": _file(_guide(n), f"Guide only {n}.{PLAN}"),
        }
    return files


MAP = '\n\n![Where everybody stands](figures/map.svg "A map")'
"""A picture in every module and case."""
PLAN = '\n\n![Who speaks when](figures/plan.svg "A plan")'
"""A picture that only guides show."""


def _file(front: dict[str, Any], text: str) -> str:
    return f"---\n{json.dumps(front, indent=1)}\n---\n{text}\n"


def _program(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": key.replace("-", " ").title() + " Program",
        "summary": "A program for tests.",
        "format": "cohort",
        "unit_label": "Week",
        "session_minutes": 60,
        "syllabus": [{"module": f"module-{n}", "case": f"case-{n}"} for n in range(1, UNITS + 1)],
        "policy": POLICY.model_dump(mode="json"),
        "attestation": {
            "version": "t-1",
            "text": "I attest that I completed {unit}, {title}.",
        },
    }


def _module(n: int) -> dict[str, Any]:
    reading = {
        "authors": "Doe J",
        "year": 2020,
        "source": "J Test 1:1",
        "type": "Journal article",
        "minutes": 10,
        "why": "It is short.",
    }
    return {
        "key": f"module-{n}",
        "title": f"Module {n} title",
        "short_title": f"Module {n}",
        "minutes": 40,
        "text_minutes": 10,
        "objectives": [
            {"id": f"o{m}", "text": f"Name objective {n} in way {m}."} for m in (1, 2, 3)
        ],
        "readings": [
            reading
            | {
                "key": f"r{n}{letter}",
                "title": f"Reading {n}{letter}",
                "doi": f"10.1234/test.{n}{letter}",
                "required": letter != "c",
            }
            for letter in "abc"
        ],
        "reflection": {"prompt": f"Reflect on {n}.", "minutes": 5},
        "check": {
            "minutes": 5,
            "questions": [
                {
                    "id": "q1",
                    "objective": "o1",
                    "text": "Which is right?",
                    "options": [
                        {"text": "This", "correct": True, "feedback": "Yes, this."},
                        {"text": "That", "correct": False, "feedback": "No, not that."},
                    ],
                }
            ],
        },
        "session_question": f"Bring question {n}.",
    }


def _case(n: int) -> dict[str, Any]:
    return {
        "key": f"case-{n}",
        "title": f"Case {n}",
        "module": f"module-{n}",
        "summary": "A case.",
        "minutes": 60,
    }


def _guide(n: int) -> dict[str, Any]:
    plan = [{"from": 0, "to": 60, "what": "Talk."}]
    return {"case": f"case-{n}", "title": f"Guide {n}", "goals": ["Learn."], "plan": plan}


def make_cohort(
    session: Session, program: Program, slug: str, title: str, days: list[date]
) -> Cohort:
    """A cohort with Thursday noon sessions in Denver and an accredited activity."""
    first = datetime.combine(days[0], time(12), UTC)
    plan = CohortPlan(
        slug=slug,
        title=title,
        zone="America/Denver",
        capacity=600,
        session_days=days,
        session_time=time(12, 0),
        session_minutes=60,
        session_link="https://zoom.example/j/1",
        enrollment_opens_at=first - timedelta(days=90),
        closes_at=first + timedelta(days=365),
        policy=POLICY,
        opening=Opening(),
    )
    versions = current_versions(session, program.key)
    cohort = create_cohort(
        session, program, plan, versions, by=None, now=first - timedelta(days=90)
    )
    make_activity(session, cohort, first)
    return cohort


def make_activity(session: Session, cohort: Cohort, first: datetime) -> Activity:
    """Designated for 6.00 credits: half a credit a module, one a session."""
    activity = Activity(
        cohort_id=cohort.id,
        version=1,
        title=f"Mentor Development Program, {cohort.title}",
        provider="Example Office of Continuing Professional Learning",
        joint_providers=[],
        learning_format="Other activity (blended)",
        designated_quarters=24,
        rounding="half_up",
        accreditation_statement="The Example Office is accredited to provide continuing education.",
        designation_statement=(
            "The Example Office designates this activity for a maximum of 6.00 {credit_phrase}."
        ),
        claim_statement="Physicians should claim only the credit commensurate with the extent of "
        "their participation in the activity.",
        signatories=[{"name": "Rosa Lindqvist, MD", "role": "Course director"}],
        requires_completion=True,
        requires_evaluation=False,
        disclosure_applies=False,
        disclosure_reason="Non-clinical education.",
        approved_at=first - timedelta(days=60),
        approved_by="Example CME office",
        claims_close_at=first + timedelta(days=365),
    )
    session.add(activity)
    session.flush()
    for kind, each, most in ((ComponentKind.MODULE, 30, 8), (ComponentKind.SESSION, 60, 16)):
        session.add(
            Component(activity_id=activity.id, kind=kind, minutes_each=each, max_quarters=most)
        )
    return activity


def make_completer(session: Session, person: Person, cohort: Cohort) -> Enrollment:
    """Give an enrolled person every module attested and every session attended."""
    enrollment = session.scalars(
        select(Enrollment).where(
            col(Enrollment.person_id) == person.id, col(Enrollment.cohort_id) == cohort.id
        )
    ).one()
    for unit in units(session, cohort.id):
        assert unit.starts_at is not None
        assert unit.session_id is not None
        assert unit.module_version_id is not None
        at = unit.starts_at - timedelta(hours=20)
        for letter in "ab":
            session.add(
                ReadingDone(
                    enrollment_id=enrollment.id,
                    unit_id=unit.id,
                    reading_key=f"r{unit.position}{letter}",
                    done_at=at,
                )
            )
        session.add(
            Reflection(
                enrollment_id=enrollment.id,
                unit_id=unit.id,
                text="I thought about it.",
                shared=False,
                saved_at=at,
            )
        )
        session.add(
            Attestation(
                enrollment_id=enrollment.id,
                unit_id=unit.id,
                edition=1,
                statement="I attest.",
                statement_version="t-1",
                module_version_id=unit.module_version_id,
                typed_name=person.certificate_name,
                signed_at=at,
                zone=person.zone,
            )
        )
        session.add(
            Attendance(
                case_session_id=unit.session_id,
                enrollment_id=enrollment.id,
                status=AttendanceStatus.PRESENT,
                source=AttendanceSource.MANUAL,
                version=1,
            )
        )
    session.flush()
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

    @cached_property
    def fall(self) -> Cohort:
        """The running cohort."""
        return self.cohort("fall-2026")

    @cached_property
    def spring(self) -> Cohort:
        """The finished cohort."""
        return self.cohort("spring-2026")

    def enrollment(self, persona: str, slug: str | None = None) -> Enrollment:
        """Somebody's enrollment, in the cohort they are in."""
        found = select(Enrollment).where(col(Enrollment.person_id) == self.id(persona))
        if slug:
            found = found.where(col(Enrollment.cohort_id) == self.cohort(slug).id)
        return self.session.scalars(found).one()

    def withdraw(self, persona: str) -> None:
        """Somebody leaves the cohort they are in."""
        enrollment = self.enrollment(persona)
        withdraw(self.session, enrollment, reason="Moved away.", by=self.id("cora"), now=NOW)

    def unit(self, slug: str, position: int) -> UnitRow:
        """A unit with its session."""
        return units(self.session, self.cohort(slug).id)[position - 1]

    def unit_model(self, slug: str, position: int) -> Unit:
        """A unit as a row."""
        return self.session.get_one(Unit, self.unit(slug, position).id)

    def case_session(self, slug: str, position: int) -> CaseSession:
        """The session of a unit as a row."""
        return self.session.get_one(CaseSession, self.unit(slug, position).session_id)
