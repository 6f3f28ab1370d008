"""From which browser somebody checks in, and how often a code may be wrong."""

from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from app.core.ids import keyed_hash, new_token
from app.site.parts.check_in import PURPOSE
from app.site.parts.codes import secret_key
from app.site.parts.cookies import set_cookie
from app.site.visits import Visit
from app.web.limits import RateLimit, client_address

TRIED = RateLimit(10, timedelta(minutes=10), "check-in.tried")
"""By person, of codes that are wrong: of a hundred million two are right at any moment."""
TRIED_FROM = RateLimit(300, timedelta(minutes=10), "check-in.tried-from")
"""The same by network address: a whole class may sit behind one, and mistype now and then."""
DEVICE_KNOWN_FOR = timedelta(days=400)


def count_try(visit: Visit) -> None:
    """Count one; raises `TooManyError`. What is right is given back."""
    TRIED_FROM.hit(client_address(visit.request), visit.now)
    TRIED.hit(str(visit.actor.person_id), visit.now)


def give_back_try(visit: Visit) -> None:
    """It was right, or refused for something else than a code."""
    TRIED.give_back(str(visit.actor.person_id), visit.now)
    TRIED_FROM.give_back(client_address(visit.request), visit.now)


def device_token(visit: Visit) -> str:
    """What tells this browser from others; a new one where it has none yet."""
    return visit.request.cookies.get(_device_cookie(visit)) or new_token()


def device_in(visit: Visit, token: str, case_session_id: UUID) -> str:
    """What is kept of a browser: the same within a session, and nothing that links two."""
    return keyed_hash(secret_key(visit), f"{PURPOSE} {case_session_id} {token}")


def keep_device(visit: Visit, response: Response, token: str) -> Response:
    """Let the browser be the same one next time."""
    seconds = int(DEVICE_KNOWN_FOR.total_seconds())
    set_cookie(visit.request, response, _device_cookie(visit), token, seconds)
    return response


def _device_cookie(visit: Visit) -> str:
    return str(visit.request.app.state.cookie_name) + "-device"
