"""Quotes that were released, and those that were taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ReleasedQuote(SQLModel, table=True):
    """That a coordinator lets leaders read what somebody wrote; never changed.

    It has the words themselves, since what it was taken from has no id.
    """

    __tablename__ = "released_quote"
    __table_args__ = (UniqueConstraint("survey_id", "question", "source", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="survey.id")
    question: str
    """Its code."""
    source: str
    """SHA-256 of all that was written, from which `text` was taken."""
    edition: int
    """Counts from 1: once it was taken back, the same words can be released again."""
    text: str
    at: datetime
    by: UUID


class QuoteWithdrawal(SQLModel, table=True):
    """That a quote was taken back; never changed."""

    __tablename__ = "released_quote_withdrawal"

    quote_id: UUID = Field(foreign_key="released_quote.id", primary_key=True)
    at: datetime
    by: UUID
