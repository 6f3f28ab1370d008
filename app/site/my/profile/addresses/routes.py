"""One's own addresses."""

from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError, RefusedError
from app.people.addresses import actions, queries
from app.people.addresses.trouble.queries import troubles
from app.people.models import EmailAddress
from app.people.queries import profile
from app.policy.table import Action
from app.site.parts.addresses import AddressForm, addresses_shown
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import RateLimit
from app.web.pages import render, see_other

routes = router()

PATH = "/my/profile/addresses"
ASKED = RateLimit(10, timedelta(hours=1), "addresses.asked")
"""By who asks: a link is a mail to an address that may be anybody's."""


@routes.get("/my/profile/addresses")
@allows(Action.ADDRESS_EDIT)
def show_addresses(visit: ReadVisit, done: str = "") -> Response:
    """One's own addresses, and what each is good for."""
    visit.permit_own()
    return _page(visit, FormState(), done=done)


@routes.post("/my/profile/addresses")
@allows(Action.ADDRESS_EDIT)
def add_address(visit: WriteVisit, submitted: Submitted) -> Response:
    """Mail a link to another address; the answer is the same for every address."""
    actor = visit.permit_own()
    try:
        form = parse(AddressForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, FormState(invalid.values, invalid.errors), status=422)
    ASKED.hit(str(actor.person_id), visit.now)
    try:
        person = profile(visit.db, actor.person_id).person
        actions.ask_for_address(visit.db, person, form.address, by=actor.person_id, now=visit.now)
    except RefusedError as refused:
        state = FormState({"address": form.address}, {"address": refused.reason})
        return _page(visit, state, status=422)
    return see_other(f"{PATH}?done=asked")


@routes.post("/my/profile/addresses/{address}/primary")
@allows(Action.ADDRESS_EDIT)
def choose_primary(visit: WriteVisit, address: UUID) -> Response:
    """Let mail go to another address of one's own."""
    own = _own(visit, address)
    try:
        actions.make_primary(visit.db, own, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _page(visit, FormState(errors={"address": refused.reason}), status=422)
    return see_other(f"{PATH}?done=primary")


@routes.post("/my/profile/addresses/{address}/removal")
@allows(Action.ADDRESS_EDIT)
def remove_address(visit: WriteVisit, address: UUID) -> Response:
    """Remove an address of one's own."""
    own = _own(visit, address)
    try:
        actions.remove_address(visit.db, own, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _page(visit, FormState(errors={"address": refused.reason}), status=422)
    return see_other(f"{PATH}?done=removed")


def _own(visit: Visit, address_id: UUID) -> EmailAddress:
    own = queries.address_of(visit.db, visit.permit_own().person_id, address_id)
    if own is None:
        raise NotFoundError
    return own


def _page(visit: Visit, state: FormState, *, status: int = 200, done: str = "") -> Response:
    own = queries.addresses_of(visit.db, visit.actor.person_id)
    found = troubles(visit.db, [address.id for address in own])
    page = addresses_shown(own, PATH, visit.actor.zone, state, done, troubles=found)
    return render(visit.request, "my/profile/addresses/addresses.html", page, status=status)
