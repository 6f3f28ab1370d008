"""Reads of what is told of how many people agreed and answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.outcomes.disclosure.cells import Edition
from app.outcomes.disclosure.queries import TableTold, tables_told
from app.outcomes.projects.turnout.rules import ALLOWED, CONSENT, over, under_way
from app.studies.enums import Respondent
from app.studies.models import ProjectCohort


class Told(NamedTuple):
    """A table as it stands."""

    edition: Edition
    cut_off: datetime
    """When it was counted."""


Turnout = Mapping[str, Told]
"""By name, the newest edition of each table that was told."""


def editions_of(
    session: Session, project_id: UUID, waves: Iterable[int]
) -> dict[str, list[TableTold]]:
    """By name, every edition of a study's tables, the newest last: one statement.

    `waves`: the months of its waves.
    """
    of = [(months, respondent.value) for months in waves for respondent in Respondent]
    names = [CONSENT, ALLOWED, *(under_way(*own) for own in of), *(over(*own) for own in of)]
    found = defaultdict[str, list[TableTold]](list)
    for table in tables_told(session, names, str(project_id)):
        found[table.row.name].append(table)
    return found


def turnout_of(session: Session, project_id: UUID, waves: Iterable[int]) -> Turnout:
    """What is told of a study now: one statement."""
    return {
        name: Told(tables[-1].edition, tables[-1].row.cut_off)
        for name, tables in editions_of(session, project_id, waves).items()
    }


def enrolled_in(session: Session, project_id: UUID) -> int:
    """How many are enrolled in the cohorts of a study, which its coordinators know anyway."""
    found = (
        select(func.count())
        .select_from(Enrollment)
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Enrollment.cohort_id))
        .where(col(ProjectCohort.project_id) == project_id, is_enrolled())
    )
    return session.scalar(found) or 0
