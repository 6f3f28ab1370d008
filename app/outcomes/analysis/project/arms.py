"""A trial's arms over its waves: the primary analysis, by the mixed model.

Everybody counts in the arm that the list gave them, whatever they did (intention to treat); who
did what their arm was to do is compared besides, which is no proof, since people chose it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from app.outcomes.analysis.families import adjusted
from app.outcomes.analysis.mixed import Answer, Contrast, Mixed, arm_by_wave
from app.outcomes.analysis.project.records import Instrument, Sheet, Study
from app.packs.instruments.names import COMPOSITE


@dataclass(frozen=True)
class ArmsCompared:
    """One scale in all arms over all waves."""

    scale: str
    population: str
    """`intention_to_treat` or `per_protocol`."""
    n: int | None
    """People; None: too few in an arm to show."""
    model: Mixed | None
    """None where no step of the ladder held, too."""
    p_holm: tuple[float | None, ...] = ()
    """Of the contrasts in their order, over all scales but the composite."""


def arms(
    study: Study, instrument: Instrument, per_protocol: Collection[str] = ()
) -> list[ArmsCompared]:
    """Every scale for everybody, then for those who did what their arm was to do."""
    sheets = [s for s in instrument.sheets if s.arm and s.person and _is_own(s)]
    if not study.reference or study.reference not in {sheet.arm for sheet in sheets}:
        return []
    kept = [sheet for sheet in sheets if sheet.person in per_protocol]
    return [
        *_family(study, instrument, "intention_to_treat", sheets),
        *(_family(study, instrument, "per_protocol", kept) if kept else ()),
    ]


def _is_own(sheet: Sheet) -> bool:
    return sheet.perspective == "now" and not sheet.is_mentee


def _family(
    study: Study, instrument: Instrument, population: str, sheets: Sequence[Sheet]
) -> Iterable[ArmsCompared]:
    found = [_compared(study, scale.code, population, sheets) for scale in instrument.scales]
    family = [
        c.p for compared in found if compared.scale != COMPOSITE for c in _contrasts(compared)
    ]
    holm = iter(adjusted(family))
    for compared in found:
        own = [c.p for c in _contrasts(compared)]
        p = adjusted(own) if compared.scale == COMPOSITE else tuple(next(holm) for _ in own)
        yield ArmsCompared(compared.scale, population, compared.n, compared.model, p)


def _contrasts(compared: ArmsCompared) -> Sequence[Contrast]:
    return compared.model.contrasts if compared.model else ()


def _compared(study: Study, scale: str, population: str, sheets: Sequence[Sheet]) -> ArmsCompared:
    own = [sheet for sheet in sheets if scale in sheet.scores]
    people: dict[str, set[str | None]] = {}
    for sheet in own:
        people.setdefault(sheet.arm, set()).add(sheet.person)
    fewest = min((len(each) for each in people.values()), default=0)
    if fewest < study.least or study.reference not in people:
        return ArmsCompared(scale, population, None, None)
    answers = [
        Answer(str(s.person), s.arm, s.wave, s.scores[scale], s.stratum)
        for s in sorted(own, key=lambda s: (str(s.person), s.wave))
    ]
    n = sum(len(each) for each in people.values())
    model = arm_by_wave(answers, study.reference)
    told = _told(model, own, study) if model else None
    if model and model.contrasts and not (told and told.contrasts):
        return ArmsCompared(scale, population, None, None)
    return ArmsCompared(scale, population, n, told)


def _told(model: Mixed, sheets: Sequence[Sheet], study: Study) -> Mixed:
    """Without waves that too few of an arm answered: a difference there is nearly their answer."""
    people: dict[tuple[str, int], set[str | None]] = {}
    for sheet in sheets:
        people.setdefault((sheet.arm, sheet.wave), set()).add(sheet.person)
    first = min(sheet.wave for sheet in sheets)
    kept = tuple(
        own
        for own in model.contrasts
        if all(
            len(people.get((arm, wave), ())) >= study.least
            for arm in (own.arm, study.reference)
            for wave in (first, own.wave)
        )
    )
    return replace(model, contrasts=kept)
