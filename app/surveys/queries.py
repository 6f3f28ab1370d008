"""Surveys, who has answered, and what may be read of it now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import grouped, records
from app.surveys.answering.queries import Sheet, sheets
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation


@dataclass(frozen=True)
class Response:
    """How many of those who are asked have answered. Of who may be told: `rules.is_told`."""

    survey_id: UUID
    asked: int
    done: int


def survey_of(session: Session, cohort_id: UUID, key: str) -> Survey | None:
    """A survey of a cohort by its key."""
    own = col(Survey.cohort_id) == cohort_id, col(Survey.key) == key
    return session.scalar(select(Survey).where(*own))


def surveys_of(session: Session, cohort_ids: Collection[UUID]) -> list[Survey]:
    """The surveys of some cohorts, in the order in which they open."""
    found = select(Survey).where(col(Survey.cohort_id).in_(list(cohort_ids)))
    return list(session.scalars(found.order_by(col(Survey.opens_at), col(Survey.key))))


def due(session: Session, now: datetime) -> Sequence[UUID]:
    """The surveys whose time is over and that nobody closed."""
    over = col(Survey.closed_at).is_(None), col(Survey.closes_at) <= now
    return session.scalars(select(col(Survey.id)).where(*over).order_by(col(Survey.id))).all()


def locked(session: Session, survey_id: UUID) -> Survey:
    """A survey as it is now, locked until commit."""
    own = select(Survey).where(col(Survey.id) == survey_id).with_for_update()
    return session.scalars(own.execution_options(populate_existing=True)).one()


def done_by(session: Session, survey_id: UUID) -> frozenset[UUID]:
    """The enrollments and raters who have answered. For staff, ask `rules.is_told` first."""
    own = col(SurveyInvitation.survey_id) == survey_id, col(SurveyInvitation.is_done).is_(True)
    found = select(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id))
    return frozenset(id_ for row in session.execute(found.where(*own)) for id_ in row if id_)


def count_done(session: Session, survey_ids: Collection[UUID]) -> dict[UUID, Response]:
    """How many of those who are asked have answered, by survey."""
    is_done = col(SurveyInvitation.is_done).is_(True)
    rows = session.execute(
        select(
            col(SurveyInvitation.survey_id),
            func.count().label("asked"),
            func.count().filter(is_done).label("done"),
        )
        .where(col(SurveyInvitation.survey_id).in_(list(survey_ids)))
        .group_by(col(SurveyInvitation.survey_id))
    )
    found = {row.survey_id: row for row in records(rows, Response)}
    return {id_: found.get(id_, Response(id_, 0, 0)) for id_ in survey_ids}


def evaluations_done(
    session: Session, enrollment_ids: Collection[UUID]
) -> dict[UUID, frozenset[str]]:
    """The keys of the evaluations that each has answered: for themselves, and for the gate."""
    rows: Select[UUID, str] = (
        select(col(SurveyInvitation.enrollment_id), col(Survey.key))  # type: ignore[assignment]
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .where(
            col(Survey.purpose) == Purpose.EVALUATION,
            col(SurveyInvitation.is_done).is_(True),
            col(SurveyInvitation.enrollment_id).in_(list(enrollment_ids)),
        )
    )
    found = grouped(session.execute(rows))
    return {id_: frozenset(found.get(id_, ())) for id_ in enrollment_ids}


def answer_sets(session: Session, survey_ids: Collection[UUID]) -> dict[UUID, list[Sheet]]:
    """By survey, what may be read of it now, in an order that says nothing.

    That is what was sent; of an anonymous survey nothing until it is closed.
    """
    found: dict[UUID, list[Sheet]] = {id_: [] for id_ in survey_ids}
    for survey_id, sheet in sheets(session, survey_ids):
        found[survey_id].append(sheet)
    return found
