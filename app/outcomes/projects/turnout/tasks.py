"""What the worker does once a day: it counts how many people of each study agreed and answered."""

import logging
from datetime import datetime
from uuid import UUID

from app.core.db import Database
from app.outcomes.projects.turnout.actions import tell_turnout
from app.outcomes.projects.turnout.queries import editions_of
from app.outcomes.projects.turnout.rules import tables_to_tell
from app.studies.models import Project
from app.studies.queries import project_ids
from app.studies.trials.queries import trial_of
from app.studies.waves.standing.overview import overview

log = logging.getLogger("waypost.turnout")


def count_turnout(database: Database, now: datetime) -> None:
    """Count every study, each by itself: nobody else waits while it is read.

    One that cannot be counted today does not keep the others from it.
    """
    with database.read() as session:
        ids = project_ids(session)
    for project_id in ids:
        try:
            _count(database, project_id, now)
        except Exception:  # the others are to be counted as well
            log.exception("The people of study %s were not counted.", project_id)


def _count(database: Database, project_id: UUID, now: datetime) -> None:
    with database.read() as session:
        project = session.get_one(Project, project_id)
        seen = overview(session, project, now)
        before = {
            name: [table.edition for table in tables]
            for name, tables in editions_of(
                session, project_id, {wave.wave.months for wave in seen.waves}
            ).items()
        }
        trial = trial_of(session, project_id)
        tables = list(
            tables_to_tell(
                *(seen, before, now),
                least=project.least,
                all_drawn=trial is not None and trial.ended_at is not None,
            )
        )
    if tables:
        with database.write() as session:
            tell_turnout(session, session.get_one(Project, project_id), tables, cut_off=now)
