"""Who answered in another system is noted as asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.outcomes.sharing.taking.weighing import Coming
from app.studies.models import Project
from app.studies.waves.asking.actions import ask_elsewhere


def note_asked(
    session: Session, project: Project, coming: Sequence[Coming], *, now: datetime
) -> list[Coming]:
    """The same questionnaires, each with its invitation: the one there is, or a new one.

    The project is locked, so that no worker asks the same people meanwhile.

    Raises:
        RefusedError: The questions have no wording here.
    """
    places: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for own in coming:
        if own.asked.invitation_id is None:
            places[own.asked.wave_instrument_id].add(own.asked.enrollment_id)
    if not places:
        return list(coming)
    new = {
        (asks.id, invitation.enrollment_id): (invitation.id, invitation.survey_id)
        for asks, invitation in ask_elsewhere(session, project, places, now=now)
    }
    return [own if own.asked.invitation_id else _invited(own, new) for own in coming]


def _invited(own: Coming, new: dict[tuple[UUID, UUID | None], tuple[UUID, UUID]]) -> Coming:
    invitation_id, survey_id = new[own.asked.wave_instrument_id, own.asked.enrollment_id]
    return replace(own, asked=replace(own.asked, invitation_id=invitation_id, survey_id=survey_id))
