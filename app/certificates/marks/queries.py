"""Which claims and certificates hold of people whose marks are shown or changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.certified.queries import OfSession
from app.casework.certified.rules import Built
from app.casework.make_up_requests.elsewhere.queries import built_with_elsewhere
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.cohorts.models import Enrollment
from app.cohorts.queries import lock_enrollments
from app.core.db import plain_rows
from app.credit.carried.queries import may_carry
from app.credit.models import Claim
from app.credit.queries import NOT_WITHDRAWN

Standing = Mapping[UUID, Sequence[Built]]
"""By enrollment."""

_ELSEWHERE = aliased(Enrollment)
"""Where a claim or a certificate was made: it can count what a transfer carried there."""
_RESTS = or_(col(_ELSEWHERE.id) == col(Enrollment.id), may_carry(_ELSEWHERE, Enrollment))


def _built(whose: ColumnElement[bool]) -> CompoundSelect[*tuple[Any, ...]]:
    """The live claims and certificates that can rest on the work of some enrollments."""
    claims: Select[*tuple[Any, ...]] = (
        select(col(Enrollment.id), col(Claim.claimed_at).label("at"), null().label("number"))
        .select_from(Enrollment)
        .join(_ELSEWHERE, _RESTS)
        .join(Claim, col(Claim.enrollment_id) == col(_ELSEWHERE.id))
        .where(whose, NOT_WITHDRAWN)
    )
    certificates: Select[*tuple[Any, ...]] = (
        select(col(Enrollment.id), col(Certificate.issued_at).label("at"), col(Certificate.number))
        .select_from(Enrollment)
        .join(_ELSEWHERE, _RESTS)
        .join(Certificate, col(Certificate.enrollment_id) == col(_ELSEWHERE.id))
        .where(whose, is_live())
    )
    return union_all(certificates, claims).order_by("at", "number")


_ARE_THESE = col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
_IN_COHORT = _built(col(Enrollment.cohort_id) == bindparam("cohort_id"))
_OF_SOME = _built(_ARE_THESE)
_PLACES = select(col(_ELSEWHERE.id)).join(Enrollment, _RESTS).where(_ARE_THESE).distinct()


def built_in(session: Session, cohort_id: UUID) -> Standing:
    """What was built on the marks of everybody who was ever in a cohort: one statement."""
    return _by_enrollment(plain_rows(session, _IN_COHORT, {"cohort_id": cohort_id}))


def built_on(session: Session, enrollment_ids: Collection[UUID]) -> Standing:
    """What was built on the work of some people, there and where it was carried: one statement."""
    asked = {"enrollment_ids": list(enrollment_ids)}
    return _by_enrollment(plain_rows(session, _OF_SOME, asked))


def lock_built_on(session: Session, enrollment_ids: Collection[UUID]) -> Standing:
    """What was built on the work of some people, who are locked: who claims meanwhile waits.

    They are locked in all places where it can count, by id: two who do this wait for each other.
    """
    if not enrollment_ids:
        return {}
    asked = {"enrollment_ids": list(enrollment_ids)}
    lock_enrollments(session, plain_rows(session, _PLACES, asked).scalars().all())
    return built_on(session, enrollment_ids)


def built_on_marks(
    session: Session, sessions: Collection[UUID], enrollment_ids: Collection[UUID]
) -> Mapping[OfSession, Sequence[Built]]:
    """What was built on the marks of some people at some sessions, here and elsewhere."""
    return built_with_elsewhere(session, built_on, sessions, enrollment_ids)


def lock_built_on_marks(
    session: Session, sessions: Collection[UUID], enrollment_ids: Collection[UUID]
) -> Mapping[OfSession, Sequence[Built]]:
    """The same of people who are locked, in all places where it can count."""
    return built_with_elsewhere(session, lock_built_on, sessions, enrollment_ids)


def _by_enrollment(rows: Iterable[Any]) -> Standing:
    found: defaultdict[UUID, list[Built]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Built(row[1], row[2]))
    return found
