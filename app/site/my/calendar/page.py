"""One's own sessions in one's own calendar: by address, by mail, or as a file."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from app.language.moments import local
from app.messages.calendar.models import CalendarFeed


@dataclass(frozen=True)
class CalendarPage:
    """The ways into a calendar, and which are taken."""

    address: str | None
    """Under which calendars follow; None before it is made, or where it cannot be shown."""
    webcal: str | None
    """The same, for the calendar of the device that reads the page."""
    made: datetime | None
    """When the address was made, in the reader's zone."""
    seen: str
    """The same, as the form tells it back."""
    invited: bool
    """Whether invitations are wanted."""
    ahead: int
    """How many sessions are ahead."""
    done: str
    """What was just done, as the page's address says it."""


def calendar_page(
    feed: CalendarFeed | None,
    token: str | None,
    *,
    base_url: str,
    zone: str,
    invited: bool,
    ahead: int,
    done: str,
) -> CalendarPage:
    """The page of whoever is signed in. `token`: the secret of their address."""
    address = f"{base_url}/calendar/{token}.ics" if token else None
    return CalendarPage(
        address=address,
        webcal=address and f"webcal://{urlsplit(address).netloc}{urlsplit(address).path}",
        made=local(feed.made_at, zone) if feed else None,
        seen=feed.made_at.isoformat() if feed else "",
        invited=invited,
        ahead=ahead,
        done=done,
    )
