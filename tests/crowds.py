"""Crowds: whole cohorts as plain rows, in a second a thousand people.

Who is in one is drawn by a seed: some never start, some stop in one of the weeks, some leave, some
are late with a module or make a session up, some asked for a seat and have none. Of a cohort that
is over, most of who completed have claimed, and most of those have their certificates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, MakeUp
from app.certificates.models import Certificate, CertificateKind
from app.certificates.numbers import new_code, new_number
from app.certificates.printing.templates import TemplatePack
from app.certificates.snapshot import to_json
from app.certificates.specimens import CODE, NUMBER, ORDINARY, specimen
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import UnitRow, units
from app.core.ids import new_id
from app.credit.enums import PARTICIPATION
from app.credit.models import Activity, Claim
from app.language.words import normalize_for_search
from app.learning.models import Attestation
from app.people.enums import Profession
from app.people.models import EmailAddress, Institution, Person
from tests.cast import LONG_AGO

FAMILIES = (
    *("Alvarez", "Begay", "Chen", "Dominguez", "Eze", "Fuentes"),
    *("Gallegos", "Haddad", "Ito", "Jaramillo", "Kim", "Lucero"),
)
GIVEN = ("Ana", "Bo", "Cy", "Dot", "Eli", "Flo", "Gus", "Hal", "Ida", "Jo", "Kit", "Lu")
RANKS = ("Assistant professor", "Associate professor", "Professor", "Instructor")
DEPARTMENTS = ("Medicine", "Pediatrics", "Surgery", "Nursing", "Family medicine")
NO_SEAT = (Status.APPLIED, Status.INVITED, Status.DECLINED, Status.WAITLISTED)


@dataclass
class _Rows:
    """What is inserted, by table, in the order in which tables refer to each other."""

    of: dict[type[SQLModel], list[dict[str, Any]]] = field(
        default_factory=lambda: {
            table: []
            for table in (
                Person,
                EmailAddress,
                Enrollment,
                EnrollmentEvent,
                Attestation,
                Attendance,
                MakeUp,
                Claim,
                Certificate,
            )
        }
    )

    def add(self, table: type[SQLModel], **values: Any) -> UUID:
        id_ = new_id()
        self.of[table].append({"id": id_, **values})
        return id_

    def insert(self, session: Session) -> None:
        for table, rows in self.of.items():
            if rows:
                session.execute(insert(table), rows)


@dataclass(frozen=True)
class _Course:
    cohort: Cohort
    units: Sequence[UnitRow]
    activity_id: UUID
    over: bool
    settled: bool
    """Over for two months: whatever was due has been issued."""
    now: datetime


def fill(session: Session, cohort: Cohort, people: int, *, now: datetime, seed: int = 0) -> None:
    """Enroll so many people in a cohort, and let them work up to now."""
    rng, rows = Random(f"{cohort.slug}{seed}"), _Rows()
    places = session.scalars(select(Institution).order_by(col(Institution.short_name))).all()
    activity = select(col(Activity.id)).where(col(Activity.cohort_id) == cohort.id)
    found = units(session, cohort.id)
    last = max(unit.starts_at for unit in found if unit.starts_at is not None)
    activity_id = session.scalars(activity).one()
    over, settled = last + timedelta(hours=2) < now, last + timedelta(days=60) < now
    course = _Course(cohort, found, activity_id, over, settled, now)
    for number in range(people):
        person = _person(rows, rng, rng.choice(places), f"{cohort.slug}-{seed}-{number}")
        _work(rows, rng, course, person, _place(rows, rng, course, person, Status.ENROLLED))
    for number in range(people // 10):
        person = _person(rows, rng, rng.choice(places), f"{cohort.slug}-{seed}-no-{number}")
        _place(rows, rng, course, person, rng.choice(NO_SEAT))
    rows.insert(session)


def _person(rows: _Rows, rng: Random, place: Institution, key: str) -> dict[str, Any]:
    given, family = rng.choice(GIVEN), f"{rng.choice(FAMILIES)}-{rng.choice(FAMILIES)}"
    profession = rng.choice(list(Profession))
    values = {
        "given_name": given,
        "family_name": family,
        "certificate_name": f"{given} {family}",
        "degrees": "MD" if profession is Profession.PHYSICIAN else "",
        "profession": profession,
        "institution_id": place.id,
        "department": rng.choice(DEPARTMENTS),
        "rank": rng.choice(RANKS),
        "zone": place.zone,
        "created_at": LONG_AGO,
        "search_name": normalize_for_search(f"{family} {given}"),
    }
    id_ = rows.add(Person, **values)
    rows.add(EmailAddress, person_id=id_, address=f"{key}@example.org", is_primary=True)
    return values | {"id": id_}


def _place(
    rows: _Rows, rng: Random, course: _Course, person: dict[str, Any], status: Status
) -> UUID:
    at = course.units[0].opens_at - timedelta(days=rng.randint(1, 30))
    was = {key: person[key] for key in ("institution_id", "department", "rank", "profession")}
    id_ = rows.add(
        Enrollment,
        person_id=person["id"],
        cohort_id=course.cohort.id,
        status=status,
        enrolled_at=at if status is Status.ENROLLED else None,
        **was,
    )
    kept = was if status is Status.ENROLLED else dict.fromkeys(was)
    kind = Kind(status.value)
    rows.add(EnrollmentEvent, enrollment_id=id_, number=1, kind=kind, at=at, **kept)
    return id_


def _work(rows: _Rows, rng: Random, course: _Course, person: dict[str, Any], place: UUID) -> None:
    count = len(course.units)
    stops_after = rng.choice([0, *range(1, count)]) if rng.random() < 0.45 else count
    leaves = stops_after < count and rng.random() < 0.15
    counted = signed = 0
    for number, unit in enumerate(course.units, 1):
        assert unit.starts_at is not None
        there = number <= stops_after and rng.random() < 0.95
        if unit.starts_at + timedelta(hours=2) < course.now:
            counted += _mark(rows, rng, course, place, unit, there=there)
        at = unit.starts_at - timedelta(hours=rng.randint(-60, 90))
        if number <= stops_after and at < course.now and unit.module_version_id is not None:
            signed += 1
            _sign(rows, person, place, unit, at)
    if leaves and course.over:
        _leave(rows, course, place)
    elif course.over and signed == count and counted >= count - 1:
        claim = _claim(rows, course, person, place) if rng.random() < 0.9 else None
        if course.settled or rng.random() < 0.8:
            _certify(rows, course, person, place, claim)


def _mark(
    rows: _Rows, rng: Random, course: _Course, place: UUID, unit: UnitRow, *, there: bool
) -> bool:
    status = rng.choice([AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED])
    if there:
        status = AttendanceStatus.LATE if rng.random() < 0.1 else AttendanceStatus.PRESENT
    rows.add(
        Attendance,
        case_session_id=unit.session_id,
        enrollment_id=place,
        status=status,
        source=AttendanceSource.MANUAL,
        version=1,
    )
    if not there and rng.random() < 0.05 and unit.starts_at is not None:
        made_at = min(course.now, unit.starts_at + timedelta(days=6))
        made = {"enrollment_id": place, "case_session_id": unit.session_id, "made_at": made_at}
        rows.add(MakeUp, edition=1, **made)
    return there


def _sign(rows: _Rows, person: dict[str, Any], place: UUID, unit: UnitRow, at: datetime) -> None:
    rows.add(
        Attestation,
        enrollment_id=place,
        unit_id=unit.id,
        edition=1,
        statement="I attest.",
        statement_version="t-1",
        module_version_id=unit.module_version_id,
        typed_name=person["certificate_name"],
        signed_at=at,
        zone=person["zone"],
    )


def _leave(rows: _Rows, course: _Course, place: UUID) -> None:
    enrollment = rows.of[Enrollment][-1]
    assert enrollment["id"] == place
    enrollment["status"] = Status.WITHDRAWN
    at = course.now - timedelta(days=1)
    nothing = dict.fromkeys(("institution_id", "department", "rank", "profession"))
    left: dict[str, Any] = {"number": 2, "kind": Kind.WITHDRAWN, "at": at, "reason": "Moved away."}
    rows.add(EnrollmentEvent, enrollment_id=place, **left, **nothing)


def _claim(rows: _Rows, course: _Course, person: dict[str, Any], place: UUID) -> UUID:
    return rows.add(
        Claim,
        enrollment_id=place,
        activity_id=course.activity_id,
        credit_system=PARTICIPATION,
        edition=1,
        quarters=4,
        eligible_quarters=4,
        statement="I took part.",
        facts={},
        claimed_at=course.now - timedelta(days=2),
        by=person["id"],
    )


def _certify(
    rows: _Rows, course: _Course, person: dict[str, Any], place: UUID, claim: UUID | None
) -> None:
    kinds = {CertificateKind.COMPLETION: None, CertificateKind.PARTICIPATION: claim}
    for kind, claim_id in kinds.items():
        if claim is None and kind is CertificateKind.PARTICIPATION:
            continue
        number, code = new_number(), new_code()
        facts = {NUMBER: number, CODE: code, ORDINARY["person_name"]: person["certificate_name"]}
        rows.add(
            Certificate,
            enrollment_id=place,
            kind=kind,
            edition=1,
            number=number,
            code=code,
            claim_id=claim_id,
            snapshot=_snapshot(kind, facts),
            snapshot_sha256="0" * 64,
            pdf_sha256="0" * 64,
            issued_at=course.now - timedelta(days=1),
            issued_by=person["id"],
        )


def _snapshot(kind: CertificateKind, facts: dict[str, str]) -> str:
    """The facts of a specimen with some others in their place: making each one takes longer."""
    found = _specimen(kind)
    for ordinary, own in facts.items():
        found = found.replace(ordinary, own)
    return found


@cache
def _specimen(kind: CertificateKind) -> str:
    return to_json(specimen(kind, TemplatePack()))
