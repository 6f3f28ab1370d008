"""What a check-in shows: its code of now, and everybody of the cohort."""

from app.casework.check_ins import queries
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.rules import is_open_at
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.site.parts.check_in import secret_of, session_of
from app.site.teach.sessions.check_in.card import CheckInCard, Shown, check_in_card, state_of
from app.site.visits import Visit


def load_card(visit: Visit, here: CohortContext, unit: UnitRow) -> CheckInCard | None:
    """The card while check-in is open, by two statements; before and afterwards none, by none."""
    if not is_open_at(here, unit, visit.now):
        return None
    held = session_of(unit)
    shown = Shown(
        code=shown_code(secret_of(visit, held), visit.now),
        base_url=visit.request.app.state.settings.base_url,
        roll=queries.roll(visit.db, here.cohort.id, held),
        pulse=queries.pulse(visit.db, here.cohort.id, held),
    )
    return check_in_card(here, unit, shown, visit.actor, visit.now)


def is_as_shown(visit: Visit, here: CohortContext, unit: UnitRow, shown: str) -> bool:
    """Whether a page that somebody has open shows all that there is; by one statement."""
    if not shown or not is_open_at(here, unit, visit.now):
        return False
    held = session_of(unit)
    pulse = queries.pulse(visit.db, here.cohort.id, held)
    return state_of(shown_code(secret_of(visit, held), visit.now), pulse) == shown
