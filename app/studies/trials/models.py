"""Trials, the strata of their lists, and for whom each place of them was drawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.trials.enums import Factor, TrialEventKind


class Trial(SQLModel, table=True):
    """The trial of a project. Once its list is sealed, nothing of what it was made from changes."""

    __table_args__ = (
        CheckConstraint(
            "(sealed_at IS NULL) = (list_hash IS NULL)",  # not shown
            name="sealed",
        ),
        CheckConstraint(
            "opened_at IS NULL OR ended_at IS NOT NULL",  # not shown
            name="opened",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id", unique=True)
    arms: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """As `rules.Arm` has them, in the order of their numbers."""
    block_sizes: list[int] = Field(sa_column=Column(JSON, nullable=False))
    places: int
    """How many each stratum has at least."""
    factor: Factor = Field(default=Factor.NONE, sa_type=EnumText(Factor))
    levels: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """Of the factor: those that are told apart; all others are one."""
    modules_needed: int = 8
    """From so many signed modules on, together with the next one, somebody kept to the protocol."""
    sessions_needed: int = 6
    made_at: datetime
    by: UUID | None = None
    sealed: bytes | None = None
    """The text of the list, which only `SECRET_KEY` opens."""
    list_hash: str | None = None
    """SHA-256 of that text, published when it was sealed."""
    sealed_at: datetime | None = None
    ended_at: datetime | None = None
    """From then on no arm is drawn for anybody."""
    opened_at: datetime | None = None
    opened: str | None = None
    """The text, for everybody to check, once no arm can be drawn any more."""


class TrialStratum(SQLModel, table=True):
    """One stratum of a sealed list; never changed."""

    __tablename__ = "trial_stratum"
    __table_args__ = (UniqueConstraint("trial_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    trial_id: UUID = Field(foreign_key="trial.id")
    number: int
    """In the list, from 0 on."""
    institution_id: UUID | None = Field(default=None, foreign_key="institution.id", index=True)
    """None: people of every institution that was not there when the list was sealed."""
    level: str = ""
    label: str
    """As the list has it."""


class TrialAllocation(SQLModel, table=True):
    """That a place of the list was drawn for somebody; never changed."""

    __tablename__ = "trial_allocation"
    __table_args__ = (
        UniqueConstraint("trial_id", "stratum_id", "position"),
        UniqueConstraint("trial_id", "enrollment_id"),
        CheckConstraint("position >= 1", name="position"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    trial_id: UUID = Field(foreign_key="trial.id")
    stratum_id: UUID = Field(foreign_key="trial_stratum.id", index=True)
    position: int
    """Of the place in its stratum, from 1 on. Which block it is in, nobody is told."""
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    arm: int
    """Its number, from 1 on."""
    at: datetime
    by: UUID | None = None


class TrialEvent(SQLModel, table=True):
    """What happened to somebody after an arm was drawn for them; never changed."""

    __tablename__ = "trial_event"
    __table_args__ = (UniqueConstraint("allocation_id", "kind"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    allocation_id: UUID = Field(foreign_key="trial_allocation.id")
    kind: TrialEventKind = Field(sa_type=EnumText(TrialEventKind))
    reason: str
    at: datetime
    by: UUID
