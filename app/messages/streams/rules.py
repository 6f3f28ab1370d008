"""In which stream a letter goes, and when somebody is left in peace; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType

from app.language.moments import local
from app.messages.streams.enums import Stream

STREAM_OF: Mapping[str, Stream] = MappingProxyType(
    {
        "reminder": Stream.REMINDERS,
        "wave_reminder": Stream.REMINDERS,
        "invitation": Stream.CALENDAR,
        "session_left": Stream.CALENDAR,
        "announcement": Stream.ANNOUNCEMENTS,
        "thread_digest": Stream.DISCUSSION,
    }
)
"""The stream of each kind of letter that can be turned off; every other letter always goes."""


@dataclass(frozen=True)
class QuietHours:
    """From when until when of each day, on the reader's own clock; equal ends are no hours."""

    starts: time
    ends: time

    def covers(self, clock: time) -> bool:
        """Whether a clock shows one of these hours; the moment at which they end is none."""
        if self.starts <= self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


USUAL = QuietHours(time(20), time(7))
UNASKED = frozenset({Stream.CALENDAR})
"""What nobody gets who did not ask for it: eight invitations at once are a nuisance."""


@dataclass(frozen=True)
class NotificationSettings:
    """What somebody chose about mail, or the usual for who chose nothing."""

    declined: frozenset[Stream] = UNASKED
    quiet: QuietHours = USUAL

    def wants(self, kind: str) -> bool:
        """Whether a letter of this kind is one that they did not turn off."""
        return stream_of(kind) not in self.declined


def stream_of(kind: str) -> Stream | None:
    """The stream of a kind of letter; None for what always goes."""
    return STREAM_OF.get(kind)


def is_quiet(hours: QuietHours, at: datetime, zone: str) -> bool:
    """Whether a moment lies in somebody's quiet hours, as the clocks of their zone show it."""
    return hours.covers(local(at, zone).time())


@lru_cache(4096)  # a thousand people share a few zones and hours
def next_waking(hours: QuietHours, at: datetime, zone: str) -> datetime:
    """The moment itself, or the first one after it that is not quiet; in UTC like `at`."""
    clock = local(at, zone)
    if not hours.covers(clock.time()):
        return at
    day = clock.date() + timedelta(days=clock.time() >= hours.ends)
    end = datetime.combine(day, hours.ends, clock.tzinfo)
    # An hour that a clock change repeats ends as it began, one that it skips after the change.
    return end.replace(fold=clock.fold).astimezone(UTC)
