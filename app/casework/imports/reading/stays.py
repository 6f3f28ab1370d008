"""The rows of a table as stays: who was there from when to when, as it is written. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.casework.imports import refusals
from app.casework.imports.enums import Held
from app.casework.imports.reading.cells import Cells
from app.casework.imports.reading.durations import minutes_of
from app.casework.imports.reading.headers import Columns
from app.casework.imports.reading.moments import Written, written_moment
from app.casework.imports.reading.tables import Table
from app.cohorts.intake.columns import compared
from app.cohorts.intake.workbooks import Row
from app.language.reasons import Reason

_JOINED = ("join", "beitrit", "beigetreten", "unio", "uni", "rejoint", "dolacz")
_NOTHING = frozenset({"", "-", "--", "n/a", "na"})


@dataclass(frozen=True, slots=True)
class Stay:
    """One line of a file: somebody, and when they were there."""

    lines: tuple[int, ...]
    name: str
    address: str
    """In small letters; empty where there is none."""
    joined: Written | None = None
    left: Written | None = None
    minutes: float | None = None
    is_host: bool = False
    is_summary: bool = False
    """Whether the file also has each time that they came and went."""
    is_assumed: bool = False
    """Whether one of its times was not told."""

    @property
    def is_open(self) -> bool:
        """Whether they came and were not told to have gone: they were there until it was over."""
        return self.is_assumed and self.left is None


@dataclass(frozen=True)
class Dropped:
    """A line that counts for nobody, and why."""

    line: int
    reason: Reason
    named: Stay | None = None
    """Who was there by that line, which does not say when: they are not absent."""


@dataclass
class Stays:
    """What became of the rows of a file."""

    stays: list[Stay] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, line: int, reason: Reason, named: Stay | None = None) -> None:
        """Leave a line out. `named`: who was there by it, though it does not say when."""
        self.dropped.append(Dropped(line, reason, named))


def read_table(table: Table, into: Stays, *, has_details: bool) -> None:
    """Add the stays of a table. `has_details`: another one has each coming and going."""
    columns = table.columns
    rows = [_aligned(row, table, into) for row in table.rows]
    cells = [Cells(row, columns) for row in rows if row is not None]
    if {Held.ACTION, Held.AT} <= {*columns}:
        _read_events(cells, into)
        return
    is_host = table.title.lower().startswith("host")
    can_tell = Held.JOINED in columns or Held.LEFT in columns or Held.MINUTES in columns
    for row in cells:
        if _counts(row, into):
            stay = _stay(row, into, can_tell=can_tell, is_host=is_host, is_summary=has_details)
            into.stays += [stay] if stay else []


def _aligned(row: Row, table: Table, into: Stays) -> Row | None:
    """A row whose name was written with commas of its own, put together again."""
    extra = len(row.cells) - len(table.columns)
    if extra <= 0 or not any(row.cells[len(table.columns) :]):
        return row
    at = table.columns.index(Held.NAME) if Held.NAME in table.columns else None
    if at is not None:
        name = ", ".join(row.cells[at : at + extra + 1])
        whole = Row(row.line, (*row.cells[:at], name, *row.cells[at + extra + 1 :]))
        if _fits(whole, table.columns):
            return whole
    into.drop(row.line, refusals.BROKEN, _named(Cells(row, table.columns)))
    return None


def _named(row: Cells) -> Stay | None:
    """Who was there by a row, whatever it says of times."""
    is_there = not row.is_in_lobby and not row.is_of_nobody_there
    if not is_there or not (row.name or row.address):
        return None
    return Stay((row.line,), row.name, row.address, is_host=row.is_host)


def _fits(row: Row, columns: Columns) -> bool:
    cells = Cells(row, columns)
    times = [cells[held] for held in (Held.JOINED, Held.LEFT) if held in columns]
    minutes = cells[Held.MINUTES]
    is_time = all(written_moment(cell) for cell in times)
    is_address = not cells[Held.EMAIL] or "@" in cells[Held.EMAIL]
    return is_time and is_address and (not minutes or minutes_of(minutes) is not None)


def _counts(row: Cells, into: Stays) -> bool:
    """Whether a row is about somebody who was there; else it is dropped, with the reason."""
    if not row.name and not row.address:
        into.drop(row.line, refusals.NO_NAME)
    elif row.is_in_lobby:
        into.drop(row.line, refusals.IN_LOBBY)
    elif row.is_of_nobody_there:
        into.drop(row.line, refusals.NOT_ATTENDED)
    else:
        return True
    return False


def _stay(
    row: Cells, into: Stays, *, can_tell: bool, is_host: bool, is_summary: bool
) -> Stay | None:
    """`can_tell`: whether the table has times or minutes at all; one without is of who came."""
    written = {held: _written(row[held]) for held in (Held.JOINED, Held.LEFT)}
    minutes = minutes_of(row[Held.MINUTES]) if row[Held.MINUTES] else None
    if can_tell and minutes is None and None in written.values():
        into.drop(row.line, _why_no_time(row), _named(row))
        return None
    return Stay(
        (row.line,),
        row.name,
        row.address,
        written[Held.JOINED],
        written[Held.LEFT],
        minutes,
        is_host or row.is_host,
        is_summary,
        row.is_assumed,
    )


def _written(cell: str) -> Written | None:
    return written_moment(cell) if cell else None


def _why_no_time(row: Cells) -> Reason:
    said = (row[held] for held in (Held.MINUTES, Held.JOINED, Held.LEFT))
    unread = (
        cell
        for cell in said
        if cell not in _NOTHING and written_moment(cell) is None and minutes_of(cell) is None
    )
    first = next(unread, None)
    return refusals.NO_TIMES if first is None else refusals.BAD_TIME(written=first[:40])


def _read_events(rows: Sequence[Cells], into: Stays) -> None:
    """Lines of which each says that somebody came, or went, in the order in which they did."""
    by_name: dict[str, list[Cells]] = {}
    for row in rows:
        if not row.name and not row.address:
            into.drop(row.line, refusals.NO_NAME)
        elif written_moment(row[Held.AT]) is None:
            why = refusals.BAD_TIME(written=row[Held.AT][:40])
            into.drop(row.line, why, _named(row))
        else:
            by_name.setdefault(row.address or row.name, []).append(row)
    for own in by_name.values():
        into.stays += _paired(own, into)


def _paired(rows: Sequence[Cells], into: Stays) -> Iterator[Stay]:
    came: list[Cells] = []
    for row in rows:
        if compared(row[Held.ACTION]).startswith(_JOINED):
            came.append(row)
        elif came:
            yield _between(came, row)
            came = []
        else:
            into.drop(row.line, refusals.NEVER_JOINED, _named(row))
    if came:
        yield _between(came, None)


def _between(came: Sequence[Cells], went: Cells | None) -> Stay:
    lines = (*(row.line for row in came), *((went.line,) if went else ()))
    first = came[0]
    joined, left = first[Held.AT], went[Held.AT] if went else ""
    return Stay(
        lines,
        first.name,
        first.address,
        written_moment(joined),
        _written(left),
        is_assumed=went is None,
    )
