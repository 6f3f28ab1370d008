"""An analysis as it is kept: rows of numbers of people, each by itself. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Value = str | int | float | bool | None


class RowKind(StrEnum):
    """In which table a row stands."""

    SCALE = "scale"
    CHANGE = "change"
    ARMS = "arms"
    ATTRITION = "attrition"
    MATCHED = "matched"
    DYAD = "dyad"


@dataclass(frozen=True)
class Row:
    """One row of one table."""

    kind: RowKind
    instrument: str
    """Its key."""
    version: str
    """Of its wording."""
    of: Mapping[str, str | int | bool]
    """What it is about: scale, arm, wave and the like; no two rows of a kind have the same."""
    people: Mapping[str, int] | None
    """How many, in groups that have nobody in common; None: too few to show."""
    numbers: Mapping[str, Value] = field(default_factory=dict)
    """Empty: nothing can be computed, or it would tell of too few besides others."""
    as_of: str = ""
    """The cut-off of the earlier analysis that it is from; empty: of this one."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same row in another analysis."""
        return self.kind, self.instrument, self.version, tuple(sorted(self.of.items()))


@dataclass(frozen=True)
class InstrumentNames:
    """What an instrument and its scales are called."""

    key: str
    title: str
    version: str
    scales: Mapping[str, str]
    """Titles by code."""
    lowest: int
    highest: int
    """The ends of its scales; of all together where they differ."""


@dataclass(frozen=True)
class AnalysisRecord:
    """A whole analysis, with everything that is printed beside each of its tables."""

    title: str
    mode: str
    plan_version: str
    code_version: str
    cut_off: str
    """In UTC, as ISO 8601."""
    least: int
    is_synthetic: bool
    reference: str
    """The arm that the others are compared with; empty without a trial."""
    instruments: Sequence[InstrumentNames]
    rows: Sequence[Row]


def to_json(record: AnalysisRecord) -> dict[str, Any]:
    """The record as JSON keeps it."""
    return asdict(record)


def from_json(stored: Mapping[str, Any]) -> AnalysisRecord:
    """The same record."""
    rows = [Row(**{**row, "kind": RowKind(row["kind"])}) for row in stored["rows"]]
    names = [InstrumentNames(**own) for own in stored["instruments"]]
    return AnalysisRecord(**{**stored, "rows": rows, "instruments": names})
