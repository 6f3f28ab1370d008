"""Projects, and the cohorts that they study."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.enums import Determination
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
