"""Somebody answers a study on their own pages, and is asked at once what it asks now."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.studies.consent import actions as consent
from app.studies.enums import ConsentScope
from app.studies.queries import Studied, lock_project
from app.studies.waves.asking.actions import ask_one
from app.studies.waves.queries import cohorts_at_work


def take_part(
    session: Session,
    place: Studied,
    said: Mapping[ConsentScope, bool],
    *,
    text_id: UUID,
    edition: int,
    secret: str,
    now: datetime,
) -> None:
    """Agree as of `consent.give`, and be asked what is open: nobody waits for the worker's look.

    The project is locked first, as whoever asks all of its people does. `secret`: `SECRET_KEY`.

    Raises:
        RefusedError: With the rule's reason.
        ConflictError: They have answered otherwise meanwhile.
    """
    project = lock_project(session, place.project.id)
    consent.give(session, place, said, text_id=text_id, edition=edition, now=now)
    here = cohorts_at_work(session, project.id)
    own = next(found for found in here if found.cohort.id == place.cohort.id)
    ask_one(session, own, place.enrollment.id, secret=secret, now=now)
