"""Reads of credit systems."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import distinct, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.enums import PARTICIPATION
from app.credit.models import Activity, CreditSystem, Designation

_NEWER = aliased(CreditSystem)
IN_ORDER = (
    col(CreditSystem.position),
    col(CreditSystem.key) == PARTICIPATION,
    col(CreditSystem.key),
)
"""As `in_order` has them: many of one's own can share the last position."""


def newest_systems(session: Session) -> list[CreditSystem]:
    """The newest version of each system, in the order in which somebody's is looked for."""
    newer = exists().where(
        col(_NEWER.key) == col(CreditSystem.key), col(_NEWER.version) > col(CreditSystem.version)
    )
    return list(session.scalars(select(CreditSystem).where(~newer).order_by(*IN_ORDER)))


def every_system(session: Session) -> list[CreditSystem]:
    """Every version of each, in the same order: what is approved names the one that was read."""
    return list(session.scalars(select(CreditSystem).order_by(*IN_ORDER)))


def versions_of_system(session: Session, key: str) -> list[CreditSystem]:
    """Every version of a system, the newest first; nothing of a key that none has."""
    own = select(CreditSystem).where(col(CreditSystem.key) == key)
    return list(session.scalars(own.order_by(col(CreditSystem.version).desc())))


def systems_of(
    session: Session, activity_ids: Collection[UUID]
) -> Mapping[UUID, list[CreditSystem]]:
    """For what versions of activities are designated, by their ids: one statement."""
    rows = (
        select(col(Designation.activity_id), CreditSystem)
        .join(CreditSystem, col(CreditSystem.id) == col(Designation.system_id))
        .where(col(Designation.activity_id).in_(activity_ids))
        .order_by(col(CreditSystem.position))
    )
    found: dict[UUID, list[CreditSystem]] = defaultdict(list)
    for activity_id, system in session.execute(rows):
        found[activity_id].append(system)
    return found


def designated_by_key(session: Session) -> dict[str, int]:
    """For how many cohorts' activities each system was ever approved, by its key."""
    found = (
        select(
            col(CreditSystem.key), func.count(distinct(col(Activity.cohort_id))).label("cohorts")
        )
        .join(Designation, col(Designation.system_id) == col(CreditSystem.id))
        .join(Activity, col(Activity.id) == col(Designation.activity_id))
        .group_by(col(CreditSystem.key))
    )
    return {row.key: row.cohorts for row in session.execute(found)}
