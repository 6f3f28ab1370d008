"""Telling how many people agreed and answered."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.outcomes.disclosure.actions import remember_shown
from app.outcomes.projects.turnout.rules import Counted
from app.studies.models import Project


def tell_turnout(
    session: Session, project: Project, tables: Iterable[Counted], *, cut_off: datetime
) -> None:
    """Remember tables of a study, each of which says something new and may.

    Raises:
        ConflictError: Somebody else told one of them at the same moment.
    """
    for table in tables:
        remember_shown(
            session,
            table.name,
            str(project.id),
            table.counts,
            cut_off=cut_off,
            smallest=project.least,
            by=None,
            now=cut_off,
        )
