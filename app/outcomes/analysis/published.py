"""What articles print, as a table: a row for each measure, to compare a program with.

Columns are `n, mean_pre, sd_pre, mean_post, sd_post, t`, in any order; others, such as the name of
the measure, are left alone. A cell may be empty where the article does not say; what then does not
follow from the rest is None.
"""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import RefusedError
from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.analysis.summaries import Comparison, Summary, compare, contradicts_itself

COLUMNS = ("n", "mean_pre", "sd_pre", "mean_post", "sd_post", "t")

EMPTY = reason("published.empty", "The file has no rows. Add one for each measure.")
NO_COLUMN = reason(
    "published.no_column",
    "The first line has to name the columns: n, and what is known of mean_pre, sd_pre, mean_post, "
    "sd_post and t.",
)
TOO_MANY_CELLS = ReasonKind(
    "published.too_many_cells", "Line {line} has more cells than the first line has names."
)
NO_NUMBER = ReasonKind(
    "published.no_number",
    "Line {line}: “{cell}” in the column {name} is not a number such as 3.5.",
)
NO_PEOPLE = ReasonKind(
    "published.no_people", "Line {line}: n has to be a whole number of at least 2 people."
)
NEGATIVE = ReasonKind(
    "published.negative", "Line {line}: {name} is a standard deviation and cannot be negative."
)
NOTHING_FOLLOWS = ReasonKind(
    "published.nothing_follows",
    "Line {line} says too little: it needs t, or both means and both standard deviations.",
)
CONTRADICTION = ReasonKind(
    "published.contradiction",
    "Line {line}: t does not fit these means and standard deviations. Look at the article again.",
)


@dataclass(frozen=True)
class Row:
    """A measure of an article, and what follows."""

    line: int
    """In the file, from 1."""
    summary: Summary
    comparison: Comparison

    @property
    def warning(self) -> Reason | None:
        """What is wrong with the printed numbers, if they cannot belong together."""
        return CONTRADICTION(line=self.line) if contradicts_itself(self.summary) else None


def read_published(text: str) -> list[Row]:
    """What follows from each row of a table.

    Raises:
        RefusedError: A row cannot be read or says too little; in a sentence with its line.
    """
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    filled = [(at, cells) for at, cells in enumerate(lines, start=1) if any(map(str.strip, cells))]
    if len(filled) < 2:
        raise RefusedError(EMPTY)
    names = _names(filled[0][1])
    return [_row(line, names, cells) for line, cells in filled[1:]]


def _names(header: Iterable[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    if "n" not in names:
        raise RefusedError(NO_COLUMN)
    return names


def _row(line: int, names: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(names):
        raise RefusedError(TOO_MANY_CELLS(line=line))
    given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    numbers = {name: _number(line, name, given.get(name, "")) for name in COLUMNS}
    n = numbers.pop("n")
    if n is None or n < 2 or n != int(n):
        raise RefusedError(NO_PEOPLE(line=line))
    for name in ("sd_pre", "sd_post"):
        if (numbers[name] or 0) < 0:
            raise RefusedError(NEGATIVE(line=line, name=name))
    summary = Summary(int(n), **numbers)
    found = compare(summary)
    if found.t is None and found.dav is None:
        raise RefusedError(NOTHING_FOLLOWS(line=line))
    return Row(line, summary, found)


def _number(line: int, name: str, cell: str) -> float | None:
    if not cell:
        return None
    try:
        number = float(cell.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RefusedError(NO_NUMBER(line=line, cell=cell, name=name))
    return number
