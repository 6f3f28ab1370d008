"""Surveys, who is asked, and what was answered: by mode of identity in tables of their own.

Which table an answer can lie in is a constraint: it names the survey with its mode. Those of
anonymous surveys have no column for a person, a moment or an order.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.core.references import WAITS_UNTIL
from app.surveys.enums import IdentityMode, Purpose


def _of_a_survey() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["survey_id", "mode"], ["survey.id", "survey.mode"])


class Survey(SQLModel, table=True):
    """One instrument put to people of a cohort from one moment to another."""

    __table_args__ = (UniqueConstraint("cohort_id", "key"), UniqueConstraint("id", "mode"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    key: str
    """Of an evaluation, that of its instrument, as the policy names it."""
    purpose: Purpose = Field(sa_type=EnumText(Purpose))
    mode: IdentityMode = Field(sa_type=EnumText(IdentityMode))
    """Never changed: people were told it before they answered."""
    version_id: UUID = Field(foreign_key="content_version.id", index=True)
    """The instrument as it is asked."""
    scope_id: UUID
    """Of the project, or the cohort: within it a code or a pseudonym is the same each time."""
    asks_then: bool = False
    """Whether it asks its questions of the past, too, as far as they can be."""
    opens_at: datetime
    closes_at: datetime
    """Until then people are reminded; who is late can still answer."""
    closed_at: datetime | None = None
    """Since when the answers of an anonymous one are shown; earlier than `closes_at` if somebody
    closed it."""
    made_at: datetime
    by: UUID | None = None


class SurveyInvitation(SQLModel, table=True):
    """That somebody is asked, and whether they have answered: not what, and not when."""

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("survey_id", "enrollment_id"),
        UniqueConstraint("survey_id", "rater_id"),
        CheckConstraint(
            "(enrollment_id IS NULL) <> (rater_id IS NULL)",  # not shown
            name="somebody",
        ),
        {"info": {WAITS_UNTIL: "is_done"}},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="survey.id")
    enrollment_id: UUID | None = Field(default=None, foreign_key="enrollment.id", index=True)
    rater_id: UUID | None = Field(default=None, foreign_key="rater.id", index=True)
    """A mentee whom a learner named (`studies`), in place of an enrollment."""
    opens_at: datetime | None = None
    """This and the next one: where they differ from the survey's."""
    closes_at: datetime | None = None
    is_done: bool = False
    records_file_id: UUID | None = None
    """By which file the answers came (`outcomes/sharing/taking`), if they were not sent here.

    Set as they come, and taken away as they go back: only then is somebody not done any more."""


class IdentifiedAnswers(SQLModel, table=True):
    """What somebody answered under their name."""

    __tablename__ = "identified_answers"
    __table_args__ = (
        _of_a_survey(),
        CheckConstraint("mode = 'identified'", name="mode"),  # not shown
    )

    invitation_id: UUID = Field(foreign_key="survey_invitation.id", primary_key=True)
    survey_id: UUID = Field(index=True)
    mode: IdentityMode = Field(default=IdentityMode.IDENTIFIED, sa_type=EnumText(IdentityMode))
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """By the name of the question in files (`packs/instruments/names.py`)."""
    started_at: datetime
    saved_at: datetime
    sent_at: datetime | None = None
    """Empty for what is not sent yet."""


class Pseudonym(SQLModel, table=True):
    """The key of confidential answers: who is who. `scope_id` is the project's, or the cohort's."""

    __table_args__ = (
        UniqueConstraint("scope_id", "enrollment_id"),
        UniqueConstraint("scope_id", "rater_id"),
        UniqueConstraint("scope_id", "pseudonym"),
        CheckConstraint(
            "(enrollment_id IS NULL) <> (rater_id IS NULL)",  # not shown
            name="somebody",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID
    enrollment_id: UUID | None = Field(default=None, foreign_key="enrollment.id", index=True)
    rater_id: UUID | None = Field(default=None, foreign_key="rater.id", index=True)
    pseudonym: str
    """Random, and read aloud without error: K7M-2QX."""


class ConfidentialAnswers(SQLModel, table=True):
    """What somebody answered under a pseudonym."""

    __tablename__ = "confidential_answers"
    __table_args__ = (
        _of_a_survey(),
        UniqueConstraint("survey_id", "pseudonym"),
        CheckConstraint("mode = 'confidential'", name="mode"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID
    mode: IdentityMode = Field(default=IdentityMode.CONFIDENTIAL, sa_type=EnumText(IdentityMode))
    pseudonym: str
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """As of `IdentifiedAnswers`."""
    started_at: datetime
    saved_at: datetime
    sent_at: datetime | None = None


class AnonymousAnswers(SQLModel, table=True):
    """All answers to an anonymous survey in one row, in an order that only they themselves decide.

    They come here by fives or more, so that no two states of this table differ by fewer people.
    """

    __tablename__ = "anonymous_answers"
    __table_args__ = (
        _of_a_survey(),
        CheckConstraint("mode IN ('linked', 'unlinked')", name="mode"),  # not shown
    )

    survey_id: UUID = Field(primary_key=True)
    mode: IdentityMode = Field(sa_type=EnumText(IdentityMode))
    sheets: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """Sorted by their own text; of a linked one, with the hash of the code."""


class WaitingAnswers(SQLModel, table=True):
    """The fewer than ten that wait to come to the others; sealed, and left out of backups."""

    __tablename__ = "waiting_answers"
    __table_args__ = (
        _of_a_survey(),
        CheckConstraint("mode IN ('linked', 'unlinked')", name="mode"),  # not shown
    )

    survey_id: UUID = Field(primary_key=True)
    mode: IdentityMode = Field(sa_type=EnumText(IdentityMode))
    sheets: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """All in one text that only the holder of `SECRET_KEY` can read; see `anonymous/sheets.py`."""
