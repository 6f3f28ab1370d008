"""Rows of people who can be written to: whom still, who was lately, and how long a row rests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.site.parts.waiting import QueueItem
from app.site.parts.writing import WITHIN_DAYS
from app.web.parts import Link


@dataclass(frozen=True)
class Lately:
    """When people of a cohort were written to, of those for whom no message is proposed again."""

    zone: str
    """On whose clocks the days are told."""
    at: Mapping[UUID, datetime] = field(default_factory=dict)
    """Since `lately_from` only."""


def lately_from(now: datetime) -> datetime:
    """Since when a message counts: as long as a proposed one leaves its readers out."""
    return now - timedelta(days=WITHIN_DAYS)


def to_be_written_to(
    item: QueueItem, people: Sequence[UUID], lately: Lately, write: str | None
) -> QueueItem:
    """A row with the way to write to those of it who got nothing lately; it rests when all did.

    `write`: the message that is ready; None for who does not write to them.
    """
    got = [lately.at[person] for person in people if person in lately.at]
    if not got:
        return replace(item, also=Link(_("Write to them"), write) if write else None)
    left = len(people) - len(got)
    if not left:
        note = dotted((item.note, _all(got, lately.zone)))
        return replace(item, note=note, rests_until=min(got) + timedelta(days=WITHIN_DAYS))
    words = ngettext("Write to {count} of them", "Write to {count} of them", count=left)
    return replace(
        item,
        note=dotted((item.note, _some(len(got)))),
        also=Link(words, write) if write else None,
    )


def _all(got: Sequence[datetime], zone: str) -> Text:
    days = sorted(local(at, zone) for at in got)
    if days[0].date() != days[-1].date():
        return _("all written to, the last on {written:day}", written=days[-1])
    return ngettext(
        "written to on {written:day}",
        "all written to on {written:day}",
        count=len(got),
        written=days[-1],
    )


def _some(count: int) -> Text:
    return ngettext(
        "{count} was written to in the last {days} days",
        "{count} were written to in the last {days} days",
        count=count,
        days=WITHIN_DAYS,
    )
