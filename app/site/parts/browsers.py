"""Which browser a session is in, in plain words, from how the browser describes itself.

That is a guess and no proof: browsers say what they like. Names of products are not translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text, _
from app.language.moments import local
from app.people.models import WebSession

BROWSERS = (
    ("Edg", "Edge"),  # not shown
    ("OPR/", "Opera"),  # not shown
    ("SamsungBrowser", "Samsung Internet"),  # not shown
    ("FxiOS", "Firefox"),  # not shown
    ("Firefox", "Firefox"),  # not shown
    ("CriOS", "Chrome"),  # not shown
    ("Chrome", "Chrome"),  # not shown
    ("Safari", "Safari"),  # not shown
)
"""What stands in the description, and the product; the first that is there counts, since each names
those that it wants to be taken for."""
SYSTEMS = (
    ("iPhone", "iPhone"),  # not shown
    ("iPad", "iPad"),  # not shown
    ("Android", "Android"),  # not shown
    ("CrOS", "ChromeOS"),  # not shown
    ("Windows", "Windows"),  # not shown
    ("Mac OS X", "Mac"),  # not shown
    ("Linux", "Linux"),  # not shown
)


@dataclass(frozen=True)
class SessionLine:
    """A browser in which somebody is signed in."""

    id: UUID
    browser: Text
    began: datetime
    """In the reader's zone, like the next."""
    used: datetime
    is_this: bool


def browser_in_words(description: str) -> Text:
    """`Firefox on Windows`."""
    browser = _first(BROWSERS, description)
    system = _first(SYSTEMS, description)
    if browser and system:
        return _("{browser} on {system}", browser=browser, system=system)
    return browser or system or _("An unknown browser")


def _first(known: Sequence[tuple[str, str]], description: str) -> str:
    return next((name for sign, name in known if sign in description), "")


def session_lines(
    sessions: Sequence[WebSession], zone: str, *, this: UUID | None = None
) -> list[SessionLine]:
    """Sessions as they are listed. `this`: the one that the reader is in."""
    return [
        SessionLine(
            id=own.id,
            browser=browser_in_words(own.user_agent),
            began=local(own.created_at, zone),
            used=local(own.seen_at, zone),
            is_this=own.id == this,
        )
        for own in sessions
    ]
