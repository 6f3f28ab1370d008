"""The tables of one instrument, each with the columns that belong to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from app.language import Text, _, dotted
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.projects.analyses.findings import (
    ITT,
    main_scale,
    scales_in_order,
    standardized,
)
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind
from app.site.manage.outcomes.analysis.cells import as_of, moment, whose
from app.site.manage.outcomes.analysis.columns import (
    ALL_REML,
    ARMS,
    ATTRITION,
    CHANGE,
    DYAD,
    MATCHED,
    MODELS,
    RELIABILITY,
    SCALE,
    SIDES,
    STEPS,
    D,
    fitted,
)
from app.site.manage.outcomes.analysis.grid import Layout, ShownTable, table_of
from app.site.manage.outcomes.analysis.missing import FEW_ANSWERS
from app.site.manage.outcomes.analysis.plots import SETS


def tables_of(
    rows: Sequence[Row], names: InstrumentNames, reference: str, zone: str
) -> list[ShownTable]:
    """All that there is something of in one instrument.

    The first is what it was asked for: arms, else changes, else scores.
    """
    order = {code: place for place, code in enumerate(scales_in_order(names))}
    known = sorted(_completed(rows, reference), key=lambda row: _place(row, order))
    common = partial(
        Layout,
        name=lambda row: names.scales.get(str(row.of.get("scale")), ""),
        about=lambda row: as_of(row, zone),
        is_main=lambda row: row.of.get("scale") == main_scale(names),
    )
    versus = partial(_versus, reference=reference)
    found = [table_of(layout, own) for layout, own in _layouts(known, common, versus)]
    return [table for table in found if table is not None]


def _place(row: Row, order: Mapping[str, int]) -> tuple[object, ...]:
    """Waves in their order, in each the arms, in each the scales."""
    of = row.of
    return (
        bool(of.get("is_mentee")),
        int(of.get("to_wave", of.get("wave", 0))),
        list(_SIDES).index(str(of["kind"])) if "kind" in of else of.get("perspective") == "then",
        str(of.get("arm", "")),
        of.get("population") != ITT,
        order.get(str(of.get("scale")), 0),
    )


def _completed(rows: Sequence[Row], reference: str) -> Iterator[Row]:
    """All rows; those of arms with their effect size, and what holds at every wave at each."""
    arms = [row for row in rows if row.kind is RowKind.ARMS]
    moments = {(row.of["arm"], row.of["wave"]) for row in arms if "wave" in row.of}
    for row in rows:
        if row.kind is not RowKind.ARMS:
            yield row
        elif "wave" in row.of or not moments:
            d = standardized(row, rows, reference)
            yield row if d is None else replace(row, numbers={**row.numbers, D: d})
        else:
            for arm, wave in moments:
                yield replace(row, of={**row.of, "arm": arm, "wave": wave})


Layouts = Iterator[tuple[Layout, Sequence[Row]]]


def _layouts(
    rows: Sequence[Row], common: Callable[..., Layout], versus: Callable[[Row], Text]
) -> Layouts:
    kinds = {kind: [row for row in rows if row.kind is kind] for kind in RowKind}
    arms, changes, scores = kinds[RowKind.ARMS], kinds[RowKind.CHANGE], kinds[RowKind.SCALE]
    own = [row for row in changes if row.of["kind"] == "post_minus_pre"]
    title = _("Arms over waves")
    yield (
        common("arms", title, ARMS, [_MODEL, _D, *_steps(arms, common)], block=versus, group=_set),
        arms,
    )
    title = _("Change since the first wave")
    yield common("change", title, CHANGE, [_HOLM], block=_when_and_whose), own
    yield from _scores(scores, common)
    back = [row for row in changes if row.of["to_wave"] in _looked_back(changes)]
    title = _("Change, and how people see it")
    yield common("sides", title, SIDES, [_SHIFT], block=_then, group=_side), back
    title = _("Who did not answer any more")
    gone = common("attrition", title, ATTRITION, [_GONE], block=_when_and_whose)
    yield gone, kinds[RowKind.ATTRITION]
    title = _("Recognized from the first wave")
    matched = common("matched", title, MATCHED, name=moment, stub=_("Wave"))
    yield matched, kinds[RowKind.MATCHED]
    dyads = common("dyads", _("Mentors and mentees"), DYAD, [_AGREE], block=moment)
    yield dyads, kinds[RowKind.DYAD]
    models = [row for row in arms if (row.of.get("wave"), row.of.get("arm")) == _first(arms)]
    title = _("The models of the arms")
    yield common("models", title, MODELS, [_LADDER], block=_set), models


def _scores(scores: Sequence[Row], common: Callable[..., Layout]) -> Layouts:
    """What was scored, and how well its questions belong together, if enough answered them."""
    has_alpha = any("alpha" in row.numbers for row in scores)
    notes = [_CROWDED] if has_alpha else [_CROWDED, _NO_ALPHA]
    by_arm = partial(common, block=_at, group=_arm)
    yield by_arm("scores", _("Scores at each wave"), SCALE, notes), scores
    if has_alpha:
        yield by_arm("reliability", _("Reliability"), RELIABILITY, [_ALPHA]), scores


def _steps(arms: Sequence[Row], common: Callable[..., Layout]) -> Iterator[Text]:
    """How the models were fitted: never silent about one that is not as the others."""
    name = common("", "", ()).name
    told = [row for row in arms if row.people is not None]
    by_step: dict[Text, list[Text]] = {}
    for row in told:
        by_step.setdefault(fitted(row), []).append(dotted([name(row), _set(row)]))
    if by_step.keys() == {STEPS[FittedBy.REML]}:
        yield ALL_REML
        return
    for step, own in by_step.items():
        yield _("{step}: {scales:list}.", step=step, scales=tuple(map(str, dict.fromkeys(own))))


def _looked_back(changes: Iterable[Row]) -> set[object]:
    """The waves at which people were asked about the beginning, too."""
    return {row.of["to_wave"] for row in changes if row.of["kind"] == "post_minus_then"}


def _first(arms: Sequence[Row]) -> tuple[object, object]:
    """Where to find each model once."""
    return next(((row.of.get("wave"), row.of.get("arm")) for row in arms), (None, None))


def _versus(row: Row, reference: str) -> Text:
    if "wave" not in row.of:
        return ""
    return _(
        "Month {months}: {arm} less {reference}",
        months=row.of["wave"],
        arm=str(row.of["arm"]),
        reference=reference,
    )


def _when_and_whose(row: Row) -> Text:
    return dotted([moment(row), whose(row)])


def _then(row: Row) -> Text:
    return dotted([_("Month {months}", months=row.of["to_wave"]), whose(row)])


def _at(row: Row) -> Text:
    back = _("looking back") if row.of["perspective"] == "then" else ""
    mentees = _("answered by mentees") if row.of["is_mentee"] else ""
    return dotted([moment(row), back, mentees])


def _arm(row: Row) -> Text:
    return str(row.of["arm"])


def _set(row: Row) -> Text:
    return SETS[str(row.of["population"])]


def _side(row: Row) -> Text:
    return _SIDES[str(row.of["kind"])]


_SIDES = {
    "post_minus_pre": _("As rated at each time"),
    "post_minus_then": _("As people see it, looking back"),
    "then_minus_pre": _("Response shift"),
}
_HOLM = _(
    "p is two-sided and not adjusted; beside it stands Holm’s adjustment over all scales and "
    "waves. dav divides by the mean of both standard deviations, Hedges’ g is the same without "
    "the bias of small samples, dz divides by that of the changes."
)
_MODEL = _(
    "Everybody counts in the arm that was drawn for them (intention to treat); who kept to the "
    "protocol is shown besides, which is no proof, since people chose it."
)
_D = _(
    "p is two-sided and not adjusted; beside it stands Holm’s adjustment over all scales and "
    "waves. Cohen’s d divides the difference by the pooled standard deviation at the first wave, "
    "of those who answered both times."
)
_LADDER = _(
    "A mixed model has a random intercept for each person. Where it does not converge, the next "
    "step is tried: restricted maximum likelihood, maximum likelihood, estimating equations."
)
_SHIFT = _(
    "The two ways to see a change are never put together. The response shift is the beginning, "
    "looking back, less as it was rated then. Hedges’ g divides by the mean of both standard "
    "deviations; p of each stands in the files."
)
_CROWDED = _("Floor and ceiling: more than 15% of people have the lowest or the highest score.")
_ALPHA = _("Alpha has Feldt’s interval; omega is of a model with one factor.")
_NO_ALPHA = _("Left out: {columns:list}. {why}", columns=("alpha", "omega"), why=FEW_ANSWERS)
_GONE = _("The first wave of those who answered a later one, beside that of those who did not.")
_AGREE = _("Absolute agreement of single ratings; a mentor with several mentees counts once.")
