"""The questions of a cohort's application form, and the answers, from the form and from files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.cohorts.applications.enums import QuestionKind
from app.core.db import EnumText
from app.core.ids import new_id


def _options() -> Column[Any]:
    return Column(JSON, nullable=False)


class ApplicationQuestion(SQLModel, table=True):
    """One question of a cohort's form; once it has an answer, its words do not change."""

    __tablename__ = "application_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)
    position: int
    label: str
    hint: str = ""
    kind: QuestionKind = Field(sa_type=EnumText(QuestionKind))
    options: list[str] = Field(default_factory=list, sa_column=_options())
    """What a choice offers; empty for all other kinds."""
    required: bool = True
    retired_at: datetime | None = None
    """Since then nobody is asked any more; the answers stay."""


class ApplicationAnswer(SQLModel, table=True):
    """What somebody answered, with the words that they answered to.

    It is never changed: a correction, or another application, is the next edition.
    """

    __tablename__ = "application_answer"
    __table_args__ = (UniqueConstraint("enrollment_id", "question_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    question_id: UUID | None = Field(
        default=None, foreign_key="application_question.id", index=True
    )
    """Empty for a column of a file that is no question of the form."""
    people_import_id: UUID | None = Field(default=None, foreign_key="people_import.id", index=True)
    """The file that said so; empty for what they answered themselves."""
    number: int
    """Its place among the answers of the same person."""
    kind: QuestionKind = Field(sa_type=EnumText(QuestionKind))
    label: str
    hint: str = ""
    value: str
    """As it was typed or chosen; of a consent, `yes`."""
    answered_at: datetime
    edition: int = 1
    """Of the answers that somebody gave to one question, the which."""
    replaced_at: datetime | None = None
    """Since when another edition counts, or none."""
