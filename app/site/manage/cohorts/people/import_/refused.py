"""The rows of a file that bring nobody in, as a file to mend and send again."""

from collections.abc import Sequence

from app.cohorts.intake.refused.rules import RefusedRow
from app.language import _
from app.web.spreadsheet import Table

OURS = "Waypost"
LINE, WHY = _("{waypost}: row", waypost=OURS), _("{waypost}: why", waypost=OURS)
"""Their first word keeps these columns from being read as answers (`intake/columns.py`)."""


def table_of(headers: Sequence[str], rows: Sequence[RefusedRow]) -> Table:
    """The rows as they were sent, below their own headers, each with its number and why."""
    width = max(len(headers), *(len(row.cells) for row in rows))
    return Table(
        [*_filled(headers, width), LINE, WHY],
        [[*_filled(row.cells, width), row.line, " ".join(map(str, row.why))] for row in rows],
    )


def _filled(cells: Sequence[str], width: int) -> list[str]:
    """So many cells, the last of them empty where a row ends before."""
    return [*cells, *[""] * (width - len(cells))]
