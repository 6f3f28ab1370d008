"""How far it got with Zoom's own list of a session: what the desk for files says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.zoom.enums import ReadFrom, Stage
from app.casework.zoom.models import ZoomReading
from app.casework.zoom.queries import ZoomSeen
from app.casework.zoom.rules import READ_AFTER, SETTLES_AFTER, UNTIL, WHY
from app.language import Text, _, ngettext
from app.language.moments import local


@dataclass(frozen=True)
class ZoomCard:
    """What is said of it."""

    title: Text
    lines: Sequence[Text]
    tone: str


def zoom_card(
    seen: ZoomSeen | None, zone: str, now: datetime, *, changes: int = 0
) -> ZoomCard | None:
    """`seen`: None where the session is not on Zoom, or Zoom is not set. `zone`: the cohort's.

    `changes`: for how many people what waits would change a mark, or asks for a choice. Once it was
    applied there are none, whatever it differed from when it was read.
    """
    if seen is None:
        return None
    reading = seen.reading
    if reading is None or (reading.read_at is None and reading.problem is None):
        return ZoomCard(_("Zoom’s list comes by itself"), list(_to_come(seen, zone, now)), "info")
    if reading.read_at is None:
        title = _("Zoom’s list could not be read")
        return ZoomCard(title, list(_unread(seen, reading, zone, now)), "warm")
    title = _("Zoom’s final list") if reading.settled_at else _("Zoom’s list is provisional")
    lines = [*_read(seen, reading, reading.read_at, zone, now), *_differs(reading, changes)]
    return ZoomCard(title, lines, "info")


def _to_come(seen: ZoomSeen, zone: str, now: datetime) -> Iterator[Text]:
    reads_at = seen.ends_at + READ_AFTER
    if now < reads_at:
        at = local(reads_at, zone)
        yield _("It is read {at:moment}, 15 minutes after the session.", at=at)
    else:
        yield _("It is being read. Look again in some minutes.")
    if seen.came:
        yield ngettext(
            "{count} person has come so far.", "{count} people have come so far.", count=seen.came
        )


def _unread(seen: ZoomSeen, reading: ZoomReading, zone: str, now: datetime) -> Iterator[Text]:
    if reading.problem is not None:
        yield WHY[reading.problem]
    until = seen.ends_at + UNTIL[Stage.FINAL]
    if now < until:
        at = local(until, zone)
        yield _("It is asked for again by itself until {at:moment}, or send a file.", at=at)
    else:
        yield _("It is not asked for anymore. Send a file.")


def _read(
    seen: ZoomSeen, reading: ZoomReading, read_at: datetime, zone: str, now: datetime
) -> Iterator[Text]:
    yield ngettext(
        "{count} person is in it. It was read {at:moment}.",
        "{count} people are in it. It was read {at:moment}.",
        count=reading.people,
        at=local(read_at, zone),
    )
    is_told = reading.read_from is ReadFrom.EVENTS
    settles_at = seen.ends_at + SETTLES_AFTER
    if reading.settled_at is None and is_told and reading.problem is None and now >= settles_at:
        yield _("It was not told that the meeting ended, so it is not taken for final.")
    elif reading.settled_at is None:
        at = local(settles_at, zone)
        yield _("Zoom can still complete it; the final one is read {at:moment}.", at=at)
    if reading.problem is not None:
        yield _("At the last attempt it could not be read: {why}", why=WHY[reading.problem])
    if is_told:
        yield _("It is made of what Zoom told while people came and went.")


def _differs(reading: ZoomReading, changes: int) -> Iterator[Text]:
    """Marks may have been made by hand since it was read, so never more than still change."""
    count = min(reading.differs, changes)
    if count:
        yield ngettext(
            "It differs for {count} person from the one that was applied.",
            "It differs for {count} people from the one that was applied.",
            count=count,
        )
