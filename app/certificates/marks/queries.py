"""Which claims and certificates hold of people whose marks are shown or changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, null, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.rules import Built
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.cohorts.models import Enrollment
from app.cohorts.queries import lock_enrollments
from app.core.db import plain_rows
from app.credit.models import Claim
from app.credit.queries import NOT_WITHDRAWN

Standing = Mapping[UUID, Sequence[Built]]
"""By enrollment."""


def _built(whose: ColumnElement[bool]) -> CompoundSelect[*tuple[Any, ...]]:
    """The live claims and certificates of some enrollments."""
    claims: Select[*tuple[Any, ...]] = (
        select(col(Claim.enrollment_id), col(Claim.claimed_at), null().label("number"))
        .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
        .where(whose, NOT_WITHDRAWN)
    )
    certificates: Select[*tuple[Any, ...]] = (
        select(
            col(Certificate.enrollment_id),
            col(Certificate.issued_at).label("at"),
            col(Certificate.number),
        )
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(whose, is_live())
    )
    return union_all(certificates, claims).order_by("at", "number")


_IN_COHORT = _built(col(Enrollment.cohort_id) == bindparam("cohort_id"))
_OF_SOME = _built(col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True)))


def built_in(session: Session, cohort_id: UUID) -> Standing:
    """What was built on the marks of everybody who was ever in a cohort: one statement."""
    return _by_enrollment(plain_rows(session, _IN_COHORT, {"cohort_id": cohort_id}))


def lock_built_on(session: Session, enrollment_ids: Collection[UUID]) -> Standing:
    """What was built on the marks of some people, who are locked: who claims meanwhile waits."""
    if not enrollment_ids:
        return {}
    lock_enrollments(session, enrollment_ids)
    asked = {"enrollment_ids": list(enrollment_ids)}
    return _by_enrollment(plain_rows(session, _OF_SOME, asked))


def _by_enrollment(rows: Iterable[Any]) -> Standing:
    found: defaultdict[UUID, list[Built]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Built(row[1], row[2]))
    return found
