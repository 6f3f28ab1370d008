"""What is in a table of institutions, and what would become of each line; pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.language import Text, _
from app.language.reasons import Reason, ReasonKind, reason
from app.language.zones import zone_of
from app.people.institutions.rules import (
    InstitutionFacts,
    Known,
    mail_domain,
    normalized,
    taken,
    why_no_domain,
)

MOST_LINES = 500
MOST_BYTES = 200_000
LONGEST = 200

EMPTY = reason("institutions_file.empty", "The table is empty. Paste it, or choose a file.")
NO_TEXT = reason(
    "institutions_file.no_text",
    "This file is not a table of text. Save it as CSV and send it again.",
)
TOO_BIG = ReasonKind(
    "institutions_file.too_big", "It is larger than {kilobytes} KB. Send it in parts."
)
TOO_MANY = ReasonKind(
    "institutions_file.too_many",
    "It has more than {count} line. Send it in parts.",
    "It has more than {count} lines. Send it in parts.",
)
NO_NAME_COLUMN = reason(
    "institutions_file.no_name_column",
    "The first line names the columns, and none of them is called Name.",
)
NO_NAME = reason("institutions_file.no_name", "The name is missing.")
TOO_LONG = ReasonKind(
    "institutions_file.too_long",
    "A cell is longer than {count} character.",
    "A cell is longer than {count} characters.",
)
NO_ZONE = reason("institutions_file.no_zone", "The time zone is missing.")
UNKNOWN_ZONE = ReasonKind(
    "institutions_file.unknown_zone",
    "{zone} is not a time zone. Write one as the list of time zones has it, such as Mountain Time.",
)
TWICE = ReasonKind("institutions_file.twice", "Line {line} names the same institution or domain.")
KNOWN_AS = ReasonKind("institutions_file.known_as", "It is already there, as {institution}.")

COLUMNS: Mapping[str, Sequence[str]] = {
    "name": ("name", "institution", "institution name", "school", "site"),  # not shown
    "short_name": ("short name", "short", "abbreviation", "abbrev", "abbr", "acronym"),  # not shown
    "region": ("state or country", "state", "country", "state country", "region"),  # not shown
    "zone": ("time zone", "zone", "timezone", "tz"),  # not shown
    "domains": (
        "mail domains",  # not shown
        "mail domain",  # not shown
        "email domains",  # not shown
        "email domain",  # not shown
        "domains",
        "domain",
    ),  # not shown
}
"""How the head of each column may be called, as names are compared."""
OWN_HEADS: Mapping[str, Text] = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "region": _("State or country"),
    "zone": _("Time zone"),
    "domains": _("Mail domains"),
}
"""What the list of institutions calls them, in the reader's language."""


class Outcome(StrEnum):
    """What becomes of a line."""

    ADD = "add"
    ALREADY = "already"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Planned:
    """One line with what becomes of it, and why if it is not added."""

    line: int
    """In the file, where the columns' names are the first one."""
    facts: InstitutionFacts
    outcome: Outcome
    reasons: Sequence[Reason] = ()


def text_of(content: bytes) -> str | Reason:
    """A file as text, in the encodings that spreadsheet programs write."""
    if len(content) > MOST_BYTES:
        return TOO_BIG(kilobytes=MOST_BYTES // 1000)
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return NO_TEXT if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text) else text
    return NO_TEXT


def plan(text: str, known: Known, *, zone: str | None) -> list[Planned] | Reason:
    """What becomes of each line. `zone`: of lines that name none; None: they are refused."""
    try:
        lines = [(n, cells) for n, cells in _lines(text) if any(cells)]
    except csv.Error:
        return NO_TEXT
    if (why_not := _why_no_table(lines)) is not None:
        return why_not
    heads = lines[0][1]
    at = _places(heads)
    planned: list[Planned] = []
    for number, cells in lines[1:]:
        padded = [*cells, *[""] * len(heads)]
        row = {column: padded[place].strip() for column, place in at.items()}
        planned.append(_against_earlier(_line(number, row, known, zone), planned))
    return planned


