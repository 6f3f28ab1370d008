"""What the files of a project are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.outcomes.codebook.rows import Described
from app.outcomes.projects.rules import AskedSurvey, SentSheet
from app.studies.consent.rules import Stand

if TYPE_CHECKING:
    from app.studies.models import Project
    from app.studies.waves.queries import WavePlan

About = Mapping[str, str]
"""What others can know of somebody, by the names of columns; see `rules.COLUMNS`."""


@dataclass(frozen=True)
class Held:
    """Everything of a project that can go into a file, and what decides whether it does."""

    project: Project
    asked: Sequence[AskedSurvey]
    sent: Sequence[SentSheet]
    places: Mapping[tuple[UUID, str], UUID]
    """Whom a sheet is about, by survey and by `SentSheet.link`; only where that is known. Its
    values are all who were asked, whatever the mode."""
    stands: Mapping[UUID, Stand]
    """By place."""
    about: Mapping[UUID, About]
    """By place."""
    arms: Sequence[str]
    """Of its trial; none without one."""
    drawn: Mapping[UUID, str]
    """The arm of each place."""
    waves: Sequence[WavePlan]
    current: Mapping[str, Described]
    """The instruments of the program by key, for what was not asked yet."""
    earlier: frozenset[str]
    """The columns that research files of this project had before."""


@dataclass(frozen=True)
class Shared:
    """One sheet that may go out."""

    survey: AskedSurvey
    answers: Mapping[str, Any]
    """Without texts that people wrote."""
    person: str | None
    """The same on sheets that may be put together; None: nothing is put beside this one."""
    place: UUID | None
    """None of anonymous ones."""
    pseudonym: str
    """Of the study; empty where it gives none."""
