"""The faculty at large, as a coordinator types or pastes it. Pure.

One group on a line, with commas, semicolons or tabs between: by what, its name, how many there are.

    rank, Assistant professor, 820
    department, Medicine, 310
    institution, High Desert, 640
    all, , 1940
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.certificates.reports.records import Part
from app.language.reasons import Reason, ReasonKind

MOST_LINES = 500
MOST_FACULTY = 1_000_000
ALL = "all"
PARTS = (Part.INSTITUTION, Part.RANK, Part.DEPARTMENT)
"""By what a report tells people apart."""

NOT_THREE = ReasonKind(
    "faculty.not_three",
    "Line {line:numeral} needs three parts: by what, which one, and how many there are.",
)
NOT_A_PART = ReasonKind(
    "faculty.not_a_part",
    "Line {line:numeral} begins with “{word}”. It has to begin with institution, rank, department "
    "or all.",
)
NOT_A_NUMBER = ReasonKind(
    "faculty.not_a_number",
    "Line {line:numeral} ends with “{word}”, which is no whole number above zero.",
)
NO_NAME = ReasonKind("faculty.no_name", "Line {line:numeral} does not say which one it is about.")
TWICE = ReasonKind("faculty.twice", "Line {line:numeral} names “{name}” a second time.")
MORE_THAN_ALL = ReasonKind(
    "faculty.more_than_all", "The lines of one kind add up to {sum}, more than all {all}."
)
TOO_MANY = ReasonKind("faculty.too_many", "These are more lines than can be read: {count}.")

_NUMBER = re.compile(r"\d{1,3}(?:[ ,.\u202f]?\d{3})*")
_DELIMITERS = "\t;,"


@dataclass(frozen=True)
class Faculty:
    """How many there are at the institutions of a program, by what they are."""

    counts: Mapping[Part, Mapping[str, int]]
    """By name as it was written."""
    everybody: int | None = None
    """All of them, where a line says so."""

    @property
    def total(self) -> int | None:
        """All of them: as it is said, or else the largest sum of a part."""
        sums = [sum(names.values()) for names in self.counts.values() if names]
        return self.everybody if self.everybody is not None else max(sums, default=None)

    def of(self, part: Part) -> Mapping[str, int]:
        """The groups of a part, by name as it is compared."""
        return {folded(name): count for name, count in self.counts.get(part, {}).items()}


NOBODY = Faculty({})


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def read_faculty(text: str) -> Faculty | Reason:
    """What was typed or pasted, or the first thing that is wrong with it. A head may lead it."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        return TOO_MANY(count=len(lines))
    counts: dict[Part, dict[str, int]] = {part: {} for part in PARTS}
    everybody = None
    for number, cells in _cells(lines):
        problem = _why_not(number, cells, counts)
        if problem is not None:
            return problem
        word, name, count = cells
        if folded(word) == ALL:
            everybody = _number(count)
        else:
            counts[Part(folded(word))][name] = _number(count)
    return _whole(Faculty(counts, everybody))


def _whole(faculty: Faculty) -> Faculty | Reason:
    most = max([0, *(sum(names.values()) for names in faculty.counts.values())])
    if faculty.everybody is not None and most > faculty.everybody:
        return MORE_THAN_ALL(sum=most, all=faculty.everybody)
    return faculty


def _cells(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """The parts of each line; a first line that ends with no digit at all is a head."""
    for place, (number, line) in enumerate(lines):
        delimiter = next((sign for sign in _DELIMITERS if sign in line), ",")
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
        if delimiter == "," and len(cells) > 3:  # 1,940
            cells = [*cells[:2], ",".join(cells[2:])]
        if place or any(sign.isdigit() for sign in cells[-1]) or len(cells) != 3:
            yield number, cells


def _why_not(
    number: int, cells: Sequence[str], before: Mapping[Part, Mapping[str, int]]
) -> Reason | None:
    if len(cells) != 3:
        return NOT_THREE(line=number)
    word, name, count = cells
    if folded(word) not in {ALL, *(part.value for part in PARTS)}:
        return NOT_A_PART(line=number, word=word)
    if not _NUMBER.fullmatch(count) or not 0 < _number(count) <= MOST_FACULTY:
        return NOT_A_NUMBER(line=number, word=count)
    if folded(word) == ALL:
        return None
    if not name:
        return NO_NAME(line=number)
    if folded(name) in map(folded, before[Part(folded(word))]):
        return TWICE(line=number, name=name)
    return None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def stored(faculty: Faculty) -> dict[str, Any]:
    """As it is kept with the order of a report."""
    counts = {part.value: dict(names) for part, names in faculty.counts.items() if names}
    return {"counts": counts, "everybody": faculty.everybody}


def restored(kept: Mapping[str, Any]) -> Faculty:
    """The same, back."""
    counts = {Part(part): names for part, names in kept.get("counts", {}).items()}
    return Faculty(counts, kept.get("everybody"))


def written(faculty: Faculty) -> str:
    """The lines from which it is read again, one a group."""
    lines = io.StringIO()
    rows = csv.writer(lines, delimiter=";", lineterminator="\n")
    for part, names in faculty.counts.items():
        rows.writerows((part.value, name, count) for name, count in names.items())
    if faculty.everybody is not None:
        rows.writerow((ALL, "", faculty.everybody))
    return lines.getvalue()
