"""Reads of application forms, and of what was answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion


def questions(session: Session, cohort_id: UUID) -> Sequence[ApplicationQuestion]:
    """All questions of a cohort's form in order, those too that are not asked any more."""
    return session.scalars(
        select(ApplicationQuestion)
        .where(col(ApplicationQuestion.cohort_id) == cohort_id)
        .order_by(col(ApplicationQuestion.position), col(ApplicationQuestion.id))
    ).all()


def asked(session: Session, cohort_id: UUID) -> list[ApplicationQuestion]:
    """The questions that whoever applies now is asked."""
    return [question for question in questions(session, cohort_id) if question.retired_at is None]


def answered(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The questions of a cohort's form that somebody has answered."""
    found = (
        select(col(ApplicationAnswer.question_id))
        .join(ApplicationQuestion, col(ApplicationQuestion.id) == ApplicationAnswer.question_id)
        .where(col(ApplicationQuestion.cohort_id) == cohort_id)
        .distinct()
    )
    return frozenset(id_ for id_ in session.scalars(found) if id_ is not None)


def answers_of(
    session: Session, enrollment_ids: Collection[UUID]
) -> Mapping[UUID, list[ApplicationAnswer]]:
    """What people answered, by their place, each in order."""
    found: defaultdict[UUID, list[ApplicationAnswer]] = defaultdict(list)
    for answer in session.scalars(
        select(ApplicationAnswer)
        .where(col(ApplicationAnswer.enrollment_id).in_(enrollment_ids))
        .order_by(col(ApplicationAnswer.number), col(ApplicationAnswer.id))
    ):
        found[answer.enrollment_id].append(answer)
    return found


def answers_by_file(session: Session, import_id: UUID) -> Mapping[UUID, list[ApplicationAnswer]]:
    """What a file said of people, by their place, each in order."""
    found: defaultdict[UUID, list[ApplicationAnswer]] = defaultdict(list)
    for answer in session.scalars(
        select(ApplicationAnswer)
        .where(col(ApplicationAnswer.people_import_id) == import_id)
        .order_by(col(ApplicationAnswer.number), col(ApplicationAnswer.id))
    ):
        found[answer.enrollment_id].append(answer)
    return found
