"""Zoom's list of a meeting as rows, the same as those of a file; pure.

So one reader, one matcher and one desk serve both, and what an auditor is shown is what was read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.casework.zoom.enums import Told
from app.casework.zoom.told import Event

FROM_ZOOM = "zoom"
"""How such rows are written: by no file."""
_MEETING = ("Topic", "ID", "Host", "Start time", "End time")  # not shown
_PEOPLE = (
    *("Name (original name)", "Email", "Join time", "Leave time"),  # not shown
    *("Duration (minutes)", "In waiting room", "Occurrence"),  # not shown
)


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


def rows_of(meeting: str, occurrences: Sequence[Occurrence]) -> list[list[object]]:
    """Number and cells of each line, in an order that does not depend on how it was told."""
    held = sorted(occurrences, key=lambda each: (each.starts_at, each.uuid))
    first, last = held[0].starts_at, max(each.ends_at for each in held)
    topic = next((each.topic for each in held if each.topic), "")
    host = next((each.host for each in held if each.host), "")
    own = sorted({_cells(stretch, each.uuid) for each in held for stretch in each.stretches})
    about = (topic, meeting, host, _written(first), _written(last))
    lines = [_MEETING, about, _PEOPLE, *own]
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
    return (stretch.name, stretch.address, *times, length, lobby, uuid)


def _written(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def occurrences_told(events: Sequence[Event]) -> list[Occurrence]:
    """What was told while people came and went, as occurrences that are over.

    Of somebody who came and of whom nobody told that they went, the time is not known: they stay
    in the list without one, unless the meeting itself ended.
    """
    by_uuid: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.at):
        by_uuid.setdefault(event.occurrence, []).append(event)
    return [_told(uuid, own) for uuid, own in by_uuid.items()]


def _told(uuid: str, events: Sequence[Event]) -> Occurrence:
    ended = next((event.at for event in events if event.told is Told.ENDED), None)
    stretches = list(_stretches(events, ended))
    last = max((event.at for event in events), default=ended)
    return Occurrence(uuid, events[0].at, ended or last or events[0].at, stretches)


def _stretches(events: Sequence[Event], ended: datetime | None) -> Iterator[Stretch]:
    """Each time somebody came with the next one that they went."""
    there: dict[str, Event] = {}
    for event in events:
        if event.told is Told.JOINED:
            there.setdefault(event.participant, event)
        elif event.told is Told.LEFT:
            came = there.pop(event.participant, None)
            yield _stretch(came or event, came.at if came else None, event.at)
    for came in there.values():
        yield _stretch(came, came.at, ended)


def _stretch(of: Event, joined: datetime | None, left: datetime | None) -> Stretch:
    return Stretch(of.name, of.address, joined, left, None)
