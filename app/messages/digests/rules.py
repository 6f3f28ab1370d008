"""When somebody's daily letter about threads is due, and what is in it; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.cohorts.rules import to_utc
from app.language.moments import local
from app.language.reasons import reason
from app.messages.streams.rules import NotificationSettings, is_quiet, next_waking

KIND = "thread_digest"
HOUR = time(17)
"""On the reader's clock: when the clinic is over."""
LASTS = timedelta(hours=6)
"""How late it may be written, such as after the worker stood still; then the next day's has it."""
GOES_BACK = timedelta(days=3)
"""No older post is news in a letter, and no older letter is worth sending."""
MOST = 20
"""Posts in a letter; the page has the others."""

NOTHING_NEW = reason("digest.nothing_new", "Nothing in it was new to them any more.")
NOT_WANTED = reason("digest.not_wanted", "They turned this mail off.")
NOT_THERE = reason("digest.not_there", "They are no longer in the cohort.")


@dataclass(frozen=True)
class NewPost:
    """A post that may be news to somebody."""

    id: UUID
    cohort_id: UUID
    unit_id: UUID
    position: int
    is_answer: bool
    author: UUID
    given_name: str
    family_name: str
    degrees: str
    text: str
    posted_at: datetime
    opens_at: datetime


@dataclass(frozen=True)
class Reader:
    """Somebody of a cohort who may get its letter."""

    person_id: UUID
    cohort_id: UUID
    zone: str
    place_id: UUID
    """Their enrollment; the cohort for who has none."""
    learns: bool
    units: frozenset[UUID] | None = None
    """What a guest reads; None for all of the cohort."""
    early: frozenset[UUID] = frozenset()
    """Units that were opened early for them."""
    kept_from: frozenset[UUID] = frozenset()
    """Units in which nothing is theirs: of an arm without sessions, those that are a session."""

    def may_read(self, post: NewPost, now: datetime) -> bool:
        """Whether a post is in a thread that they see."""
        if post.cohort_id != self.cohort_id:
            return False
        if not self.learns:
            return self.units is None or post.unit_id in self.units
        if post.unit_id in self.kept_from:
            return False
        return post.opens_at <= now or post.unit_id in self.early


@dataclass(frozen=True)
class Kept:
    """What is known of how people read."""

    read: Mapping[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    """By person and unit, up to when."""
    muted: Collection[tuple[UUID, UUID]] = ()
    """By person and unit."""
    told: Mapping[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    """By person and cohort, up to when their last letter told them."""


def due_day(settings: NotificationSettings, zone: str, now: datetime) -> date | None:
    """The day on the reader's calendar whose letter can be written now, if there is one."""
    if not settings.wants(KIND) or is_quiet(settings.quiet, now, zone):
        return None
    today = local(now, zone).date()
    for day in (today, today - timedelta(days=1)):
        hour = next_waking(settings.quiet, to_utc(day, HOUR, zone), zone)
        if hour <= now < hour + LASTS:
            return day
    return None


def news_of(reader: Reader, posts: Sequence[NewPost], kept: Kept, now: datetime) -> list[NewPost]:
    """What is new to somebody: not their own, not read, not muted, and in no letter yet."""
    told = kept.told.get((reader.person_id, reader.cohort_id), now - GOES_BACK)
    return [
        post
        for post in posts
        if told < post.posted_at <= now and is_unread(reader, post, kept, now)
    ]


def is_unread(reader: Reader, post: NewPost, kept: Kept, now: datetime) -> bool:
    """Whether somebody has yet to read a post, and would want to."""
    here = (reader.person_id, post.unit_id)
    read_at = kept.read.get(here)
    return (
        post.author != reader.person_id
        and reader.may_read(post, now)
        and here not in kept.muted
        and (read_at is None or read_at < post.posted_at)
    )
