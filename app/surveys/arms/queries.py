"""The condition that keeps surveys about live sessions from who has none."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, func, or_
from sqlmodel import col

from app.cohorts.arms.queries import has_session, is_barred
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.content.models import ContentVersion
from app.surveys.enums import Purpose
from app.surveys.models import Survey


def is_for_place() -> ColumnElement[bool]:
    """That the survey of a select suits the enrollment of it, whose instrument is joined, too.

    One that a coordinator asks besides, and that is about live sessions, is for who has one before
    it closes. What a policy or a study asks is asked of all of its people.
    """
    said = col(ContentVersion.data)["about_session"].as_boolean()
    about_session = and_(col(Survey.purpose) == Purpose.OTHER, func.coalesce(said, false()))
    return or_(~about_session, has_some_session(col(Survey.closes_at)))


def has_some_session(until: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """That a live session of their cohort that begins until a moment is theirs."""
    theirs = (
        exists()
        .where(
            col(CaseSession.unit_id) == col(Unit.id),
            col(Unit.cohort_id) == col(Enrollment.cohort_id),
            col(CaseSession.canceled_at).is_(None),
            col(CaseSession.starts_at) <= until,
            has_session(),
        )
        .correlate_except(CaseSession, Unit)
    )
    return or_(~is_barred(), theirs)
