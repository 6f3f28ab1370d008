"""The tables of one instrument, each with the columns that belong to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, pgettext
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind
from app.site.manage.outcomes.analysis.cells import (
    about,
    figure,
    interval,
    p_value,
    scale_of,
    yes_no,
)


@dataclass(frozen=True)
class TableLine:
    """One row. Without cells there are too few to show."""

    name: str
    about: Text
    cells: Sequence[Text]


@dataclass(frozen=True)
class ShownTable:
    """One table of an instrument."""

    title: Text
    headers: Sequence[Text]
    """Of the cells; what stands first in a row is its name."""
    lines: Sequence[TableLine]
    note: Text = ""


Column = tuple[Text, Callable[[Row], Text]]


def tables_of(rows: Sequence[Row], names: InstrumentNames, zone: str) -> list[ShownTable]:
    """Those that there is something of, in the order of an article."""
    by_kind = {kind: [row for row in rows if row.kind is kind] for kind in RowKind}
    changes = by_kind[RowKind.CHANGE]
    own = [row for row in changes if row.of["kind"] == "post_minus_pre"]
    made = [
        (_("Change since the first wave"), _CHANGE, own, _HOLM),
        (_("Arms over waves"), _ARMS, by_kind[RowKind.ARMS], _MODEL),
        *(
            (title, _BRIEF, [row for row in changes if row.of["kind"] == kind], _SHIFT)
            for kind, title in _SIDES.items()
            if any(row.of["kind"] == "post_minus_then" for row in changes)
        ),
        (_("Scores at each wave"), _SCALE, by_kind[RowKind.SCALE], _CROWDED),
        (_("Who did not answer any more"), _ATTRITION, by_kind[RowKind.ATTRITION], _GONE),
        (_("Recognized from the first wave"), _MATCHED, by_kind[RowKind.MATCHED], ""),
        (_("Mentors and mentees"), _DYAD, by_kind[RowKind.DYAD], _AGREE),
    ]
    return [
        ShownTable(title, [header for header, _cell in columns], list(lines), note)
        for title, columns, found, note in made
        if (lines := list(_lines(found, columns, names, zone)))
    ]


def _lines(
    rows: Sequence[Row], columns: Sequence[Column], names: InstrumentNames, zone: str
) -> Iterator[TableLine]:
    for row in rows:
        cells = [cell(row) for _header, cell in columns] if row.people else []
        yield TableLine(scale_of(row, names) or names.title, about(row, zone), cells)


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
_CHANGE: Sequence[Column] = (
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
_BRIEF: Sequence[Column] = (
    _N,
    (_("Change"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
    (_("p (Holm)"), _p("p_holm")),
    (_("Hedges’ g, average SD"), _effect),
)
_ARMS: Sequence[Column] = (
    _N,
    (_("Observations"), _whole("observations")),
    (_("Difference"), _number("estimate")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
    (_("p (Holm)"), _p("p_holm")),
    (_("ICC of people"), _number("icc")),
    (_("Fitted by"), _fitted),
)
_SCALE: Sequence[Column] = (
    _N,
    (_("Mean"), _number("mean")),
    (_("Standard deviation"), _number("sd")),
    (_("Floor"), _flag("has_floor")),
    (_("Ceiling"), _flag("has_ceiling")),
    (_("Alpha"), _number("alpha")),
    (_CI, _between("alpha_low", "alpha_high")),
    (_("Omega"), _number("omega")),
)
_ATTRITION: Sequence[Column] = (
    (_("Stayed"), _people("stayed")),
    (_("Gone"), _people("gone")),
    (_("First score of who stayed"), _number("mean_after")),
    (_("First score of who is gone"), _number("mean_before")),
    (_("Difference"), _number("diff")),
    (_CI, _between("ci_low", "ci_high")),
    ("p", _p("p")),
)
_MATCHED: Sequence[Column] = (
    (_("Answered"), _everybody),
    (_("Recognized"), _people("matched")),
    (_("Percent"), _rate),
)
_DYAD: Sequence[Column] = (
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
_SIDES = {
    "post_minus_pre": _("Change as it was rated at each time"),
    "post_minus_then": _("Change as people see it, looking back"),
    "then_minus_pre": _("Response shift: the beginning, looking back, less as it was rated then"),
}
_HOLM = _(
    "p is two-sided and not adjusted; beside it stands Holm’s adjustment over all scales and "
    "waves. dav divides by the mean of both standard deviations, Hedges’ g is the same without "
    "the bias of small samples, dz divides by that of the changes."
)
_MODEL = _(
    "How much more each arm changed since the first wave than the one it is compared with. "
    "Everybody counts in the arm that was drawn for them (intention to treat); who kept to the "
    "protocol is shown besides, which is no proof, since people chose it."
)
_SHIFT = _("The two ways to see a change are never put together.")
_CROWDED = _(
    "Floor and ceiling: more than 15% of people have the lowest or the highest score. Alpha and "
    "omega are of 30 people or more. A mean is left out where it would tell, beside that of those "
    "who are compared, of a few others."
)
_GONE = _("The first wave of those who answered a later one, beside that of those who did not.")
_AGREE = _("Absolute agreement of single ratings; a mentor with several mentees counts once.")
