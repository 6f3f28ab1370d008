"""All rows of an analysis as files: a table of each kind, by the names that programs read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.language import Text, _
from app.outcomes.projects.analyses.records import AnalysisRecord, Row, RowKind, Value
from app.web.spreadsheet import Cell, Table

TITLES: Mapping[RowKind, Text] = {
    RowKind.CHANGE: _("Changes"),
    RowKind.ARMS: _("Arms"),
    RowKind.SCALE: _("Scores"),
    RowKind.ATTRITION: _("Attrition"),
    RowKind.MATCHED: _("Recognized"),
    RowKind.DYAD: _("Mentors and mentees"),
}
STANDS_ON = (
    *("plan_version", "cut_off", "code_version", "mode", "least", "seed", "synthetic"),
    "as_of",
)
TOO_FEW = _("too few to show")


def exported(shown: AnalysisRecord) -> list[Table]:
    """Every kind of table that there is something of."""
    return [
        _table(shown, title, rows)
        for kind, title in TITLES.items()
        if (rows := [row for row in shown.rows if row.kind is kind])
    ]


def _table(shown: AnalysisRecord, title: Text, rows: Sequence[Row]) -> Table:
    of = _names([row.of for row in rows])
    people, numbers = _names([row.people or {} for row in rows]), _names([r.numbers for r in rows])
    headers = ["instrument", "version", *of, *people, "shown", *numbers, *STANDS_ON]
    return Table(
        headers,
        [
            [
                *(row.instrument, row.version),
                *(_cell(row.of.get(name)) for name in of),
                *(_cell((row.people or {}).get(name)) for name in people),
                TOO_FEW if row.people is None else "",
                *(_cell(row.numbers.get(name)) for name in numbers),
                *_stands_on(shown, row),
            ]
            for row in rows
        ],
        title,
    )


def _names(mappings: Sequence[Mapping[str, object]]) -> list[str]:
    """All names, in the order in which they come first."""
    return list(dict.fromkeys(name for own in mappings for name in own))


def _cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return int(value)
    return Decimal(f"{value:.6g}") if isinstance(value, float) else value


def _stands_on(shown: AnalysisRecord, row: Row) -> list[Cell]:
    return [
        *(shown.plan_version, shown.cut_off, shown.code_version, shown.mode, shown.least),
        _("Nothing is drawn by chance"),
        int(shown.is_synthetic),
        row.as_of,
    ]
