"""What a unit's page says first once it was signed: that it is done, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.queries import UnitRow
from app.cohorts.schedule.rules import next_session
from app.language import Text, _
from app.language.moments import in_cohort_zone, leading_zone, local
from app.site.cohorts.units.facts import UnitFacts
from app.site.parts.sessions import SessionTile, session_tile
from app.web.parts import Link


@dataclass(frozen=True)
class UnitDone:
    """The end of a unit's work."""

    title: Text
    next_unit: Link | None
    """What opens next or is open by now; None after the last."""
    cohort_time: Text | None
    """On the cohort's clock, where that shows something else."""
    session: SessionTile | None
    """The next live session."""


def unit_done(facts: UnitFacts) -> UnitDone:
    """`Week 5 is done`, and what comes next."""
    coming = next_session(facts.units, facts.now)
    unit = _next_unit(facts)
    zone = facts.reader.zone
    return UnitDone(
        title=_("{unit} is done", unit=facts.label),
        next_unit=_next_link(facts, unit) if unit else None,
        cohort_time=in_cohort_zone(unit.opens_at, facts.learner.cohort.zone, zone)
        if unit and not unit.is_open(facts.now)
        else None,
        session=session_tile(facts.learner, coming, zone, facts.now) if coming else None,
    )


def _next_unit(facts: UnitFacts) -> UnitRow | None:
    """An open one that waits for its signature, the earliest first; else what opens next."""
    signed = facts.signed.positions | {facts.unit.position}
    left = [unit for unit in facts.units if unit.has_content and unit.position not in signed]
    waiting = [unit for unit in left if unit.module_version_id and unit.is_open(facts.now)]
    locked = [unit for unit in left if not unit.is_open(facts.now)]
    return _first(waiting) or _first(locked)


def _first(units: Sequence[UnitRow]) -> UnitRow | None:
    return units[0] if units else None


def _next_link(facts: UnitFacts, unit: UnitRow) -> Link:
    learner = facts.learner
    label = learner.label(unit.position)
    if unit.is_open(facts.now):
        path = f"{learner.path}/units/{unit.position}"
        return Link(_("Go on with {unit}: {title}", unit=label, title=unit.title), path)
    zone = leading_zone(unit.opens_at, learner.cohort.zone, facts.reader.zone)
    opens = local(unit.opens_at, zone)
    return Link(
        _("{unit} opens {opens:moment}: {title}", unit=label, title=unit.title, opens=opens), None
    )
