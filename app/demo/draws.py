"""How the demo's learners get on, drawn by chance and the same every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins.enums import CheckInWay
from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.shown import ModuleVersion
from app.demo import names, work
from app.demo.work import UnitWork

SIGNING = timedelta(minutes=5)
"""From the last word of the reflection to the signature."""
SHARED = 12
"""Who is drawn as this one checks in by the phone of who is drawn before."""
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True)
class Learner:
    """A learner's place, and how far they get: units attested, sessions missed."""

    place: LearnerInCohort
    attests: int
    misses: frozenset[int] = frozenset()


def study(
    session: Session, units: Sequence[UnitRow], learner: Learner, random: Random, *, now: datetime
) -> None:
    """Readings ticked, a reflection written, the unit signed, a day or two before the session.

    Nothing is signed later than now: what would come later did not happen yet.
    """
    for unit in units[: learner.attests]:
        assert unit.starts_at is not None
        if unit.module_version_id is None:
            continue
        at = max(unit.opens_at, unit.starts_at - timedelta(hours=random.randint(3, 60)))
        if at + SIGNING <= now:
            done = _unit_work(work.module_of(session, unit), random)
            work.do_unit(session, learner.place, unit, done, now=at)
            work.sign_unit(session, learner.place, unit, now=at + SIGNING)


def _unit_work(module: ModuleVersion, random: Random) -> UnitWork:
    readings = [
        reading.key for reading in module.data.readings if reading.required or random.random() < 0.3
    ]
    return UnitWork(readings, random.choice(names.REFLECTIONS), shared=random.random() < 0.25)


def marks(unit: UnitRow, learners: Sequence[Learner], random: Random) -> dict[UUID, Submitted]:
    """The attendance of a whole session, by enrollment."""
    return {
        learner.place.enrollment.id: _mark(unit.position in learner.misses, unit.minutes, random)
        for learner in learners
    }


def mark_checked_in(
    session: Session,
    unit: UnitRow,
    learners: Sequence[Learner],
    marks: Mapping[UUID, Submitted],
    *,
    by: UUID,
) -> None:
    """One save for a whole session, but for who was there: they said so themselves."""
    there = [own for own in learners if marks[own.place.enrollment.id].status in THERE]
    _check_in(session, unit, there, marks, by=by)
    came = {own.place.enrollment.id for own in there}
    others = {key: mark for key, mark in marks.items() if key not in came}
    work.mark_session(session, unit, others, by=by)


def _check_in(
    session: Session,
    unit: UnitRow,
    learners: Sequence[Learner],
    marks: Mapping[UUID, Submitted],
    *,
    by: UUID,
) -> None:
    """Most scan, some type, two by one phone; the last to come is added by who leads."""
    assert unit.starts_at is not None
    chance = Random(unit.position)  # noqa: S311 - what is drawn otherwise stays as it was
    for number, learner in enumerate(learners):
        late = marks[learner.place.enrollment.id].status is AttendanceStatus.LATE
        minutes = chance.uniform(11, 15) if late else chance.triangular(-9, 9, 0)
        at = unit.starts_at + timedelta(minutes=minutes)
        if number == len(learners) - 1:
            work.add_check_in(session, learner.place, unit, by=by, now=at)
        else:
            way = CheckInWay.CODE if number % 4 == 3 else CheckInWay.QR
            device = number - (number == SHARED)
            work.check_in(session, learner.place, unit, way, device=str(device), now=at)


def _mark(misses: bool, scheduled: int, random: Random) -> Submitted:
    if misses:
        excused = random.random() < 0.3
        return Submitted(AttendanceStatus.EXCUSED if excused else AttendanceStatus.ABSENT)
    if random.random() < 0.08:
        return Submitted(AttendanceStatus.LATE, minutes=scheduled - random.randint(11, 15))
    return Submitted(AttendanceStatus.PRESENT)
