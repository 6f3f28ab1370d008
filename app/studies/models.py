"""Projects, the cohorts that they study, their texts and waves, and what people answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.enums import Determination, KeptData, Respondent, WaveAnchor
from app.surveys.enums import IdentityMode


class Project(SQLModel, table=True):
    """One study of a program: whom it asks, when, and under which determination."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id", index=True)
    key: str = Field(unique=True)
    """As in its address."""
    title: str
    determination: Determination = Field(sa_type=EnumText(Determination))
    determination_number: str = ""
    mode: IdentityMode = Field(sa_type=EnumText(IdentityMode))
    """Of all its surveys."""
    asks_consent: bool = True
    """Whether only who has agreed is asked; if not, who has not objected."""
    anchor: WaveAnchor = Field(default=WaveAnchor.START, sa_type=EnumText(WaveAnchor))
    """From when the months of its waves are counted."""
    plan_version: str = ""
    """Of the analysis plan, as its authors count them."""
    least: int = 5
    """No group of fewer people is shown."""
    is_synthetic: bool = False
    """Whether its people are invented; every page and file says so."""
    made_at: datetime
    by: UUID | None = None


class ProjectCohort(SQLModel, table=True):
    """That a project studies a cohort."""

    __tablename__ = "project_cohort"
    __table_args__ = (UniqueConstraint("project_id", "cohort_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)


class ConsentText(SQLModel, table=True):
    """What a project tells the people it asks, in one language; the newest version is in force."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("project_id", "respondent", "language", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    respondent: Respondent = Field(sa_type=EnumText(Respondent))
    language: str
    version: int
    text: str
    """Markdown."""
    hash: str
    """SHA-256 of the text."""
    made_at: datetime
    by: UUID | None = None


class Consent(SQLModel, table=True):
    """One answer of a learner to a project's text; their newest `edition` holds."""

    __table_args__ = (
        UniqueConstraint("project_id", "enrollment_id", "edition"),
        CheckConstraint(
            "(given_at IS NULL) <> (declined_at IS NULL)",  # not shown
            name="answer",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    edition: int
    text_id: UUID = Field(foreign_key="consent_text.id", index=True)
    scopes: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    """`ConsentScope` by value, sorted; empty for who declined."""
    offered: list[Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """The questions that they said Yes or No to, as `scopes`; None for who declined, and of before
    it was kept."""
    given_at: datetime | None = None
    declined_at: datetime | None = None


class ConsentWithdrawal(SQLModel, table=True):
    """That somebody takes part no more; the consent itself stays."""

    __tablename__ = "consent_withdrawal"

    consent_id: UUID = Field(foreign_key="consent.id", primary_key=True)
    withdrawn_at: datetime
    data: KeptData = Field(sa_type=EnumText(KeptData))
    """What they chose for the answers of before."""
    removed: int | None = None
    """To how many surveys their answers were deleted at that moment; None where they stayed."""


class Wave(SQLModel, table=True):
    """One time at which a project asks: so many months after the anchor, in a window around it."""

    __table_args__ = (
        UniqueConstraint("project_id", "months"),
        CheckConstraint("first_day <= last_day", name="days"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    months: int
    first_day: int
    """Days from the target; negative: before it."""
    last_day: int


class WaveInstrument(SQLModel, table=True):
    """What a wave asks, and whom."""

    __tablename__ = "wave_instrument"
    __table_args__ = (UniqueConstraint("wave_id", "instrument", "respondent"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    wave_id: UUID = Field(foreign_key="wave.id")
    instrument: str
    """Its key in the program's pack."""
    respondent: Respondent = Field(sa_type=EnumText(Respondent))
    asks_then: bool = False
    """Whether it asks about before the program, too: a pre-test that looks back."""


class WaveSurvey(SQLModel, table=True):
    """The one survey of a cohort that an instrument of a wave became."""

    __tablename__ = "wave_survey"
    __table_args__ = (UniqueConstraint("wave_instrument_id", "cohort_id"),)

    survey_id: UUID = Field(foreign_key="survey.id", primary_key=True)
    wave_instrument_id: UUID = Field(foreign_key="wave_instrument.id")
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)


class PlaceAnchor(SQLModel, table=True):
    """From which day on somebody's waves count, where that is their own; never changed."""

    __tablename__ = "place_anchor"

    project_id: UUID = Field(foreign_key="project.id", primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", primary_key=True, index=True)
    day: date
    """On the calendar of the cohort's zone."""
    noted_at: datetime
