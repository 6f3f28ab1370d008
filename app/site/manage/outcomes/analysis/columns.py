"""The columns of each table of an analysis: how it is called, and what stands in a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, pgettext
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.charts.words import NOTHING
from app.outcomes.projects.analyses.records import Row
from app.site.manage.outcomes.analysis.cells import figure, interval, p_value
from app.site.manage.outcomes.analysis.missing import (
    FEW_ANSWERS,
    Why,
    why_alike,
    why_held,
    why_spread,
)

D = "d"
"""Cohen's d, which the page adds to the numbers of a difference of arms."""


@dataclass(frozen=True)
class Column:
    """One column; `why` says of a row why it has no number there."""

    title: Text
    cell: Callable[[Row], Text]
    why: Why = why_alike
    kept_for: Text = ""
    """If nothing but this stands in it, or no number, it is left out, and `without` says so."""
    without: Text = ""


def _number(name: str, places: int = 2) -> Callable[[Row], Text]:
    return lambda row: figure(row.numbers.get(name), places)


def _p(name: str) -> Callable[[Row], Text]:
    return lambda row: p_value(row.numbers.get(name))


def _between(low: str, high: str) -> Callable[[Row], Text]:
    return lambda row: interval(row, low, high)


def _with_interval(name: str, low: str, high: str) -> Callable[[Row], Text]:
    """`0.72 (0.27 to 1.17)`; a dash in place of what is not told."""

    def cell(row: Row) -> Text:
        value = row.numbers.get(name)
        if value is None:
            return NOTHING
        ends = interval(row, low, high)
        return str(_("{estimate} ({interval})", estimate=figure(value), interval=ends))

    return cell


def _people(name: str) -> Callable[[Row], Text]:
    return lambda row: figure((row.people or {}).get(name), 0)


def _everybody(row: Row) -> Text:
    people = row.people or {}
    if "first" in people:
        return str(_("{first} and {second}", first=people["first"], second=people["second"]))
    return figure(sum(people.values()), 0)


def _t(row: Row) -> Text:
    """With its degrees of freedom."""
    t, df = row.numbers.get("t"), row.numbers.get("df")
    if t is None:
        return NOTHING
    return f"{figure(t)} ({figure(df, 0 if isinstance(df, int) else 1)})"


def _effect(row: Row) -> Text:
    """Of pairs with the mean deviation, of different people with the pooled one."""
    return figure(row.numbers.get("g_av", row.numbers.get("g")))


def _ends(row: Row) -> Text:
    """Whether too many are at an end of the scale."""
    known = row.numbers
    if known.get("has_floor") is None:
        return NOTHING
    if known["has_floor"]:
        return _("Near the lowest score")
    return _("Near the highest score") if known.get("has_ceiling") else NO_END


def fitted(row: Row) -> Text:
    """By which step of the ladder."""
    known = row.numbers.get("fitted_by")
    return STEPS[FittedBy(str(known)) if known else None]


def _rate(row: Row) -> Text:
    people = row.people or {}
    whole = sum(people.values())
    return figure(100 * people.get("matched", 0) / whole if whole else None, 0)


NO_END = _("No")
ALL_REML = _("All were computed in the usual way (restricted maximum likelihood).")
_NO_ENDS = _("No score is crowded at an end of the scale.")
STEPS: Mapping[FittedBy | None, Text] = {
    FittedBy.REML: _("Mixed model by restricted maximum likelihood"),
    FittedBy.ML: _("Mixed model by maximum likelihood, as the restricted one did not converge"),
    FittedBy.GEE: _("Estimating equations, as there is no variance between people"),
    None: _("No model fits"),
}
_N = Column(pgettext("how many", "n"), _everybody)
_CHANGE = Column(_("Change (95% CI)"), _with_interval("diff", "ci_low", "ci_high"))
_P, _HOLM = Column("p", _p("p")), Column(_("p (Holm)"), _p("p_holm"))
_G = Column(_("Hedges’ g"), _effect)
_ALPHA = why_spread(FEW_ANSWERS)
CHANGE: Sequence[Column] = (
    _N,
    Column(_("Before"), _number("mean_before")),
    Column(_("After"), _number("mean_after")),
    _CHANGE,
    Column(_("t (df)"), _t),
    _P,
    _HOLM,
    Column(_("p (Wilcoxon)"), _p("wilcoxon_p")),
    _G,
    Column("dav", _number("dav")),
    Column("dz", _number("dz")),
)
SIDES: Sequence[Column] = (_N, _CHANGE, _G)
ARMS: Sequence[Column] = (
    _N,
    Column(_("Difference (95% CI)"), _with_interval("estimate", "ci_low", "ci_high")),
    _P,
    _HOLM,
    Column(_("Cohen’s d"), _number(D)),
)
MODELS: Sequence[Column] = (
    _N,
    Column(_("Observations"), _number("observations", 0)),
    Column(_("Variance between people"), _number("between")),
    Column(_("Variance within"), _number("within")),
    Column(_("ICC of people"), _number("icc")),
    Column(_("Fitted by"), fitted, why_alike, STEPS[FittedBy.REML], ALL_REML),
)
SCALE: Sequence[Column] = (
    _N,
    Column(_("Mean"), _number("mean"), why_held),
    Column(_("SD"), _number("sd"), why_held),
    Column(_("Crowded at an end"), _ends, why_held, NO_END, _NO_ENDS),
)
RELIABILITY: Sequence[Column] = (
    Column(_("Answered all"), _number("answered_all", 0), _ALPHA),
    Column(_("Questions"), _number("items", 0), _ALPHA),
    Column(_("Alpha (95% CI)"), _with_interval("alpha", "alpha_low", "alpha_high"), _ALPHA),
    Column(_("Omega"), _number("omega"), _ALPHA),
)
ATTRITION: Sequence[Column] = (
    Column(_("Stayed"), _people("stayed")),
    Column(_("Gone"), _people("gone")),
    Column(_("First score of who stayed"), _number("mean_after")),
    Column(_("First score of who is gone"), _number("mean_before")),
    Column(_("Difference (95% CI)"), _with_interval("diff", "ci_low", "ci_high")),
    _P,
)
MATCHED: Sequence[Column] = (
    Column(_("Answered"), _everybody),
    Column(_("Recognized"), _people("matched")),
    Column(_("Percent"), _rate),
)
DYAD: Sequence[Column] = (
    Column(_("Pairs"), _everybody),
    Column(_("ICC(A,1) (95% CI)"), _with_interval("icc", "icc_low", "icc_high")),
    Column(_("Mentees minus mentors (95% CI)"), _with_interval("diff", "ci_low", "ci_high")),
)
