"""Answers: somebody's own, as they go on with them, and those of a survey that may be read now."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode
from app.surveys.models import (
    AnonymousAnswers,
    ConfidentialAnswers,
    IdentifiedAnswers,
    Survey,
    SurveyInvitation,
)
from app.surveys.pseudonyms.queries import of_invitation

OwnAnswers = IdentifiedAnswers | ConfidentialAnswers


@dataclass(frozen=True)
class Sheet:
    """What one person sent."""

    link: str | None
    """What is the same each time: the id of the place or the rater, the pseudonym, the hash of the
    code; None where nothing is."""
    answers: Answers
    sent_at: datetime | None
    """None for anonymous ones."""


class SheetOf(NamedTuple):
    """A sheet, and the survey that it answers."""

    survey_id: UUID
    sheet: Sheet


def own(session: Session, survey: Survey, invitation: SurveyInvitation) -> OwnAnswers | None:
    """What somebody answered so far; nothing of an anonymous survey."""
    if survey.mode is IdentityMode.IDENTIFIED:
        return session.get(IdentifiedAnswers, invitation.id, populate_existing=True)
    if survey.mode is not IdentityMode.CONFIDENTIAL:
        return None
    pseudonym = of_invitation(session, survey, invitation)
    return session.scalar(
        select(ConfidentialAnswers)
        .where(
            col(ConfidentialAnswers.survey_id) == survey.id,
            col(ConfidentialAnswers.pseudonym) == pseudonym,
        )
        .execution_options(populate_existing=True)
    )


def sheets(session: Session, survey_ids: Collection[UUID]) -> list[SheetOf]:
    """What may be read now of some surveys, in an order that says nothing: by their own text.

    What was sent; of anonymous surveys, what came to those that are closed. Three statements.
    """
    ids = list(survey_ids)
    found = [*_identified(session, ids), *_confidential(session, ids), *_anonymous(session, ids)]
    return sorted(found, key=lambda own: json.dumps(own.sheet.answers, sort_keys=True))


def _identified(session: Session, ids: list[UUID]) -> Iterator[SheetOf]:
    whose = func.coalesce(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id))
    rows = session.execute(
        select(IdentifiedAnswers, whose.label("whose"))
        .join(SurveyInvitation, col(SurveyInvitation.id) == col(IdentifiedAnswers.invitation_id))
        .where(
            col(IdentifiedAnswers.survey_id).in_(ids), col(IdentifiedAnswers.sent_at).is_not(None)
        )
    )
    for own, whose_id in rows:
        yield SheetOf(own.survey_id, Sheet(str(whose_id), own.answers, own.sent_at))


def _confidential(session: Session, ids: list[UUID]) -> Iterator[SheetOf]:
    rows = session.scalars(
        select(ConfidentialAnswers).where(
            col(ConfidentialAnswers.survey_id).in_(ids),
            col(ConfidentialAnswers.sent_at).is_not(None),
        )
    )
    for own in rows:
        yield SheetOf(own.survey_id, Sheet(own.pseudonym, own.answers, own.sent_at))


def _anonymous(session: Session, ids: list[UUID]) -> Iterator[SheetOf]:
    rows = session.scalars(
        select(AnonymousAnswers)
        .join(Survey, col(Survey.id) == col(AnonymousAnswers.survey_id))
        .where(col(AnonymousAnswers.survey_id).in_(ids), col(Survey.closed_at).is_not(None))
    )
    for row in rows:
        for own in row.sheets:
            yield SheetOf(row.survey_id, Sheet(own.get("code"), own["answers"], None))
