"""Reads of who led which sessions of a cohort, and of what they were given for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.inputs import IssuedBefore, TeachingInputs
from app.certificates.issuing.queries import history_of
from app.certificates.queries import CertificateWithStatus, certificates_in
from app.certificates.rules import CertificateState
from app.certificates.teaching.rules import Led
from app.cohorts.context import CohortContext
from app.cohorts.models import CaseSession, Cohort, PolicyVersion, Program, SessionPart, Unit
from app.cohorts.rules import has_ended
from app.cohorts.teaching.models import Teaching
from app.credit.queries import activity_of
from app.credit.rules import ApprovedActivity
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Institution, Person

PRIMARY = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))


@dataclass(frozen=True)
class Teacher:
    """Somebody who led sessions of a cohort, or was certified to have done so."""

    person: Person
    institution: Institution
    address: str | None
    """The primary one; without one there is nowhere to mail to."""
    led: Sequence[Led]
    teaching_id: UUID | None
    """What their certificates hang on; None while none was ordered."""
    issued: Sequence[CertificateWithStatus]
    """Everything that they were given for it, the newest first."""


def teaching_inputs(session: Session, teaching_id: UUID, now: datetime) -> TeachingInputs | None:
    """What a certificate of teaching is made from."""
    found = session.execute(
        select(Person, Cohort, Program, PolicyVersion, col(EmailAddress.address))
        .select_from(Teaching)
        .join(Person, col(Person.id) == col(Teaching.person_id))
        .join(Cohort, col(Cohort.id) == col(Teaching.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .outerjoin(EmailAddress, PRIMARY)
        .where(col(Teaching.id) == teaching_id)
        .order_by(col(PolicyVersion.version).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    policy = PolicyData.model_validate(found.PolicyVersion.data)
    here = CohortContext(found.Cohort, found.Program, found.PolicyVersion, policy)
    return TeachingInputs(
        here=here,
        person=found.Person,
        address=found.address,
        approved=activity_of(session, here.cohort.id),
        history=history_of(session, teaching_id),
        led=led_in(session, here.cohort.id, now).get(found.Person.id, ()),
    )


def inputs_ahead(
    here: CohortContext, teacher: Teacher, approved: ApprovedActivity | None
) -> TeachingInputs:
    """The same of somebody who is on the list, whether or not anything was ordered yet."""
    return TeachingInputs(
        here=here,
        person=teacher.person,
        address=teacher.address,
        approved=approved,
        history=[_before(own) for own in teacher.issued],
        led=teacher.led,
    )


def _before(issued: CertificateWithStatus) -> IssuedBefore:
    own, status = issued.certificate, issued.status
    revoked = status.since if status.state is CertificateState.REVOKED else None
    replaced = status.since if status.state is CertificateState.REPLACED else None
    live = status.state is CertificateState.VALID
    return IssuedBefore(own.kind, own.number, live, own.id, revoked, replaced)


def lock_teaching(session: Session, teaching_id: UUID) -> None:
    """Lock it until commit, so that what is issued to one person comes one after the other."""
    session.execute(
        select(col(Teaching.id)).where(col(Teaching.id) == teaching_id).with_for_update()
    ).one()


def teaching_of(session: Session, cohort_id: UUID, person_id: UUID) -> Teaching | None:
    """What certificates of somebody's teaching in a cohort hang on, if any was ordered."""
    own = select(Teaching).where(
        col(Teaching.cohort_id) == cohort_id, col(Teaching.person_id) == person_id
    )
    return session.scalars(own).first()


def led_in(session: Session, cohort_id: UUID, now: datetime) -> dict[UUID, tuple[Led, ...]]:
    """The sessions of a cohort that were held and are over, by who is named as leading them."""
    rows = session.execute(
        select(
            col(SessionPart.person_id),
            col(SessionPart.part),
            col(CaseSession.starts_at),
            col(CaseSession.minutes),
            col(Unit.title),
        )
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort_id, col(CaseSession.canceled_at).is_(None))
        .order_by(col(CaseSession.starts_at), col(Unit.position))
    )
    found: defaultdict[UUID, list[Led]] = defaultdict(list)
    for row in rows:
        if has_ended(row.starts_at, row.minutes, now):
            found[row.person_id].append(Led(row.starts_at, row.minutes, row.title, row.part))
    return {person_id: tuple(own) for person_id, own in found.items()}


def teachers(session: Session, cohort_id: UUID, now: datetime) -> list[Teacher]:
    """Everybody who led a session or was certified to, by family name: three statements."""
    led = led_in(session, cohort_id, now)
    rows = session.execute(_people(cohort_id, led)).all()
    issued = _issued(session, [row.id for row in rows if row.id is not None])
    return [
        Teacher(
            row.Person,
            row.Institution,
            row.address,
            led.get(row.Person.id, ()),
            row.id,
            issued.get(row.id, ()),
        )
        for row in rows
    ]


def _people(cohort_id: UUID, led: Mapping[UUID, object]) -> Select[Person, Institution, str, UUID]:
    return (
        select(Person, Institution, col(EmailAddress.address), col(Teaching.id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .outerjoin(EmailAddress, PRIMARY)
        .outerjoin(
            Teaching,
            and_(col(Teaching.person_id) == col(Person.id), col(Teaching.cohort_id) == cohort_id),
        )
        .where(or_(col(Person.id).in_(list(led)), col(Teaching.id).is_not(None)))
        .order_by(col(Person.search_name), col(Person.id))
    )


def _issued(
    session: Session, teachings: Sequence[UUID]
) -> Mapping[UUID, list[CertificateWithStatus]]:
    found: defaultdict[UUID, list[CertificateWithStatus]] = defaultdict(list)
    for own in certificates_in(session, teachings) if teachings else ():
        found[own.certificate.place_id].append(own)
    return found
