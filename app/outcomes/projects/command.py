"""The analysis of a project as a terminal shows it."""

from collections.abc import Iterator

from app.outcomes.analysis.project.analysis import Analysis, InstrumentAnalysis
from app.outcomes.analysis.project.arms import ArmsCompared
from app.outcomes.analysis.project.changes import Changed
from app.outcomes.analysis.project.scales import Described

TOO_FEW = "too few to show"


def lines(found: Analysis) -> Iterator[str]:
    """What every table has to say of itself, then each instrument."""
    yield f"{found.title} ({found.project})"
    if found.is_synthetic:
        yield "SYNTHETIC: nobody in it is a person."
    plan = found.plan_version or "-"
    yield (
        f"answers: {found.mode}; plan: {plan}; analysis: {found.code_version}; cut-off: "
        f"{found.cut_off}; groups under {found.least} are not shown; nothing is drawn."
    )
    for instrument in found.instruments:
        yield ""
        yield f"{instrument.title} ({instrument.key}, version {instrument.version[:12]})"
        yield from _of_one(instrument)


def _of_one(found: InstrumentAnalysis) -> Iterator[str]:
    yield from (_described(scale) for scale in found.scales)
    yield from (_changed(change) for change in found.changes)
    for compared in found.arms:
        yield from _compared(compared)
    for gone in found.attrition:
        who = TOO_FEW if gone.stayed is None else f"{gone.stayed} stayed, {gone.gone} did not"
        yield f"  {gone.scale} {_arm(gone.arm)}month {gone.wave}: {who}"
    for rate in found.matched:
        yield f"  month {rate.wave}: {rate.matched} of {rate.answered} recognized"
    for pair in found.dyads:
        icc = _figure(pair.agreement.icc if pair.agreement else None)
        agreed = f"n {pair.n} ICC(A,1) {icc}" if pair.n else TOO_FEW
        yield f"  {pair.scale} month {pair.wave}, mentors and mentees: {agreed}"


def _described(one: Described) -> str:
    asked = "mentees, " if one.is_mentee else ""
    head = f"  {one.scale} {_arm(one.arm)}{asked}month {one.wave}, about {one.perspective}: "
    if one.n is None:
        return head + TOO_FEW
    crowded = (("floor", one.has_floor), ("ceiling", one.has_ceiling))
    found = f"n {one.n} mean {_figure(one.mean)} sd {_figure(one.sd)}"
    if one.reliability is not None:
        found += f" alpha {_figure(one.reliability.alpha)} omega {_figure(one.reliability.omega)}"
    return head + found + "".join(f" ({end})" for end, is_so in crowded if is_so)


def _changed(one: Changed) -> str:
    head = f"  {one.scale} {_arm(one.arm)}{one.kind}, month {one.from_wave} to {one.to_wave}: "
    p = f"p {_figure(one.p)} (Holm {_figure(one.p_holm)})"
    if one.paired is not None:
        known = one.paired.comparison
        sizes = f"dav {_figure(known.dav)} g_av {_figure(known.g_av)} dz {_figure(known.dz)}"
        ci = f"[{_figure(known.ci_low)}, {_figure(known.ci_high)}]"
        t = f"t({known.df}) {_figure(known.t)}"
        return f"{head}n {one.n} diff {_figure(known.diff)} {ci} {t} {p} {sizes}"
    if one.groups is not None:
        groups = one.groups
        ci = f"[{_figure(groups.ci.low)}, {_figure(groups.ci.high)}]"
        t = f"t({groups.df:.1f}) {_figure(groups.t)}"
        diff, g = _figure(groups.diff), _figure(groups.g)
        return f"{head}different people, diff {diff} {ci} {t} {p} g {g}"
    return head + (TOO_FEW if one.n is None else "nothing varies")


def _compared(one: ArmsCompared) -> Iterator[str]:
    head = f"  {one.scale}, {one.population}: "
    if one.model is None:
        yield head + (TOO_FEW if one.n is None else "no model fits")
        return
    fitted = f"by {one.model.fitted_by}, {one.model.persons} people, ICC {_figure(one.model.icc)}"
    yield f"{head}arm by wave, {fitted}"
    for contrast, holm in zip(one.model.contrasts, one.p_holm, strict=True):
        ci = f"[{_figure(contrast.ci_low)}, {_figure(contrast.ci_high)}]"
        p = f"p {_figure(contrast.p)} (Holm {_figure(holm)})"
        yield f"    {contrast.arm}, month {contrast.wave}: {_figure(contrast.estimate)} {ci} {p}"


def _arm(title: str) -> str:
    return f"{title}, " if title else ""


def _figure(number: float | None) -> str:
    return "-" if number is None else f"{number:.3f}"
