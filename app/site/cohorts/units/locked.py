"""A unit before it opens: its title and when it opens, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted
from app.language.moments import on_both_clocks
from app.site.parts.sessions import UnitStep


@dataclass(frozen=True)
class LockedUnitPage:
    """What may be shown of a unit that is not open."""

    eyebrow: str
    title: str
    opens: Text
    then: Text
    """What will be here."""
    steps: Sequence[UnitStep]
    back: str


def locked_page(
    learner: LearnerInCohort, unit: UnitRow, row: Sequence[UnitStep], reader_zone: str
) -> LockedUnitPage:
    """What may be shown of a unit before it opens. `row`: of all units."""
    return LockedUnitPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=f"{learner.label(unit.position)}: {unit.title}",
        opens=on_both_clocks(unit.opens_at, learner.cohort.zone, reader_zone),
        then=_what_opens(unit),
        steps=row,
        back=learner.path,
    )


def _what_opens(unit: UnitRow) -> Text:
    if unit.module_version_id is None:
        return _("Its case appears here then.")
    if unit.case_version_id is None:
        return _("Its module and readings appear here then.")
    return _("Its module, readings, and case appear here then.")
