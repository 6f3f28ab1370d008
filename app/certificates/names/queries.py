"""Reads of names that somebody has to look at."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.models import Certificate, NameConfirmation
from app.certificates.names.rules import NameToCheck, Said, check
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.learning.models import Attestation, AttestationWithdrawal
from app.people.models import Person


def was_certified() -> ColumnElement[bool]:
    """The condition that an enrollment was ever given a certificate, be it revoked since."""
    return exists().where(col(Certificate.enrollment_id) == col(Enrollment.id))


_ANY = aliased(Enrollment)
_CONFIRMED = (
    select(col(NameConfirmation.id))
    .join(_ANY, col(NameConfirmation.enrollment_id) == col(_ANY.id))
    .where(
        col(_ANY.person_id) == col(Person.id),
        col(NameConfirmation.certificate_name) == col(Person.certificate_name),
        col(NameConfirmation.degrees) == col(Person.degrees),
    )
    .correlate(Person)
)
_IS_CONFIRMED = _CONFIRMED.exists()
_WAS_CONFIRMED_SINCE = (
    _CONFIRMED.where(col(NameConfirmation.at) >= col(Attestation.signed_at))
    .correlate(Attestation)
    .exists()
)
_SIGNED_OTHERWISE = and_(
    col(Attestation.enrollment_id) == col(Enrollment.id),
    col(Attestation.typed_name) != col(Person.certificate_name),
    ~exists().where(col(AttestationWithdrawal.attestation_id) == col(Attestation.id)),
    ~_WAS_CONFIRMED_SINCE,
)
"""Whoever confirmed the name saw what was signed until then, and nothing later."""
_WAS_ENTERED_OTHERWISE = or_(
    col(Person.entered_name) != col(Person.certificate_name),
    col(Person.entered_degrees) != col(Person.degrees),
)
_MAY_DIFFER = (
    select(
        col(Enrollment.id),
        col(Enrollment.person_id),
        col(Person.certificate_name),
        col(Person.degrees),
        col(Person.entered_name),
        col(Person.entered_degrees),
        _IS_CONFIRMED.label("is_confirmed"),
        col(Attestation.typed_name),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .outerjoin(Attestation, _SIGNED_OTHERWISE)
    .where(
        or_(is_enrolled(), was_certified()),  # what somebody got who left can be issued anew
        or_(
            and_(_WAS_ENTERED_OTHERWISE, ~_IS_CONFIRMED),
            col(Attestation.id).is_not(None),
        ),
    )
    .distinct()
    .order_by(col(Person.search_name), col(Enrollment.id))
)


def names_to_check(session: Session, where: ColumnElement[bool]) -> dict[UUID, NameToCheck]:
    """The names that nobody confirmed, by enrollment and in order: one statement.

    The database finds what is not the same letter by letter; the rule says what differs.
    """
    said: dict[UUID, Said] = {}
    signatures: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in session.execute(_MAY_DIFFER.add_columns(col(Person.search_name)).where(where)):
        said[row.id] = Said(*row[:7])
        if row.typed_name is not None:
            signatures[row.id].append(row.typed_name)
    found = (check(own, sorted(signatures[key])) for key, own in said.items())
    return {name.enrollment_id: name for name in found if name is not None}


def names_in_cohort(session: Session, cohort_id: UUID) -> dict[UUID, NameToCheck]:
    """Those of everybody in a cohort."""
    return names_to_check(session, col(Enrollment.cohort_id) == cohort_id)


def names_among(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, NameToCheck]:
    """Those of some places."""
    return names_to_check(session, col(Enrollment.id).in_(list(enrollment_ids)))
