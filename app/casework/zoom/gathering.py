"""Who was there by what Zoom told while people came and went; pure.

Not all of it arrives. Of whom it was told that they were there, that much is certain: what is
missing is assumed in their favor, and said to be so.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.casework.zoom.enums import Told
from app.casework.zoom.lists import Occurrence, Stretch
from app.casework.zoom.rules import Window
from app.casework.zoom.told import Event


def occurrences_told(events: Iterable[Event], window: Window) -> list[Occurrence]:
    """What was told, as occurrences that are over; those that reach into the window.

    Whoever was not told to have left was there until the meeting ended; where that was not told
    either, until it was held again, or until the session was over. Whoever was not told to have
    joined was there since they left last, or since it was held before, or since the window opened.
    """
    held = _by_occurrence(events)
    begins = [own[0].at for own in held]
    found: list[Occurrence] = []
    since = window.opens_at
    for own, again in zip(held, [*begins[1:], None], strict=False):
        found.append(_told(own, since, again, window))
        since = max(since, own[-1].at)
    return [each for each in found if window.holds(each.starts_at, each.ends_at)]


def _by_occurrence(events: Iterable[Event]) -> list[list[Event]]:
    """What was told of each, in the order in which it happened; the same told twice is one."""
    own = {(each.occurrence, each.told, each.participant, each.at): each for each in events}
    by_uuid: dict[str, list[Event]] = {}
    for event in sorted(own.values(), key=lambda event: event.at):
        by_uuid.setdefault(event.occurrence, []).append(event)
    return [*by_uuid.values()]


def _told(
    events: Sequence[Event], since: datetime, again: datetime | None, window: Window
) -> Occurrence:
    """`since`: from when on it can have been held; `again`: when the meeting was held next."""
    first, last = events[0], events[-1].at
    ended = _ended(events)
    stretches, there = _paired(events, since)
    until = ended or (max(last, again or window.ends_at) if there else last)
    stretches += [
        _stretch(came, came.at, max(came.at, until), is_assumed=True) for came in there.values()
    ]
    is_open = bool(there) and ended is None and again is None
    return Occurrence(first.occurrence, first.at, until, stretches, is_open=is_open)


def _ended(events: Sequence[Event]) -> datetime | None:
    """When it was over, if that was told; nobody joined since."""
    joined = max((event.at for event in events if event.told is Told.JOINED), default=None)
    ended = max((event.at for event in events if event.told is Told.ENDED), default=None)
    return ended if ended and (joined is None or joined <= ended) else None


def _paired(events: Sequence[Event], since: datetime) -> tuple[list[Stretch], Mapping[str, Event]]:
    """Each time somebody joined with the next one that they left; and who is still there."""
    found: list[Stretch] = []
    there: dict[str, Event] = {}
    left: dict[str, datetime] = {}
    for event in events:
        if event.told is Told.JOINED:
            there.setdefault(event.participant, event)
        elif event.told is Told.LEFT:
            came = there.pop(event.participant, None)
            joined = came.at if came else min(left.get(event.participant, since), event.at)
            found.append(_stretch(came or event, joined, event.at, is_assumed=came is None))
            left[event.participant] = event.at
    return found, there


def _stretch(of: Event, joined: datetime, left: datetime, *, is_assumed: bool) -> Stretch:
    return Stretch(of.name, of.address, joined, left, None, is_assumed=is_assumed)
