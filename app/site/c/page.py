"""Which session somebody can check in to, where that is not just one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cohorts.rules import check_in_opens, has_ended
from app.cohorts.sessions.queries import OwnSession
from app.language import Text, _
from app.language.moments import on_both_clocks, told
from app.web.parts import Link

LONGEST = timedelta(days=1)
"""No session that is on began before that."""


@dataclass(frozen=True)
class ShortPage:
    """The sessions that are open, or when the next one is."""

    title: Text
    open: Sequence[Link]
    to_drop_into: Sequence[Link]
    """Sessions of series in which they are not registered, and that are open to them by code."""
    next: Text | None
    path: str | None
    """Of the next session."""


def open_sessions(sessions: Sequence[OwnSession], now: datetime) -> list[OwnSession]:
    """Those that one can check in to now."""
    return [
        own
        for own in sessions
        if check_in_opens(own.starts_at) <= now and not has_ended(own.starts_at, own.minutes, now)
    ]


def path_of(own: OwnSession) -> str:
    """The session's own page."""
    return f"/cohorts/{own.slug}/sessions/{own.position}"


def drop_in_path(own: OwnSession) -> str:
    """Where the code of a series is typed by who is not registered for it."""
    return f"/join/{own.slug}/drop-in"


def short_page(
    sessions: Sequence[OwnSession],
    others: Sequence[OwnSession],
    reader_zone: str,
    now: datetime,
) -> ShortPage:
    """Which one, if there are several; when, if there is none.

    `others`: of series, that are on and that they are not registered for.
    """
    ahead = [own for own in sessions if check_in_opens(own.starts_at) > now]
    return ShortPage(
        title=_("Check in"),
        open=[
            Link(_label(own, reader_zone), f"{path_of(own)}/check-in")
            for own in open_sessions(sessions, now)
        ],
        to_drop_into=[Link(_label(own, reader_zone), drop_in_path(own)) for own in others],
        next=_next(ahead[0], reader_zone) if ahead else None,
        path=path_of(ahead[0]) if ahead else None,
    )


def _label(own: OwnSession, reader_zone: str) -> Text:
    unit = f"{own.unit_label} {own.position}"
    starts = told(own.starts_at, own.zone, reader_zone)
    return _(
        "{cohort}, {unit}: {starts:time} {starts:zone}",
        cohort=own.cohort,
        unit=unit,
        starts=starts,
    )


def _next(own: OwnSession, reader_zone: str) -> Text:
    unit = f"{own.unit_label} {own.position}"
    return _(
        "No session is open for check-in now. The next one is {unit} of {cohort}: its check-in "
        "opens {opens}.",
        unit=unit,
        cohort=own.cohort,
        opens=on_both_clocks(check_in_opens(own.starts_at), own.zone, reader_zone),
    )
