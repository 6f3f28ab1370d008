"""What people do in a cohort, each act by the person and at the moment of a real one.

The cast of the tests is made with this too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins import actions as check_ins
from app.casework.check_ins.actions import Shown
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.corrections.rules import Correction
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, fingerprint
from app.certificates.marks.actions import correct_marks, save_marks
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.queries import enrollments_of
from app.cohorts.models import Enrollment
from app.cohorts.queries import UnitRow
from app.content import library
from app.content.shown import ModuleVersion
from app.core.ids import token_hash
from app.learning import actions
from app.learning.models import Attestation
from app.learning.reflections.actions import save_reflection
from app.people.models import Person

MARKING = timedelta(minutes=60)
"""From the end of a session to the save of its attendance."""


@dataclass(frozen=True)
class UnitWork:
    """What a learner does in a unit besides signing it."""

    readings: Collection[str]
    reflection: str
    shared: bool = False


@dataclass(frozen=True)
class _Signer:
    zone: str
    web_session_id: UUID | None = None


def learner_in(session: Session, enrollment: Enrollment) -> LearnerInCohort:
    """A learner's place in the cohort of an enrollment."""
    places = enrollments_of(session, enrollment.person_id)
    return next(place for place in places if place.enrollment.id == enrollment.id)


def module_of(session: Session, unit: UnitRow) -> ModuleVersion:
    """The text of a unit that has one."""
    assert unit.module_version_id is not None
    return library.module(session, unit.module_version_id)


def required_readings(module: ModuleVersion) -> list[str]:
    """What has to be read before the unit can be signed."""
    return [reading.key for reading in module.data.readings if reading.required]


def do_unit(
    session: Session, learner: LearnerInCohort, unit: UnitRow, work: UnitWork, *, now: datetime
) -> None:
    """Readings ticked and the reflection written."""
    for key in work.readings:
        actions.tick_reading(session, learner, unit, key, now=now)
    save_reflection(session, learner, unit, text=work.reflection, shared=work.shared, now=now)


def sign_unit(
    session: Session, learner: LearnerInCohort, unit: UnitRow, *, now: datetime
) -> Attestation:
    """The unit attested, with the name as it stands on the certificate."""
    person = session.get_one(Person, learner.enrollment.person_id)
    return actions.attest(
        session,
        learner,
        unit,
        shown=module_of(session, unit).hash,
        typed_name=person.certificate_name,
        by=_Signer(person.zone),
        now=now,
    )


def mark_session(
    session: Session, unit: UnitRow, marks: Mapping[UUID, Submitted], *, by: UUID
) -> None:
    """The attendance of a session saved an hour after it, by enrollment."""
    assert unit.starts_at is not None
    assert unit.session_id is not None
    saved_at = unit.starts_at + timedelta(minutes=unit.minutes) + MARKING
    save_marks(session, unit.session_id, marks, by=by, now=saved_at)


def check_in(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    way: CheckInWay,
    *,
    device: str,
    now: datetime,
) -> None:
    """A learner checks in by the code that is shown then."""
    assert unit.session_id is not None
    secret = str(unit.session_id)  # the real one is of no use: nobody looks at a code of the past
    shown = Shown(way, shown_code(secret, now).text, token_hash(f"{unit.session_id} {device}"))
    check_ins.check_in(
        session, learner, unit.session_id, shown, secret=secret, save_marks=save_marks, now=now
    )


def add_check_in(
    session: Session, learner: LearnerInCohort, unit: UnitRow, *, by: UUID, now: datetime
) -> None:
    """Whoever leads the session checks in somebody who cannot."""
    assert unit.session_id is not None
    place = learner.enrollment.id
    check_ins.add(session, learner, unit.session_id, place, save_marks=save_marks, by=by, now=now)


def correct(
    session: Session, cohort_id: UUID, wanted: Correction, *, reason: str, by: UUID, now: datetime
) -> None:
    """Marks corrected by who looked at whom that touches, and says why."""

    def send(amendment: Amendment) -> None:
        correct_marks(session, cohort_id, wanted, amendment=amendment, by=by, now=now)

    try:
        send(Amendment())
    except AmendmentNeededError as needed:
        send(Amendment(reason, fingerprint(needed.adjusted)))
