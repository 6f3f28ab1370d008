"""A trial's analysis for tests: two arms at two waves, both sets of people, as it is kept."""

from collections.abc import Sequence
from dataclasses import replace

from app.outcomes.projects.analyses.findings import ITT, PER_PROTOCOL
from app.outcomes.projects.analyses.records import AnalysisRecord, Row, RowKind, Value
from app.site.manage.outcomes.analysis.arms import Compared
from tests.outcomes.projects.analyses.records_of import NAMES, a_change, a_record, a_row, a_score

ALL = replace(NAMES, scales={"aligning": "Aligning", "composite": "All questions"})
"""An instrument with a score over all questions, which it names last."""
PROGRAM, OTHER = "Combined", "Modules alone"


def a_contrast(
    people: dict[str, int] | None = None, population: str = ITT, /, **numbers: Value
) -> Row:
    """The arms at month 3: in one set of people, higher in the program unless said otherwise."""
    known: dict[str, Value] = {
        "estimate": 0.719,
        "ci_low": 0.266,
        "ci_high": 1.172,
        "p": 0.0018,
        "p_holm": 0.0036,
        "fitted_by": "reml",
        "icc": 0.671,
        "between": 0.58,
        "within": 0.285,
        "observations": 123,
        **numbers,
    }
    own = people or {"n": 44}
    return a_row(RowKind.ARMS, own, known, population=population, arm=PROGRAM, wave=3)


def no_contrast(people: dict[str, int] | None, population: str = ITT) -> Row:
    """A set of people of which no model says anything."""
    row = a_row(RowKind.ARMS, people, {}, population=population)
    return replace(row, of={"scale": "aligning", "population": population})


def a_change_in(arm: str, n: int = 24, /, **numbers: Value) -> Row:
    """What changed in an arm from month 0 to month 3."""
    known: dict[str, Value] = {
        "mean_before": 4.365,
        "mean_after": 5.106,
        "sd_before": 0.788,
        "sd_after": 0.931,
        "diff": 0.741,
        "ci_low": 0.47,
        "ci_high": 1.013,
        "t": 5.647,
        "df": 23,
        "p": 0.00001,
        "p_holm": 0.00001,
        "g_av": 0.834,
        "dav": 0.862,
        "dz": 1.153,
        **numbers,
    }
    return replace(a_change(n, arm=arm), numbers=known)


def in_composite(row: Row) -> Row:
    """The same of all questions."""
    return replace(row, of={**row.of, "scale": "composite"})


def a_trial() -> AnalysisRecord:
    """A whole one, with the second scale in other numbers, in which one arm has few people."""
    level = {"diff": 0.006, "ci_low": -0.346, "ci_high": 0.358, "sd_before": 1.02, "p": 0.971}
    own = [
        a_contrast(),
        a_contrast({"n": 28}, PER_PROTOCOL, estimate=0.791, ci_low=0.189, ci_high=1.393, p=0.01),
        a_change_in(PROGRAM),
        a_change_in(OTHER, 19, **level),
    ]
    scores = [
        replace(a_score(n, wave), of={**a_score(n, wave).of, "arm": arm})
        for arm, n in ((PROGRAM, 24), (OTHER, 19))
        for wave in (0, 3)
    ]
    rows = [*scores, *own, *map(in_composite, [*scores, *own])]
    others = [replace(row, numbers={**row.numbers, "estimate": 0.5}) for row in rows[4:6]]
    record = a_record([*rows[:4], *others, *rows[6:]])
    return replace(record, reference=OTHER, instruments=[ALL])


def known_of(rows: Sequence[Row], reference: str = OTHER) -> Compared:
    """Rows of the one scale, with the two waves at which there are answers."""
    scores = [a_score(44, 0), a_score(43, 3)]
    record = replace(a_record([*rows, *scores]), reference=reference)
    return Compared(record, NAMES, record.rows, "America/Denver")