def _why_no_table(lines: Sequence[tuple[int, Sequence[str]]]) -> Reason | None:
    """Why lines, of which the first has the heads, are not to be planned."""
    if not lines:
        return EMPTY
    if "name" not in _places(lines[0][1]):
        return NO_NAME_COLUMN
    if len(lines) == 1:
        return EMPTY
    return TOO_MANY(count=MOST_LINES) if len(lines) > MOST_LINES + 1 else None


def unread_columns(text: str) -> list[str]:
    """How columns are called of which nothing is kept, so that nobody thinks it was."""
    heads = next((cells for _n, cells in _lines(text) if any(cells)), [])
    read = {*_places(heads).values()}
    return [cell.strip() for n, cell in enumerate(heads) if cell.strip() and n not in read]


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Which column of the table is which of ours."""
    names = [normalized(cell) for cell in heads]
    return {
        column: names.index(name)
        for column, called in COLUMNS.items()
        for name in (*reversed(called), normalized(str(OWN_HEADS[column])))
        if name in names
    }


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cells by line number, whatever stands between them."""
    plain = text.removeprefix("\ufeff")
    head = next((line for line in plain.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter)
    while True:
        begins = reader.line_num + 1
        cells = next(reader, None)
        if cells is None:
            return
        yield begins, [cell.strip() for cell in cells]


def _line(number: int, row: Mapping[str, str], known: Known, zone: str | None) -> Planned:
    name, found = " ".join(row["name"].split()), _zone(row, zone)
    owner = known.named(name)
    domains = [part for part in re.split(r"[\s,;|]+", row.get("domains", "")) if part]
    facts = InstitutionFacts(
        name=name,
        short_name=row.get("short_name", "") or name,
        zone=found or "",
        region=row.get("region", ""),
        domains=tuple(dict.fromkeys(d for d in map(mail_domain, domains) if d)),
    )
    if owner is not None:
        there = KNOWN_AS(institution=known.titles[owner])
        return Planned(number, facts, Outcome.ALREADY, (there,))
    why_not = (*map(why_no_domain, domains), *_lacking(row, found), *taken(facts, known).values())
    reasons = tuple(reason for reason in why_not if reason is not None)
    return Planned(number, facts, Outcome.REFUSE if reasons else Outcome.ADD, reasons)


def _zone(row: Mapping[str, str], zone: str | None) -> str | None:
    """The zone that a line names, or that of lines that name none."""
    written = row.get("zone", "")
    return zone_of(written) if written else zone


def _lacking(row: Mapping[str, str], zone: str | None) -> Iterator[Reason]:
    """What is wrong with a line by itself. `zone`: its own, or that of lines that name none."""
    if any(len(cell) > LONGEST for cell in row.values()):
        yield TOO_LONG(count=LONGEST)
    if not row["name"].split():
        yield NO_NAME
    if zone is None:
        written = row.get("zone", "")
        yield UNKNOWN_ZONE(zone=written[:LONGEST]) if written else NO_ZONE


def _against_earlier(line: Planned, earlier: Sequence[Planned]) -> Planned:
    """A line that says the same as one before it is refused."""
    if line.outcome is not Outcome.ADD:
        return line
    names, domains = _names(line), set(line.facts.domains)
    for other in earlier:
        if other.outcome is Outcome.ADD and (
            names & _names(other) or domains & {*other.facts.domains}
        ):
            return replace(line, outcome=Outcome.REFUSE, reasons=(TWICE(line=other.line),))
    return line


def _names(line: Planned) -> set[str]:
    return {normalized(line.facts.name), normalized(line.facts.short_name)}


def to_add(planned: Sequence[Planned]) -> list[InstitutionFacts]:
    """What would be added."""
    return [line.facts for line in planned if line.outcome is Outcome.ADD]
