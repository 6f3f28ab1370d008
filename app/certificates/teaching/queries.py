"""Reads of who led which sessions of a cohort, and of what they were given for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.inputs import TeachingInputs
from app.certificates.issuing.queries import issued_before
from app.certificates.issuing.teaching.queries import PRIMARY
from app.certificates.led.queries import led_in
from app.certificates.led.rules import Led
from app.certificates.queries import CertificateWithStatus, certificates_in
from app.certificates.verification.doubts import with_doubts
from app.cohorts.context import CohortContext
from app.cohorts.teaching.models import Teaching
from app.credit.eligibility.rules import ApprovedActivity
from app.people.models import EmailAddress, Institution, Person


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


def inputs_ahead(
    here: CohortContext, teacher: Teacher, approved: ApprovedActivity | None
) -> TeachingInputs:
    """The same of somebody who is on the list, whether or not anything was ordered yet."""
    return TeachingInputs(
        here=here,
        person=teacher.person,
        address=teacher.address,
        approved=approved,
        history=[issued_before(own) for own in teacher.issued],
        led=teacher.led,
    )


def teachers(session: Session, cohort_id: UUID, now: datetime) -> list[Teacher]:
    """Everybody who led a session or was certified to, by family name: three statements.

    As many more as it takes to know whether their signatures are doubtful.
    """
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
    given = certificates_in(session, teachings) if teachings else []
    for own in with_doubts(session, given):
        found[own.certificate.place_id].append(own)
    return found
