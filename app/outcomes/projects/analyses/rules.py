"""What of a new analysis may stand beside those that were shown before. Pure.

Whoever has two analyses can subtract. So a row whose number of people is 1 to k - 1 away from one
that was shown stays as it was shown, and says as of when (`disclosure.rules.told` decides that).
A row of as many people whose numbers are others stays, too: somebody may have taken somebody's
place; only another version of the analysis can tell it anew.

Within one analysis it is the same: where all who answered at a wave are a few more than those who
are compared, the score of all stays away, since with that of the others it would tell of these few.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Told, cell
from app.outcomes.disclosure.rules import told
from app.outcomes.projects.analyses.records import AnalysisRecord, Row, RowKind

COMPUTE = "project.analyze"
"""The kind of task that makes an analysis, and of its job."""
_TIMES = {
    "post_minus_pre": ("now", "now"),
    "post_minus_then": ("then", "now"),
    "then_minus_pre": ("now", "then"),
}
"""Of each kind of change, the times that both its sides are about."""


def beside(record: AnalysisRecord, earlier: Sequence[AnalysisRecord]) -> AnalysisRecord:
    """The analysis as it may be shown. `earlier`: all that were shown, the newest last."""
    before: dict[object, list[Row]] = {}
    codes = {own.cut_off: own.code_version for own in earlier}
    for own in earlier:
        for row in own.rows:
            before.setdefault(row.key, []).append(replace(row, as_of=row.as_of or own.cut_off))
    rows = [_beside(row, before.get(row.key, ()), record, codes) for row in record.rows]
    return replace(record, rows=_apart(rows, record.least))


def _beside(
    row: Row, before: Sequence[Row], record: AnalysisRecord, codes: Mapping[str, str]
) -> Row:
    if row.people is None:
        return row
    shown = [own for own in before if own.people is not None]
    if row.people in [own.people for own in shown]:
        same = next(own for own in reversed(shown) if own.people == row.people)
        is_same_code = codes.get(same.as_of) == record.code_version
        return same if is_same_code and same.numbers != row.numbers else row
    if not _is_few(row.people, [own.people or {} for own in shown], record.least):
        return row
    near = [own for own in shown if _is_few(row.people, [own.people or {}], record.least)]
    return near[-1] if near else replace(row, people=None, numbers={})


def _is_few(people: Mapping[str, int], earlier: Iterable[Mapping[str, int]], smallest: int) -> bool:
    """Whether they are too few by themselves, or since what was shown."""
    editions = [_edition(own) for own in earlier if own.keys() == people.keys()]
    return TOO_FEW in told(_cells(people), editions, smallest=smallest).values()


def _cells(people: Mapping[str, int]) -> dict[Cell, int]:
    return {cell(group=name): number for name, number in people.items()}


def _edition(people: Mapping[str, int]) -> dict[Cell, Told]:
    return {**_cells(people), cell(): sum(people.values())}


def _apart(rows: Sequence[Row], smallest: int) -> list[Row]:
    """Scores of all without those that would tell of a few, beside those who are compared."""
    compared: dict[object, set[int]] = {}
    for row in rows:
        if row.kind is RowKind.CHANGE and row.people and "n" in row.people:
            for place in _compared_at(row):
                compared.setdefault(place, set()).add(row.people["n"])
    return [
        replace(row, numbers={}) if _tells_of_few(row, compared, smallest) else row for row in rows
    ]


def _tells_of_few(row: Row, compared: Mapping[object, set[int]], smallest: int) -> bool:
    if row.kind is not RowKind.SCALE or not row.people:
        return False
    names = ("scale", "arm", "is_mentee", "wave", "perspective")
    place = (row.instrument, row.version, *(row.of[name] for name in names))
    n = row.people["n"]
    return any(0 < abs(n - own) < smallest for own in compared.get(place, ()))


def _compared_at(row: Row) -> Iterable[object]:
    """Where the two sides of a change stand among the scores of all."""
    own = (row.instrument, row.version, *(row.of[name] for name in ("scale", "arm", "is_mentee")))
    first, second = _TIMES[str(row.of["kind"])]
    return (*own, row.of["from_wave"], first), (*own, row.of["to_wave"], second)
