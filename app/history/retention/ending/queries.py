"""What was announced of a cohort, and what is gone, as parts of selects of cohorts."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select
from sqlmodel import col

from app.cohorts.models import Cohort
from app.history.retention.models import Deletion, DeletionAnnouncement, DeletionCallOff


def goes_from() -> ColumnElement[Any]:
    """The day from which on the records of a cohort go, while that is announced."""
    return _announced(col(DeletionAnnouncement.goes_from))


def announced_at() -> ColumnElement[Any]:
    """When that was announced."""
    return _announced(col(DeletionAnnouncement.at))


def _announced(column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    of_cohort = col(DeletionAnnouncement.cohort_id) == col(Cohort.id)
    return select(column).where(of_cohort, is_live()).scalar_subquery()


def is_live() -> ColumnElement[bool]:
    """That what was announced was neither called off nor done."""
    id_ = col(DeletionAnnouncement.id)
    return ~or_(
        exists().where(col(DeletionCallOff.announcement_id) == id_),
        exists().where(col(Deletion.announcement_id) == id_),
    )


def deleted_at() -> ColumnElement[Any]:
    """When records of a cohort were deleted last."""
    announced = col(DeletionAnnouncement.id) == col(Deletion.announcement_id)
    last = select(col(Deletion.at)).join(DeletionAnnouncement, announced)
    own = last.where(col(DeletionAnnouncement.cohort_id) == col(Cohort.id))
    return own.order_by(col(Deletion.at).desc()).limit(1).scalar_subquery()
