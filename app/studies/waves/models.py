"""The plan of a project's waves, and which surveys were put for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.enums import Respondent


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
