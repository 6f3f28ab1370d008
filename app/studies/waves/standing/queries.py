"""Reads of what was answered in a project's surveys, as far as it tells how people stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Pseudonym,
    SurveyInvitation,
)


@dataclass(frozen=True)
class Given:
    """What somebody answered in their own name or under a pseudonym, sent or not."""

    survey_id: UUID
    who_id: UUID
    """The enrollment or the rater."""
    answers: dict[str, Any]
    sent_at: datetime | None


def given_in(session: Session, project: Project, survey_ids: Collection[UUID]) -> list[Given]:
    """What was answered in these surveys, for how people stand; nothing of anonymous ones."""
    if project.mode is IdentityMode.IDENTIFIED:
        who = func.coalesce(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id))
        own = col(SurveyInvitation.id) == col(IdentifiedAnswers.invitation_id)
        kind: Any = IdentifiedAnswers
        table: Any = SurveyInvitation
    elif project.mode is IdentityMode.CONFIDENTIAL:
        who = func.coalesce(col(Pseudonym.enrollment_id), col(Pseudonym.rater_id))
        own = and_(
            col(Pseudonym.pseudonym) == col(ConfidentialAnswers.pseudonym),
            col(Pseudonym.scope_id) == project.id,
        )
        kind, table = ConfidentialAnswers, Pseudonym
    else:
        return []
    rows = session.execute(
        select(kind.survey_id, who.label("who_id"), kind.answers, kind.sent_at)
        .join(table, own)
        .where(kind.survey_id.in_(survey_ids))
    )
    return records(rows, Given)
