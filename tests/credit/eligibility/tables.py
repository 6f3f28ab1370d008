"""Tables of a Markdown file that decide something: the first row that fits does."""

from collections.abc import Iterator, Mapping
from pathlib import Path

Row = Mapping[str, str]

ANY = "any"


def tables(path: Path) -> dict[str, list[Row]]:
    """The rows of each table, by the heading above it."""
    found: dict[str, list[Row]] = {}
    heading, names = "", list[str]()
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            heading, names = line.strip("# "), []
        elif line.startswith("|") and not names:
            names = _cells(line)
        elif line.startswith("|") and set(line) - set("|- "):
            found.setdefault(heading, []).append(dict(zip(names, _cells(line), strict=True)))
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def deciding(rows: list[Row], facts: Row) -> Row:
    """The first row of a table that fits.

    Raises `LookupError` where none does.
    """
    return next(_fitting(rows, facts), {}) or _none(facts)


def _fitting(rows: list[Row], facts: Row) -> Iterator[Row]:
    for row in rows:
        if all(row.get(name, ANY) in {ANY, value} for name, value in facts.items()):
            yield row


def _none(facts: Row) -> Row:
    raise LookupError(f"No row fits {dict(facts)}")
