"""Zoom's list of a meeting as rows, the same as those of a file; pure.

So one reader, one matcher and one desk serve both, and what an auditor is shown is what was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

FROM_ZOOM = "zoom"
"""How such rows are written: by no file."""
_MEETING = ("Topic", "ID", "Host", "Start time", "End time")  # not shown
_PEOPLE = (
    *("Name (original name)", "Email", "Join time", "Leave time"),  # not shown
    *("Duration (minutes)", "In waiting room", "Occurrence"),  # not shown
)
_ASSUMED = ("Assumed",)  # not shown


@dataclass(frozen=True)
class Stretch:
    """One time that somebody was in a meeting."""

    name: str
    address: str
    joined: datetime | None
    left: datetime | None
    seconds: int | None
    """How long that was, where Zoom says so."""
    waited: bool = False
    """Whether they were in the waiting room."""
    is_assumed: bool = False
    """Whether one of its ends was not told, and is assumed in their favor."""


@dataclass(frozen=True)
class Occurrence:
    """One time that a meeting was held; a host who drops makes another one of it."""

    uuid: str
    starts_at: datetime
    ends_at: datetime
    stretches: Sequence[Stretch]
    topic: str = ""
    host: str = ""
    """`Name (address)`."""
    is_open: bool = False
    """Whether somebody was still in it, as far as was told, and it was not told to have ended."""


def rows_of(meeting: str, occurrences: Sequence[Occurrence]) -> list[list[object]]:
    """Number and cells of each line, in an order that does not depend on how it was told."""
    held = sorted(occurrences, key=lambda each: (each.starts_at, each.uuid))
    first, last = held[0].starts_at, max(each.ends_at for each in held)
    topic = next((each.topic for each in held if each.topic), "")
    host = next((each.host for each in held if each.host), "")
    is_assumed = any(stretch.is_assumed for each in held for stretch in each.stretches)
    header = (*_PEOPLE, *(_ASSUMED if is_assumed else ()))
    own = sorted({_cells(stretch, each.uuid) for each in held for stretch in each.stretches})
    about = (topic, meeting, host, _written(first), _written(last))
    lines = [_MEETING, about, header, *(cells[: len(header)] for cells in own)]
    return [[number, *cells] for number, cells in enumerate(lines, start=1)]


def people_in(occurrences: Iterable[Occurrence]) -> int:
    """How many different addresses, or names without one, were in the meeting itself."""
    stretches = (stretch for each in occurrences for stretch in each.stretches)
    return len({own.address or own.name.lower() for own in stretches if not own.waited})


def _cells(stretch: Stretch, uuid: str) -> tuple[str, ...]:
    """The length only where it says what the times do not."""
    is_known = stretch.joined is not None and stretch.left is not None
    length = "" if is_known or stretch.seconds is None else f"{stretch.seconds / 60:.2f}"
    times = (_written(stretch.joined), _written(stretch.left))
    lobby = "Yes" if stretch.waited else "No"  # not shown
    assumed = "Yes" if stretch.is_assumed else "No"  # not shown
    return (stretch.name, stretch.address, *times, length, lobby, uuid, assumed)


def _written(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
