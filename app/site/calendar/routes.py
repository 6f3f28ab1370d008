"""A person's sessions for the calendar that follows them: whoever has the address is let in."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.core.ids import token_hash
from app.language.languages import named, writing_in
from app.messages.calendar import queries
from app.messages.calendar.events import Told, feed
from app.messages.calendar.queries import FeedOwner
from app.messages.calendar.rules import CalendarSession
from app.site.visits import ReadVisit, Visit, public, router
from app.web.files import not_modified, stored_file
from app.web.limits import RateLimit, client_address

routes = router()

GUESSED_FROM = RateLimit(60, timedelta(minutes=10), "calendar.guessed")
"""By network address, of addresses that lead nowhere: calendars of many people come from one."""
FETCHED = RateLimit(60, timedelta(minutes=10), "calendar.fetched")
"""By calendar: programs look every hour or so."""


@routes.get("/calendar/{token}.ics")
@public
def show_calendar(visit: ReadVisit, token: str) -> Response:
    """All sessions of who owns the address; 304 to a program that has them as they are.

    Only the ETag tells that: what a case is called and who leads it has no moment.
    """
    owner = _owner(visit, token_hash(token))
    sessions = queries.sessions_of(visit.db, owner.person_id, visit.now)
    content = _feed(visit, owner, sessions)
    etag = sha256(content).hexdigest()
    response = not_modified(visit.request, etag) or stored_file(content, "text/calendar", etag)
    if sessions:
        changed = max(held.modified_at(visit.now) for held in sessions)
        response.headers["Last-Modified"] = _http_date(changed)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"  # not shown
    return response


def _owner(visit: Visit, hash_: str) -> FeedOwner:
    client = client_address(visit.request)
    GUESSED_FROM.hit(client, visit.now)
    owner = queries.feed_owner(visit.db, hash_)
    if owner is None:
        raise NotFoundError
    GUESSED_FROM.give_back(client, visit.now)
    FETCHED.hit(hash_, visit.now)
    return owner


def _feed(visit: Visit, owner: FeedOwner, sessions: list[CalendarSession]) -> bytes:
    """In the language of its owner, whoever's program asks."""
    state = visit.request.app.state
    leaders = queries.leaders_of(visit.db, [held.session_id for held in sessions])
    with writing_in(named(owner.language, state.languages) or state.languages[0]):
        return feed(sessions, Told(state.settings.base_url, visit.now, leaders))


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
