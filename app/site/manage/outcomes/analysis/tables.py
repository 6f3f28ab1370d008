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
from app.site.manage.outcomes.analysis.cells import as_of, moment
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
from app.site.manage.outcomes.analysis.headings import (
    SIDES_SEEN,
    arm_of,
    asked_at,
    looking_back,
    set_of,
    side_of,
    versus,
    when_and_whose,
)
from app.site.manage.outcomes.analysis.missing import FEW_ANSWERS


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
    found = [table_of(layout, own) for layout, own in _layouts(known, common, reference)]
    return [table for table in found if table is not None]


def _place(row: Row, order: Mapping[str, int]) -> tuple[object, ...]:
    """Waves in their order, in each the arms, in each the scales."""
    of = row.of
    return (
        bool(of.get("is_mentee")),
        int(of.get("to_wave", of.get("wave", 0))),
        list(SIDES_SEEN).index(str(of["kind"]))
        if "kind" in of
        else of.get("perspective") == "then",
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


def _layouts(rows: Sequence[Row], common: Callable[..., Layout], reference: str) -> Layouts:
    kinds = {kind: [row for row in rows if row.kind is kind] for kind in RowKind}
    arms, changes = kinds[RowKind.ARMS], kinds[RowKind.CHANGE]
    against = partial(versus, reference=reference)
    notes = [_MODEL, _D, *_steps(arms, common)]
    yield common("arms", _("Arms over waves"), ARMS, notes, block=against, group=set_of), arms
    title = _("Change since the first wave")
    own = [row for row in changes if row.of["kind"] == "post_minus_pre"]
    yield common("change", title, CHANGE, [_HOLM], block=when_and_whose), own
    yield from _scores(kinds[RowKind.SCALE], common)
    title = _("Change, and how people see it")
    back = [row for row in changes if row.of["to_wave"] in _looked_back(changes)]
    yield common("sides", title, SIDES, [_SHIFT], block=looking_back, group=side_of), back
    yield from _answered(kinds, common)
    models = [row for row in arms if (row.of.get("wave"), row.of.get("arm")) == _first(arms)]
    yield common("models", _("The models of the arms"), MODELS, [_LADDER], block=set_of), models


def _answered(kinds: Mapping[RowKind, Sequence[Row]], common: Callable[..., Layout]) -> Layouts:
    """Who answered again, who was recognized, and who answered about whom."""
    title = _("Who did not answer any more")
    gone = common("attrition", title, ATTRITION, [_GONE], block=when_and_whose)
    yield gone, kinds[RowKind.ATTRITION]
    title = _("Recognized from the first wave")
    matched = common("matched", title, MATCHED, name=moment, stub=_("Wave"))
    yield matched, kinds[RowKind.MATCHED]
    dyads = common("dyads", _("Mentors and mentees"), DYAD, [_AGREE], block=moment)
    yield dyads, kinds[RowKind.DYAD]


def _scores(scores: Sequence[Row], common: Callable[..., Layout]) -> Layouts:
    """What was scored, and how well its questions belong together, if enough answered them."""
    has_alpha = any("alpha" in row.numbers for row in scores)
    notes = [_CROWDED] if has_alpha else [_CROWDED, _NO_ALPHA]
    by_arm = partial(common, block=asked_at, group=arm_of)
    yield by_arm("scores", _("Scores at each wave"), SCALE, notes), scores
    if has_alpha:
        yield by_arm("reliability", _("Reliability"), RELIABILITY, [_ALPHA]), scores


def _steps(arms: Sequence[Row], common: Callable[..., Layout]) -> Iterator[Text]:
    """How the models were fitted: never silent about one that is not as the others."""
    name = common("", "", ()).name
    told = [row for row in arms if row.people is not None]
    by_step: dict[Text, list[Text]] = {}
    for row in told:
        by_step.setdefault(fitted(row), []).append(dotted([name(row), set_of(row)]))
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


_HOLM = _(
    "A small p says that chance alone would rarely give so large a change. p is two-sided and not "
    "adjusted; beside it stands Holm’s adjustment over all scales and waves, as who asks often "
    "finds something by chance. dav divides by the mean of both standard deviations, Hedges’ g is "
    "the same without the bias of small samples, dz divides by that of the changes."
)
_MODEL = _(
    "Everybody counts in the arm that was drawn for them (intention to treat); who kept to the "
    "protocol is shown besides, which is no proof, since people chose it."
)
_D = _(
    "A small p says that chance alone would rarely give so large a difference. p is two-sided and "
    "not adjusted; beside it stands Holm’s adjustment over all scales and waves, as who asks often "
    "finds something by chance. Cohen’s d divides the difference by the pooled standard deviation "
    "at the first wave, of those who answered both times."
)
_LADDER = _(
    "Answers of one person are more alike than those of two, and the comparison allows for that. "
    "The method is a mixed model with a random intercept for each person; where it does not "
    "converge, the next step is tried: restricted maximum likelihood, maximum likelihood, "
    "estimating equations. With few people its intervals are a little narrow."
)
_SHIFT = _(
    "The two ways to see a change are never put together. The response shift is the beginning, "
    "looking back, less as it was rated then. Hedges’ g divides by the mean of both standard "
    "deviations; p of each stands in the files."
)
_CROWDED = _(
    "Crowded at an end: more than 15% of people have the lowest or the highest score, so a further "
    "change can hardly show (floor or ceiling)."
)
_ALPHA = _(
    "How far the questions of a scale belong together: 0 not at all, 1 wholly. Alpha has Feldt’s "
    "interval; omega is of a model with one factor."
)
_NO_ALPHA = _("Left out: {columns:list}. {why}", columns=("alpha", "omega"), why=FEW_ANSWERS)
_GONE = _("The first wave of those who answered a later one, beside that of those who did not.")
_AGREE = _(
    "How near mentors and their mentees are about the same person: 1 would be the same score, 0 "
    "no nearer than strangers. It is the absolute agreement of single ratings; a mentor with "
    "several mentees counts once."
)
