"""Turning off a stream of mail with the link of a letter.

Whoever has the link may: mail programs send the POST by themselves, without a cookie and from
nowhere (RFC 8058), so it is let through without the evidence that it comes from a page of ours
(`SIGNED_DOORS`). All that it can do is to turn off what its token is signed for.
"""

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.messages.streams import actions, queries
from app.messages.streams.queries import Subscription
from app.messages.streams.tokens import read_token
from app.site.mail.unsubscribe.page import UnsubscribePage
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.web.pages import render

routes = router()


@routes.get("/mail/unsubscribe/{token}")
@public
def show_unsubscribe(visit: ReadVisit, token: str) -> Response:
    """A button only: mail scanners follow links, so a GET changes nothing."""
    found = _found(visit, token)
    return _page(visit, UnsubscribePage(token, found.stream, found.is_off))


@routes.post("/mail/unsubscribe/{token}")
@public
def unsubscribe(visit: WriteVisit, token: str) -> Response:
    """Turn the stream off, whatever else was sent along."""
    found = _found(visit, token)
    actions.turn_off(visit.db, found, now=visit.now)
    return _page(visit, UnsubscribePage(token, found.stream, is_off=True, done=True))


@routes.post("/mail/unsubscribe/{token}/undo")
@public
def subscribe_again(visit: WriteVisit, token: str) -> Response:
    """Turn it on again, from our own page alone."""
    found = _found(visit, token)
    actions.turn_on(visit.db, found, now=visit.now)
    return _page(visit, UnsubscribePage(token, found.stream, is_off=False, done=True))


def _found(visit: Visit, token: str) -> Subscription:
    secret = visit.request.app.state.settings.secret_key.get_secret_value()
    named = read_token(secret, token)
    found = queries.subscription(visit.db, named) if named else None
    if found is None:
        raise NotFoundError
    return found


def _page(visit: Visit, page: UnsubscribePage) -> Response:
    return render(visit.request, "mail/unsubscribe/unsubscribe.html", page)
