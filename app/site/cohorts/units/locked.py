"""A unit before it opens: its title and when it opens, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted
from app.language.moments import on_both_clocks
from app.site.parts.sessions import UnitStep, unit_opens


@dataclass(frozen=True)
class LockedUnitPage:
    """What may be shown of a unit that is not open."""

    eyebrow: str
    title: str
    title_of_wait: Text
    """When it opens, or for what it waits."""
    then: Text
    """What will be here."""
    steps: Sequence[UnitStep]
    back: str


def locked_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    row: Sequence[UnitStep],
    reader_zone: str,
    now: datetime,
) -> LockedUnitPage:
    """What may be shown of a unit before it opens. `row`: of all units."""
    return LockedUnitPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=f"{learner.label(unit.position)}: {unit.title}",
        title_of_wait=_wait(learner, unit, reader_zone, now),
        then=_what_opens(unit),
        steps=row,
        back=learner.path,
    )


def _wait(learner: LearnerInCohort, unit: UnitRow, reader_zone: str, now: datetime) -> Text:
    if unit.why_shut is not None:
        return unit_opens(learner, unit, reader_zone, now)
    opens = on_both_clocks(unit.opens_at, learner.cohort.zone, reader_zone)
    return _("Opens {opens}", opens=opens)


def _what_opens(unit: UnitRow) -> Text:
    if unit.module_version_id is None:
        return _("Its case appears here then.")
    if unit.case_version_id is None:
        return _("Its module and readings appear here then.")
    return _("Its module, readings, and case appear here then.")
