"""The survey that an address names, for whoever has the address."""

from datetime import timedelta

from app.cohorts.queries import lock_places_of
from app.core.errors import NotFoundError
from app.site.visits import Visit
from app.surveys.invitations.queries import Invited, invited, locked_invitation
from app.surveys.tokens import read_token
from app.web.limits import RateLimit, client_address

WRONG_FROM = RateLimit(60, timedelta(minutes=10), "surveys.wrong")
"""Addresses that no survey has, from one network: a campus has many people, who mistype few."""


def secret_of(visit: Visit) -> str:
    """`SECRET_KEY`."""
    secret: str = visit.request.app.state.settings.secret_key.get_secret_value()
    return secret


def load_invited(visit: Visit, token: str) -> Invited:
    """Who is asked what; raises `NotFoundError` for an address that is none."""
    invitation_id = read_token(secret_of(visit), token)
    found = invited(visit.db, invitation_id) if invitation_id else None
    if found is None:
        WRONG_FROM.hit(client_address(visit.request), visit.now)
        raise NotFoundError
    return found


def load_held(visit: Visit, token: str) -> Invited:
    """The same for who sends: two windows of theirs take turns.

    The place first, then the invitation, as whoever takes answers in or back locks them.
    """
    own = load_invited(visit, token)
    if own.survey_invitation.enrollment_id is not None:
        lock_places_of(visit.db, own.survey_invitation.enrollment_id)
    locked_invitation(visit.db, own.survey_invitation.id)
    return own
