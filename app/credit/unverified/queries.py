"""Reads whose profession nobody has verified though their credit follows from it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.credit.formats.rules import last_moment
from app.credit.models import ClaimExtension
from app.credit.queries import EXTENSION_HOLDS, activities_in
from app.credit.systems.rules import is_to_verify
from app.people.models import Person


def unverified_in(
    session: Session, cohort_ids: Collection[UUID], *, by: UUID, now: datetime
) -> dict[UUID, list[UUID]]:
    """People by cohort: two statements for any number of cohorts.

    `by`: who would verify them, and does not verify themselves. Nobody who can no longer claim:
    nothing follows from it for them.
    """
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    activities = activities_in(session, cohort_ids)
    theirs = and_(col(ClaimExtension.enrollment_id) == col(Enrollment.id), EXTENSION_HOLDS)
    rows = session.execute(
        select(
            col(Enrollment.cohort_id),
            col(Person.id),
            col(Person.profession),
            col(ClaimExtension.until),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .outerjoin(ClaimExtension, theirs)
        .where(
            col(Enrollment.cohort_id).in_(cohort_ids),
            is_enrolled(),
            col(Person.profession_verified_at).is_(None),
            col(Person.id) != by,
        )
    )
    for cohort_id, person_id, profession, extended in rows:
        approved = activities.get(cohort_id)
        if approved is None or last_moment(approved.activity, extended) <= now:
            continue
        if is_to_verify(profession, approved.designated):
            found[cohort_id].append(person_id)
    return found
