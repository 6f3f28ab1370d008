"""Reads of released quotes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.outcomes.quotes.models import QuoteWithdrawal, ReleasedQuote
from app.surveys.models import Survey


@dataclass(frozen=True)
class Quote:
    """A quote that leaders may read."""

    id: UUID
    survey_id: UUID
    question: str
    source: str
    text: str
    at: datetime
    by: UUID


_COLUMNS = (
    col(ReleasedQuote.id),
    col(ReleasedQuote.survey_id),
    col(ReleasedQuote.question),
    col(ReleasedQuote.source),
    col(ReleasedQuote.text),
    col(ReleasedQuote.at),
    col(ReleasedQuote.by),
)


def quotes_of(session: Session, survey_ids: Collection[UUID]) -> list[Quote]:
    """The quotes of some surveys that stand, by question and in an order of their words."""
    found = (
        select(*_COLUMNS)
        .outerjoin(QuoteWithdrawal, col(QuoteWithdrawal.quote_id) == col(ReleasedQuote.id))
        .where(col(ReleasedQuote.survey_id).in_(survey_ids), col(QuoteWithdrawal.at).is_(None))
        .order_by(col(ReleasedQuote.question), col(ReleasedQuote.source))
    )
    return records(session.execute(found), Quote)


def lock(session: Session, survey: Survey) -> None:
    """Let nobody else release anything of a survey until the transaction ends."""
    session.execute(select(col(Survey.id)).where(col(Survey.id) == survey.id).with_for_update())


def quote_in(session: Session, survey_id: UUID, quote_id: UUID) -> ReleasedQuote | None:
    """One quote of a survey, whether it stands or not."""
    found = select(ReleasedQuote).where(
        col(ReleasedQuote.id) == quote_id, col(ReleasedQuote.survey_id) == survey_id
    )
    return session.scalar(found)


def is_withdrawn(session: Session, quote_id: UUID) -> bool:
    """Whether a quote was taken back."""
    return session.get(QuoteWithdrawal, quote_id) is not None


def editions(session: Session, survey_id: UUID, question: str, source: str) -> int:
    """How often the same words were released."""
    found = select(func.count()).where(
        col(ReleasedQuote.survey_id) == survey_id,
        col(ReleasedQuote.question) == question,
        col(ReleasedQuote.source) == source,
    )
    return session.scalar(found) or 0
