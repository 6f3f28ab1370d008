"""The columns of each table of an analysis: how it is called, and what stands in a row."""

from collections.abc import Callable, Mapping, Sequence

from app.language import Text, _, pgettext
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.projects.analyses.records import Row
from app.site.manage.outcomes.analysis.cells import figure, interval, p_value, yes_no

Column = tuple[Text, Callable[[Row], Text]]


def _number(name: str) -> Callable[[Row], Text]:
    return lambda row: figure(row.numbers.get(name))


def _p(name: str) -> Callable[[Row], Text]:
    return lambda row: p_value(row.numbers.get(name))


def _between(low: str, high: str) -> Callable[[Row], Text]:
    return lambda row: interval(row, low, high)


def _whole(name: str) -> Callable[[Row], Text]:
    return lambda row: figure(row.numbers.get(name), 0)


def _flag(name: str) -> Callable[[Row], Text]:
    return lambda row: yes_no(row.numbers.get(name))


def _people(name: str) -> Callable[[Row], Text]:
    return lambda row: figure((row.people or {}).get(name), 0)


def _everybody(row: Row) -> Text:
    people = row.people or {}
    if "first" in people:
        return str(_("{first} and {second}", first=people["first"], second=people["second"]))
    return figure(sum(people.values()), 0)


def _degrees(row: Row) -> Text:
    df = row.numbers.get("df")
    return figure(df, 0 if isinstance(df, int) else 1)


def _effect(row: Row) -> Text:
    """Of pairs with the mean deviation, of different people with the pooled one."""
    return figure(row.numbers.get("g_av", row.numbers.get("g")))


def _fitted(row: Row) -> Text:
    if "fitted_by" not in row.numbers:
        return _("No model fits")
    return _STEPS[FittedBy(str(row.numbers["fitted_by"]))]


def _rate(row: Row) -> Text:
    people = row.people or {}
    whole = sum(people.values())
    return figure(100 * people.get("matched", 0) / whole if whole else None, 0)


_N: Column = (pgettext("how many", "n"), _everybody)
_CI: Text = _("95% CI")
CHANGE: Sequence[Column] = (
    _N,
    (_("Before"), _number("mean_before")),
    (_("After"), _number("mean_after")),
    (_("Change"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
    ("t", _number("t")),
    ("df", _degrees),
    ("p", _p("p")),
    (_("p (Holm)"), _p("p_holm")),
    (_("p (Wilcoxon)"), _p("wilcoxon_p")),
    (_("Hedges’ g, average SD"), _effect),
    ("dav", _number("dav")),
    ("dz", _number("dz")),
)
BRIEF: Sequence[Column] = (
    _N,
    (_("Change"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
    (_("p (Holm)"), _p("p_holm")),
    (_("Hedges’ g, average SD"), _effect),
)
ARMS: Sequence[Column] = (
    _N,
    (_("Observations"), _whole("observations")),
    (_("Difference"), _number("estimate")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
    (_("p (Holm)"), _p("p_holm")),
    (_("ICC of people"), _number("icc")),
    (_("Fitted by"), _fitted),
)
SCALE: Sequence[Column] = (
    _N,
    (_("Mean"), _number("mean")),
    (_("Standard deviation"), _number("sd")),
    (_("Floor"), _flag("has_floor")),
    (_("Ceiling"), _flag("has_ceiling")),
    (_("Alpha"), _number("alpha")),
    (_CI, _between("alpha_low", "alpha_high")),
    (_("Omega"), _number("omega")),
)
ATTRITION: Sequence[Column] = (
    (_("Stayed"), _people("stayed")),
    (_("Gone"), _people("gone")),
    (_("First score of who stayed"), _number("mean_after")),
    (_("First score of who is gone"), _number("mean_before")),
    (_("Difference"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
)
MATCHED: Sequence[Column] = (
    (_("Answered"), _everybody),
    (_("Recognized"), _people("matched")),
    (_("Percent"), _rate),
)
DYAD: Sequence[Column] = (
    (_("Pairs"), _everybody),
    (_("ICC(A,1)"), _number("icc")),
    (_CI, _between("icc_low", "icc_high")),
    (_("Mentees minus mentors"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
)
_STEPS: Mapping[FittedBy, Text] = {
    FittedBy.REML: _("Mixed model by restricted maximum likelihood"),
    FittedBy.ML: _("Mixed model by maximum likelihood, as the restricted one did not converge"),
    FittedBy.GEE: _("Estimating equations, as there is no variance between people"),
}
