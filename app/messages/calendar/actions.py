"""Making and renewing the address of one's calendar, and choosing invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.ids import derived_token, new_token, token_hash
from app.messages.calendar import queries
from app.messages.calendar.letters import invite
from app.messages.calendar.models import CalendarFeed
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.people.grants.queries import lock_person

PURPOSE = "calendar-feed"


def token_of(feed: CalendarFeed, key: str) -> str | None:
    """The secret in an address, for its owner; None where it was made with another key."""
    token = derived_token(key, PURPOSE, feed.seed)
    return token if token_hash(token) == feed.token_hash else None


def make_address(
    session: Session, person_id: UUID, *, seen: datetime | None, key: str, now: datetime
) -> None:
    """Give somebody's calendar a new address; the one before leads nowhere from then on.

    `seen`: since when the address is there that their page showed. A second click changes nothing.
    """
    lock_person(session, person_id)
    feed = queries.feed_of(session, person_id)
    if (feed.made_at if feed else None) != seen:
        return
    seed = new_token()
    hash_ = token_hash(derived_token(key, PURPOSE, seed))
    made = CalendarFeed(person_id=person_id, seed=seed, token_hash=hash_, made_at=now)
    session.merge(made)
    act = "calendar.address-renewed" if feed else "calendar.address-made"
    audit.record(session, act, "person", person_id, by=person_id, now=now)
    session.flush()


def choose_invitations(session: Session, person_id: UUID, *, wanted: bool, now: datetime) -> None:
    """Send somebody an invitation to each session that is ahead, and later changes; or no more."""
    lock_person(session, person_id)
    before = notification_settings(session, [person_id])[person_id]
    others = before.declined - {Stream.CALENDAR}
    declined = others if wanted else others | {Stream.CALENDAR}
    choose_mail(session, person_id, declined=declined, quiet=before.quiet, by=person_id, now=now)
    if wanted:
        invite(session, person_id, now=now)
