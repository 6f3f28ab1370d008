"""Reads of application forms, and of what was answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.core.db import records


def questions(
    session: Session, cohort_id: UUID, *, anew: bool = False
) -> Sequence[ApplicationQuestion]:
    """All questions of a cohort's form in order, those too that are not asked any more.

    `anew`: as they are now, whatever was read before.
    """
    return session.scalars(
        select(ApplicationQuestion)
        .where(col(ApplicationQuestion.cohort_id) == cohort_id)
        .order_by(col(ApplicationQuestion.position), col(ApplicationQuestion.id))
        .execution_options(populate_existing=anew)
    ).all()


def asked(session: Session, cohort_id: UUID, *, anew: bool = False) -> list[ApplicationQuestion]:
    """The questions that whoever applies now is asked. `anew`: as they are now."""
    known = questions(session, cohort_id, anew=anew)
    return [question for question in known if question.retired_at is None]


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
    """What people answered, by their place, each in order; of each question, what counts."""
    found: defaultdict[UUID, list[ApplicationAnswer]] = defaultdict(list)
    for answer in session.scalars(
        select(ApplicationAnswer)
        .where(
            col(ApplicationAnswer.enrollment_id).in_(enrollment_ids),
            col(ApplicationAnswer.replaced_at).is_(None),
        )
        .order_by(col(ApplicationAnswer.number), col(ApplicationAnswer.id))
    ):
        found[answer.enrollment_id].append(answer)
    return found


@dataclass(frozen=True)
class QuestionAnswered:
    """That there is, or was, an answer of somebody to a question."""

    enrollment_id: UUID
    question_id: UUID


def questions_answered(
    session: Session, enrollment_ids: Collection[UUID]
) -> list[QuestionAnswered]:
    """Which questions people have answered, whether they took it back or not."""
    found = (
        select(col(ApplicationAnswer.enrollment_id), col(ApplicationAnswer.question_id))
        .where(
            col(ApplicationAnswer.enrollment_id).in_(enrollment_ids),
            col(ApplicationAnswer.question_id).is_not(None),
        )
        .distinct()
    )
    return records(session.execute(found), QuestionAnswered)


def replaced_answers(session: Session, enrollment_id: UUID) -> Sequence[ApplicationAnswer]:
    """What somebody answered before they answered otherwise, the newest first."""
    return session.scalars(
        select(ApplicationAnswer)
        .where(
            col(ApplicationAnswer.enrollment_id) == enrollment_id,
            col(ApplicationAnswer.replaced_at).is_not(None),
        )
        .order_by(col(ApplicationAnswer.replaced_at).desc(), col(ApplicationAnswer.number))
    ).all()


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
