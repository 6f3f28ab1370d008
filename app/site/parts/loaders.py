"""Fetches what the desks of several roles need in the same way."""

from uuid import UUID

from app.messages.announcements.models import Announcement
from app.messages.announcements.sending.queries import reach_of_message
from app.site.parts.message_check import Meant
from app.site.parts.writing import Desk, audience_of
from app.site.visits import Visit


def meant_by(visit: Visit, desk: Desk, draft: Announcement) -> Meant:
    """Who is meant by a draft at this moment, and whether it reaches them."""
    chosen = [UUID(person) for person in draft.chosen]
    audience = audience_of(desk, draft.audience, chosen, draft.quiet_days, visit.now)
    people = [reader.person_id for reader in audience.readers]
    return Meant(audience, reach_of_message(visit.db, draft, people))
