"""What the check page says before a unit is opened early for one person."""

from collections.abc import Sequence
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.openings.rules import NOTHING, why_not_open_any
from app.cohorts.queries import UnitRow
from app.language import _
from app.language.moments import local
from app.language.reasons import Reason
from app.web.parts import Option

OPENED = (
    _("They see its text, readings and case at once, and can do its work and sign it."),
    _("Its session does not move, and for everybody else the unit opens as planned."),
    _("It cannot be taken back: what has opened never closes."),
)


def closed_units(here: CohortContext, units: Sequence[UnitRow], now: datetime) -> list[Option]:
    """What is not open for them yet and has something to open, with when it opens otherwise."""
    zone = here.cohort.zone
    return [
        Option(
            str(unit.position),
            _(
                "{unit}: {title}. It would open {opens:moment}.",
                unit=here.label(unit.position),
                title=unit.title,
                opens=local(unit.opens_at, zone),
            ),
        )
        for unit in units
        if unit.has_content and not unit.is_open(now)
    ]


def why_not_open(
    here: CohortContext, status: EnrollmentStatus, units: Sequence[UnitRow], now: datetime
) -> Reason | None:
    """Why nothing can be opened for them."""
    cohort = here.cohort
    why = why_not_open_any(
        status=status,
        is_draft=cohort.is_draft,
        archived_at=cohort.archived_at,
        closes_at=cohort.closes_at,
        now=now,
    )
    return why or (None if closed_units(here, units, now) else NOTHING)
