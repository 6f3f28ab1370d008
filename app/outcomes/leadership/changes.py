"""From the analysis of a project to what a report tells of competency and of mentees. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.outcomes.leadership.answers import CompetencyChange, Controlled, MenteeView, Span
from app.outcomes.projects.analyses.findings import (
    ITT,
    arms_of,
    changes_of,
    main_scale,
    of_instrument,
    scales_in_order,
)
from app.outcomes.projects.analyses.records import (
    AnalysisRecord,
    InstrumentNames,
    Row,
    RowKind,
    Value,
)
from app.packs.instruments.names import COMPOSITE

MOST_VIEWS = 7
"""So many scales of mentees have room."""


class Competency(NamedTuple):
    """How people changed: in all questions and in each scale at one wave, and in all before it."""

    overall: CompetencyChange | None = None
    subscales: Sequence[CompetencyChange] = ()
    earlier: Sequence[CompetencyChange] = ()


def competency(analysis: AnalysisRecord) -> Competency:
    """The change in all questions and in each scale, of the first instrument that has any.

    From the first wave to the last one of which enough answered both: whether it lasted is what is
    asked, whatever came out before. In a trial it is of the arm that is compared with the
    reference; with several of these there is none.
    """
    for names in analysis.instruments:
        found = [change_of(row, names) for row in _changes(analysis, names)]
        whole = sorted((own for own in found if own.is_overall), key=lambda own: own.to_wave)
        if whole:
            *earlier, last = whole
            beside = [own for own in found if own.to_wave == last.to_wave and not own.is_overall]
            return Competency(last, beside, earlier)
    return Competency()


def _changes(analysis: AnalysisRecord, names: InstrumentNames) -> list[Row]:
    own = [
        row
        for row in _rows_of(analysis, names, RowKind.CHANGE)
        if row.of["kind"] == "post_minus_pre"
        and not row.of["is_mentee"]
        and _is_of_program(row, analysis)
        and row.people
        and "n" in row.people
        and "diff" in row.numbers
    ]
    return own if len({row.of["arm"] for row in own}) == 1 else []


def _is_of_program(row: Row, analysis: AnalysisRecord) -> bool:
    """Whether those people had all of the program."""
    arm = row.of["arm"]
    return bool(arm) and arm != analysis.reference if analysis.reference else not arm


def _rows_of(analysis: AnalysisRecord, names: InstrumentNames, kind: RowKind) -> list[Row]:
    return [
        row
        for row in analysis.rows
        if (row.kind, row.instrument, row.version) == (kind, names.key, names.version)
    ]


def change_of(row: Row, names: InstrumentNames) -> CompetencyChange:
    """A change of the same people as a report tells it."""
    known, scale = row.numbers, str(row.of["scale"])
    low, high, higher = known.get("ci_low"), known.get("ci_high"), known.get("higher")
    return CompetencyChange(
        instrument=names.title,
        scale=names.scales[scale],
        lowest=names.lowest,
        highest=names.highest,
        n=(row.people or {})["n"],
        mean_before=_float(known, "mean_before"),
        mean_after=_float(known, "mean_after"),
        diff=_float(known, "diff"),
        ci=Span(float(low), float(high)) if low is not None and high is not None else None,
        g=None if known.get("g_av") is None else _float(known, "g_av"),
        higher=None if higher is None else int(higher),
        arm=str(row.of["arm"]),
        from_wave=int(row.of["from_wave"]),
        to_wave=int(row.of["to_wave"]),
        is_overall=scale == COMPOSITE,
    )


def controlled(analysis: AnalysisRecord) -> list[Controlled]:
    """How the arms of a trial differ in the first instrument that says it, by wave and arm.

    Only where both arms have enough people who answered at both times: a difference at a wave that
    one person of an arm answered would be that person's answer.
    """
    for names in analysis.instruments:
        rows = of_instrument(analysis.rows, names)
        found = [_controlled(row, rows, names, analysis) for row in _contrasts(rows, names)]
        told = [own for own in found if own is not None]
        if told:
            return sorted(told, key=lambda own: (own.to_wave, own.arm))
    return []


def _contrasts(rows: Sequence[Row], names: InstrumentNames) -> list[Row]:
    return [
        row
        for row in arms_of(rows, main_scale(names), ITT)
        if "wave" in row.of and row.people and row.numbers.get("ci_low") is not None
    ]


def _controlled(
    row: Row, rows: Sequence[Row], names: InstrumentNames, analysis: AnalysisRecord
) -> Controlled | None:
    twice = {
        own.of["arm"]: own
        for own in changes_of(rows, main_scale(names))
        if own.of["to_wave"] == row.of["wave"] and own.people and "diff" in own.numbers
    }
    if not {row.of["arm"], analysis.reference} <= twice.keys():
        return None
    return Controlled(
        arm=str(row.of["arm"]),
        reference=analysis.reference,
        scale=names.scales[main_scale(names)],
        from_wave=int(twice[analysis.reference].of["from_wave"]),
        to_wave=int(row.of["wave"]),
        lowest=names.lowest,
        highest=names.highest,
        n=sum((row.people or {}).values()),
        diff=_float(row.numbers, "estimate"),
        ci=Span(_float(row.numbers, "ci_low"), _float(row.numbers, "ci_high")),
    )


def _float(numbers: Mapping[str, Value], name: str) -> float:
    return float(numbers[name] or 0)


def mentees(analysis: AnalysisRecord) -> Sequence[MenteeView]:
    """What mentees say of their mentors at the last wave that enough of them answered.

    In a trial they are those of the arm that is compared with the reference, as of `competency`.
    """
    for names in analysis.instruments:
        rows = [
            row
            for row in _rows_of(analysis, names, RowKind.SCALE)
            if row.of["is_mentee"]
            and row.of["perspective"] == "now"
            and _is_of_program(row, analysis)
            and row.people
            and "mean" in row.numbers
        ]
        if len({row.of["arm"] for row in rows}) == 1:
            last = max(int(row.of["wave"]) for row in rows)
            own = [row for row in rows if row.of["wave"] == last]
            own.sort(key=lambda row: scales_in_order(names).index(str(row.of["scale"])))
            return [view_of(row, names) for row in own[:MOST_VIEWS]]
    return []


def view_of(row: Row, names: InstrumentNames) -> MenteeView:
    """What mentees say on one scale as a report tells it."""
    return MenteeView(
        about=names.scales[str(row.of["scale"])],
        lowest=names.lowest,
        highest=names.highest,
        n=(row.people or {})["n"],
        mean=_float(row.numbers, "mean"),
        arm=str(row.of["arm"]),
        wave=int(row.of["wave"]),
    )
