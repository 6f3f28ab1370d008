"""The whole analysis of a project, from what its people answered."""

from collections.abc import Collection
from dataclasses import dataclass

from app.outcomes.analysis.project.arms import ArmsCompared, arms
from app.outcomes.analysis.project.attrition import Attrition, attrition
from app.outcomes.analysis.project.changes import Changed, changes
from app.outcomes.analysis.project.dyads import DyadAgreement, dyads
from app.outcomes.analysis.project.records import Instrument, Study
from app.outcomes.analysis.project.scales import Described, described

CODE_VERSION = "2"
"""Goes up with every change after which the same answers can give another number."""


@dataclass(frozen=True)
class Matched:
    """How many who answered a later wave were recognized from the first, by their code."""

    wave: int
    answered: int
    matched: int


@dataclass(frozen=True)
class InstrumentAnalysis:
    """All that is computed from one instrument."""

    key: str
    title: str
    version: str
    scales: list[Described]
    changes: list[Changed]
    attrition: list[Attrition]
    arms: list[ArmsCompared]
    matched: list[Matched]
    dyads: list[DyadAgreement]


@dataclass(frozen=True)
class Analysis:
    """What a project found, with everything that has to be printed beside each table."""

    project: str
    title: str
    mode: str
    plan_version: str
    code_version: str
    cut_off: str
    """The moment in UTC, as ISO 8601."""
    least: int
    seed: None
    """Nothing in it is drawn by chance."""
    is_synthetic: bool
    instruments: list[InstrumentAnalysis]


def analyze(study: Study, per_protocol: Collection[str] = ()) -> Analysis:
    """Everything that the plan asks for and the mode of identity allows.

    `per_protocol`: who did what their arm was to do.
    """
    return Analysis(
        project=study.key,
        title=study.title,
        mode=study.mode.value,
        plan_version=study.plan_version,
        code_version=CODE_VERSION,
        cut_off=study.cut_off.isoformat(),
        least=study.least,
        seed=None,
        is_synthetic=study.is_synthetic,
        instruments=[_of_one(study, each, per_protocol) for each in study.instruments],
    )


def _of_one(
    study: Study, instrument: Instrument, per_protocol: Collection[str]
) -> InstrumentAnalysis:
    asked_of_mentees = (each for each in study.instruments if any(s.is_mentee for s in each.sheets))
    return InstrumentAnalysis(
        key=instrument.key,
        title=instrument.title,
        version=instrument.version,
        scales=described(instrument, study.least),
        changes=changes(study, instrument),
        attrition=attrition(study, instrument),
        arms=arms(study, instrument, per_protocol),
        matched=_matched(study, instrument),
        dyads=[found for each in asked_of_mentees for found in dyads(study, instrument, each)],
    )


def _matched(study: Study, instrument: Instrument) -> list[Matched]:
    """By wave after the first; too small groups are left out."""
    if not study.can_pair:
        return []
    by_wave: dict[int, set[str | None]] = {}
    for sheet in instrument.sheets:
        if not sheet.is_mentee:
            by_wave.setdefault(sheet.wave, set()).add(sheet.person)
    if not by_wave:
        return []
    first = by_wave.pop(min(by_wave))
    rates = (
        Matched(wave, len(by_wave[wave]), len(by_wave[wave] & first)) for wave in sorted(by_wave)
    )
    return [rate for rate in rates if _may_show(rate, study.least)]


def _may_show(rate: Matched, least: int) -> bool:
    unmatched = rate.answered - rate.matched
    return rate.answered >= least and not 0 < unmatched < least and not 0 < rate.matched < least
