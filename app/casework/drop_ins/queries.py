"""Which session somebody is in, by the code that they see there."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins.codes.rules import is_shown
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.queries import open_units
from app.casework.drop_ins.rules import WRONG_CODE, Arrival
from app.cohorts.context import CohortContext
from app.core.errors import RefusedError


def arrival_by(
    session: Session,
    here: CohortContext,
    code: str,
    *,
    way: CheckInWay,
    secret_of: Callable[[UUID], str],
    now: datetime,
) -> Arrival:
    """That somebody, whoever they are, is in the session that shows this code now: one statement.

    `secret_of`: what the codes of a session are made of. Raises `RefusedError` for a wrong code.
    """
    for unit in open_units(session, here, now):
        held = unit.session_id
        if held is not None and is_shown(secret_of(held), code, now):
            return Arrival(here.cohort.id, held, way, code, now)
    raise RefusedError(WRONG_CODE)
