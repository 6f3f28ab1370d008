"""Records of analyses for tests."""

from collections.abc import Mapping, Sequence

from app.outcomes.projects.analyses.records import (
    AnalysisRecord,
    InstrumentNames,
    Row,
    RowKind,
    Value,
)
from app.outcomes.projects.analyses.rows import About

NAMES = InstrumentNames("competency-self", "Competency", "abc", {"aligning": "Aligning"}, 1, 7)
FIRST, SECOND, THIRD = (f"2026-1{month}-01T00:00:00+00:00" for month in range(3))


def a_record(rows: Sequence[Row], cut_off: str = FIRST, code: str = "1") -> AnalysisRecord:
    """An analysis of one instrument."""
    return AnalysisRecord(
        title="A study",
        mode="confidential",
        plan_version="2",
        code_version=code,
        cut_off=cut_off,
        least=5,
        is_synthetic=False,
        reference="",
        instruments=[NAMES],
        rows=rows,
    )


def a_row(
    kind: RowKind,
    people: Mapping[str, int] | None,
    numbers: Mapping[str, Value] | None = None,
    /,
    **of: str | int | bool,
) -> Row:
    """A row of its one scale."""
    about: About = {"scale": "aligning", "arm": "", "is_mentee": False, **of}
    return Row(kind, "competency-self", "abc", about, people, numbers or {})


def a_change(n: int | None, diff: float = 0.5, **of: str | int | bool) -> Row:
    """Of everybody, from the first wave to the second."""
    about: About = {"kind": "post_minus_pre", "from_wave": 0, "to_wave": 3, **of}
    people = None if n is None else {"n": n}
    return a_row(RowKind.CHANGE, people, {"diff": diff}, **about)


def a_score(n: int, wave: int = 0, mean: float = 4.5) -> Row:
    """Of everybody at one wave."""
    return a_row(RowKind.SCALE, {"n": n}, {"mean": mean}, wave=wave, perspective="now")
