"""From an analysis to the rows that are kept of it. Pure.

Deviations, and all that follows from one, are left out of rows of fewer than ten people: there a
single answer shows in them (`disclosure.rules.may_show_spread`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.outcomes.disclosure.rules import may_show_spread
from app.outcomes.projects.analyses.numbers import changed, differing, part_told, spreadless
from app.outcomes.projects.analyses.records import (
    AnalysisRecord,
    InstrumentNames,
    Row,
    RowKind,
    Value,
)

if TYPE_CHECKING:
    from app.outcomes.analysis.project.analysis import Analysis, InstrumentAnalysis
    from app.outcomes.analysis.project.arms import ArmsCompared
    from app.outcomes.analysis.project.changes import Changed
    from app.outcomes.analysis.project.records import Study
    from app.outcomes.analysis.project.scales import Described


About = dict[str, str | int | bool]
"""What a row is of, by the names of its columns."""


def recorded(study: Study, found: Analysis) -> AnalysisRecord:
    """All that an analysis found. `study`: what it was made of, which knows what scales are called.

    Nothing of it was compared with earlier analyses yet (`rules.beside`).
    """
    return AnalysisRecord(
        title=found.title,
        mode=found.mode,
        plan_version=found.plan_version,
        code_version=found.code_version,
        cut_off=found.cut_off,
        least=found.least,
        is_synthetic=found.is_synthetic,
        reference=study.reference,
        instruments=[
            InstrumentNames(
                key=own.key,
                title=own.title,
                version=own.version,
                scales={scale.code: scale.title for scale in own.scales},
                lowest=min(scale.low for scale in own.scales),
                highest=max(scale.high for scale in own.scales),
            )
            for own in study.instruments
        ],
        rows=[row for own in found.instruments for row in _rows(own, found.least)],
    )


def _rows(found: InstrumentAnalysis, least: int) -> Iterator[Row]:
    for scale in found.scales:
        yield _scale(found, scale, least)
    for change in found.changes:
        yield _change(found, change, least)
    for arms in found.arms:
        yield from _arms(found, arms)
    yield from _attrition(found)
    for rate in found.matched:
        people = {"matched": rate.matched, "unmatched": rate.answered - rate.matched}
        yield _row(found, RowKind.MATCHED, {"wave": rate.wave}, people, {})
    for dyad in found.dyads:
        of: About = {"scale": dyad.scale, "wave": dyad.wave}
        numbers = changed(dyad.difference)
        if dyad.agreement is not None and may_show_spread(dyad.agreement.n):
            icc = dyad.agreement
            numbers |= {"icc": icc.icc, "icc_low": icc.ci.low, "icc_high": icc.ci.high}
        yield _row(found, RowKind.DYAD, of, _n(dyad.n), numbers)


def _row(
    found: InstrumentAnalysis,
    kind: RowKind,
    of: Mapping[str, str | int | bool],
    people: Mapping[str, int] | None,
    numbers: Mapping[str, Value],
) -> Row:
    return Row(kind, found.key, found.version, of, people, numbers if people else {})


def _n(n: int | None) -> dict[str, int] | None:
    return None if n is None else {"n": n}


def _scale(found: InstrumentAnalysis, own: Described, least: int) -> Row:
    of: About = {
        "scale": own.scale,
        "arm": own.arm,
        "wave": own.wave,
        "perspective": own.perspective,
        "is_mentee": own.is_mentee,
    }
    numbers: dict[str, Value] = {
        "mean": own.mean,
        "sd": own.sd,
        "has_floor": own.has_floor,
        "has_ceiling": own.has_ceiling,
        "top": part_told(own.top, own.n, least),
    }
    if own.reliability is not None:
        known = own.reliability
        numbers |= {
            "items": known.k,
            "answered_all": known.n,
            "alpha": known.alpha,
            "alpha_low": known.ci.low,
            "alpha_high": known.ci.high,
            "omega": known.omega,
        }
    return _row(found, RowKind.SCALE, of, _n(own.n), spreadless(numbers, own.n or 0))


def _change(found: InstrumentAnalysis, own: Changed, least: int) -> Row:
    of: About = {
        "scale": own.scale,
        "arm": own.arm,
        "kind": own.kind,
        "from_wave": own.from_wave,
        "to_wave": own.to_wave,
        "is_mentee": own.is_mentee,
    }
    numbers = changed(own.paired) | differing(own.groups)
    if numbers and may_show_spread(own.n or 0):
        numbers |= {"p": own.p, "p_holm": own.p_holm}
    if own.paired is not None:
        numbers["higher"] = part_told(own.paired.higher, own.n, least)
    people = _n(own.n)
    if own.groups is not None:
        people = {"first": own.groups.n_first, "second": own.groups.n_second}
    return _row(found, RowKind.CHANGE, of, people, numbers)


def _arms(found: InstrumentAnalysis, own: ArmsCompared) -> Iterator[Row]:
    of: dict[str, str | int | bool] = {"scale": own.scale, "population": own.population}
    if own.model is None:
        yield _row(found, RowKind.ARMS, of, _n(own.n), {})
        return
    model = own.model
    for contrast, p_holm in zip(model.contrasts, own.p_holm, strict=True):
        numbers: dict[str, Value] = {
            **{name: getattr(contrast, name) for name in ("estimate", "se", "ci_low", "ci_high")},
            "p": contrast.p,
            "p_holm": p_holm,
            "fitted_by": model.fitted_by.value,
            "icc": model.icc,
            "between": model.between,
            "within": model.within,
            "observations": model.observations,
        }
        about = of | {"arm": contrast.arm, "wave": contrast.wave}
        yield _row(found, RowKind.ARMS, about, _n(own.n), numbers)


def _attrition(found: InstrumentAnalysis) -> Iterator[Row]:
    for own in found.attrition:
        people = None
        if own.stayed is not None and own.gone is not None:
            people = {"stayed": own.stayed, "gone": own.gone}
        of: About = {"scale": own.scale, "arm": own.arm, "wave": own.wave}
        numbers = differing(own.difference)
        if own.difference is not None and may_show_spread(min(own.stayed or 0, own.gone or 0)):
            numbers["p"] = own.difference.p
        yield _row(found, RowKind.ATTRITION, of, people, numbers)
