"""What the demo's learners have done, as the facts that learners leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import UnitRow
from app.content.models import ContentVersion
from app.core.ids import new_id
from app.demo import names
from app.learning.models import Attestation, ReadingDone, Reflection
from app.learning.rules import statement_for
from app.packs.schema import ModuleData
from app.people.models import Person

SIGNING = timedelta(minutes=5)
"""From the last word of the reflection to the signature."""


@dataclass(frozen=True)
class Learner:
    """One enrolled person, and how far they get: units attested, sessions missed."""

    person: Person
    enrollment: Enrollment
    attests: int
    misses: frozenset[int]


@dataclass(frozen=True)
class Course:
    """A cohort with its units and their modules."""

    cohort: Cohort
    unit_label: str
    units: Sequence[UnitRow]
    modules: dict[UUID, ContentVersion]


def study(
    session: Session, course: Course, learner: Learner, random: Random, *, now: datetime
) -> None:
    """Readings ticked, a reflection written, the unit signed, a day or two before the session.

    Nothing is signed later than now: what would come later did not happen yet.
    """
    for unit in course.units[: learner.attests]:
        assert unit.starts_at is not None
        if unit.module_version_id is None:
            continue
        version = course.modules[unit.module_version_id]
        at = unit.starts_at - timedelta(hours=random.randint(3, 60))
        if at + SIGNING <= now:
            session.add_all(_unit_facts(course, learner, unit, version, at, random))


def _unit_facts(
    course: Course,
    learner: Learner,
    unit: UnitRow,
    version: ContentVersion,
    at: datetime,
    random: Random,
) -> list[ReadingDone | Reflection | Attestation]:
    module = ModuleData.model_validate(version.data)
    where = {"enrollment_id": learner.enrollment.id, "unit_id": unit.id}
    readings: list[ReadingDone | Reflection | Attestation] = [
        ReadingDone(**where, reading_key=reading.key, done_at=at)
        for reading in module.readings
        if reading.required or random.random() < 0.3
    ]
    text = random.choice(names.REFLECTIONS)
    statement = statement_for(
        course.cohort.attestation_text,
        unit=f"{course.unit_label} {unit.position}",
        title=unit.title,
    )
    return [
        *readings,
        Reflection(**where, text=text, shared=random.random() < 0.25, saved_at=at),
        Attestation(
            **where,
            edition=1,
            statement=statement,
            statement_version=course.cohort.attestation_version,
            module_version_id=version.id,
            typed_name=learner.person.certificate_name,
            signed_at=at + SIGNING,
            zone=learner.person.zone,
        ),
    ]


def mark_attendance(
    session: Session,
    unit: UnitRow,
    learners: Sequence[Learner],
    *,
    by: UUID,
    random: Random,
) -> None:
    """One Save for a whole session, an hour after it."""
    assert unit.starts_at is not None
    assert unit.session_id is not None
    at = unit.starts_at + timedelta(minutes=unit.minutes + 60)
    save_id = new_id()
    for learner in learners:
        status, minutes = _mark(unit.position in learner.misses, unit.minutes, random)
        mark = Attendance(
            case_session_id=unit.session_id,
            enrollment_id=learner.enrollment.id,
            status=status,
            minutes=minutes,
            source=AttendanceSource.MANUAL,
            version=1,
        )
        session.add(mark)
        session.add(
            AttendanceChange(
                attendance_id=mark.id,
                save_id=save_id,
                version=1,
                from_status=AttendanceStatus.NOT_RECORDED,
                to_status=status,
                to_minutes=minutes,
                source=AttendanceSource.MANUAL,
                by=by,
                at=at,
            )
        )


def _mark(misses: bool, scheduled: int, random: Random) -> tuple[AttendanceStatus, int | None]:
    if misses:
        excused = random.random() < 0.3
        return (AttendanceStatus.EXCUSED if excused else AttendanceStatus.ABSENT), None
    if random.random() < 0.08:
        return AttendanceStatus.LATE, scheduled - random.randint(11, 15)
    return AttendanceStatus.PRESENT, None
