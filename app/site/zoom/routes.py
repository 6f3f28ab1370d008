"""Where Zoom tells that somebody came or went, while a meeting lasts.

Zoom comes from no page of ours, so it is let through without the evidence of that
(`SIGNED_DOORS`): all that counts is its signature. It waits three seconds for an answer, so an
event is only kept here. After none, or a 5xx, it is sent again 5, then 20, then 60 minutes later;
after a 4xx never: https://developers.zoom.us/docs/api/webhooks/#notification-delivery
"""

from datetime import datetime

from fastapi import Request
from starlette.responses import JSONResponse, Response

from app.casework.zoom import actions, queries
from app.casework.zoom.rules import proof_of_address
from app.casework.zoom.told import event_of, part, text
from app.core.again import until_taken
from app.core.db import Database
from app.site.visits import Now, public, router
from app.site.zoom.delivery import Delivered, Delivery

routes = router()
TAKEN, NOT_SIGNED = 204, 401


@routes.post("/zoom/webhook")
@public
def take(request: Request, delivered: Delivered, now: Now) -> Response:
    """Keep an event of a meeting of ours; of others, and of what is no event, nothing is kept."""
    if delivered is None:
        return Response(status_code=NOT_SIGNED)
    sent = part(delivered.sent)
    if text(sent.get("event")) == "endpoint.url_validation":
        plain = text(part(sent.get("payload")).get("plainToken"))
        return JSONResponse(proof_of_address(delivered.secret, plain))
    until_taken(lambda: _keep(request, delivered, now))
    return Response(status_code=TAKEN)


def _keep(request: Request, delivered: Delivery, now: datetime) -> None:
    event, account = event_of(delivered.sent), request.app.state.settings.zoom_account_id
    if event is None or (account and event.account != account):
        return
    database: Database = request.app.state.database
    with database.read() as session:  # of whatever else is on at Zoom, nobody waits for a write
        if not queries.is_wanted(session, event, delivered.digest):
            return
    with database.write() as session:
        actions.take(session, event, digest=delivered.digest, now=now)
