"""The codes of those who drop in: how often one may be wrong, and what is given for a right one."""

from datetime import timedelta
from functools import partial

from app.casework.check_ins.enums import CheckInWay
from app.casework.drop_ins.queries import arrival_by
from app.casework.drop_ins.rules import Arrival, why_not_count
from app.casework.drop_ins.sealing import opened, sealed
from app.cohorts.context import CohortContext
from app.core.errors import RefusedError
from app.site.noted import Why, note_here
from app.site.parts.check_in import secret_of
from app.site.parts.check_in_browsers import count_try, device_token, give_back_try
from app.site.parts.codes import secret_key
from app.site.visits import Visit
from app.web.limits import RateLimit, client_address

TRIED_FROM = RateLimit(100, timedelta(minutes=10), "drop-in.tried-from")
"""By network address, of wrong codes of those whom nobody knows: a whole room may sit behind one,
and what tells them apart is the address alone. Who is signed in is counted as at the check-in."""


def arrived(visit: Visit, here: CohortContext, code: str, way: CheckInWay) -> Arrival:
    """What somebody has by a code now.

    Raises `RefusedError` for a wrong one, and `TooManyError` after too many of these.
    """
    _count(visit)
    get_secret = partial(secret_of, visit)
    try:
        found = arrival_by(visit.db, here, code, way=way, secret_of=get_secret, now=visit.now)
    except RefusedError:
        if visit.writes:  # a GET writes nothing; too many of them leave a line as well
            note_here(visit, Why.BAD_CODE)
        raise
    _give_back(visit)
    return found


def given_to(visit: Visit, keeper: str, arrival: Arrival) -> str:
    """An arrival for an address or a browser, to be put into a link or a form."""
    return sealed(secret_key(visit), keeper, arrival)


def given_back(visit: Visit, here: CohortContext, segment: str) -> Arrival | None:
    """What this browser was given here for a right code, while that counts."""
    found = opened(secret_key(visit), [device_token(visit)], segment)
    if found is None or found.cohort_id != here.cohort.id or why_not_count(found, visit.now):
        return None
    return found


def _count(visit: Visit) -> None:
    if visit.viewer is None:
        TRIED_FROM.hit(client_address(visit.request), visit.now)
    else:
        count_try(visit)


def _give_back(visit: Visit) -> None:
    if visit.viewer is None:
        TRIED_FROM.give_back(client_address(visit.request), visit.now)
    else:
        give_back_try(visit)
