"""The addresses of a person, for their coordinator."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError, RefusedError, require
from app.language.reasons import Reason
from app.people.addresses import actions, queries, rules
from app.people.addresses.trouble.actions import mend
from app.people.addresses.trouble.queries import troubles
from app.people.models import EmailAddress, Person
from app.people.queries import holds_any_role, people_by_id
from app.policy.table import Action, Role
from app.site.manage.people.addresses.page import PersonAddressesPage
from app.site.manage.people.loaders import is_seen, load_person
from app.site.parts.addresses import AddressForm, addresses_shown
from app.site.parts.people import person_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/people/{person}/addresses")
@allows(Action.PERSON_ADDRESS_EDIT)
def show_addresses(visit: ReadVisit, person: UUID, done: str = "") -> Response:
    """A person's addresses, and what each is good for."""
    return _page(visit, load_person(visit, person).person, FormState(), done=done)


@routes.post("/manage/people/{person}/addresses")
@allows(Action.PERSON_ADDRESS_EDIT)
def add_address(visit: WriteVisit, person: UUID, submitted: Submitted) -> Response:
    """Mail a link to another address of theirs."""
    who = load_person(visit, person).person
    try:
        form = parse(AddressForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, who, FormState(invalid.values, invalid.errors), status=422)
    try:
        require(_why_not(visit, who))
        _refuse_if_known(visit, who, form.address)
        actions.ask_for_address(
            visit.db, who, form.address, by=visit.actor.person_id, now=visit.now
        )
    except RefusedError as refused:
        return _refused(visit, who, refused.reason, form.address)
    return see_other(f"{_path(who)}?done=asked")


@routes.post("/manage/people/{person}/addresses/{address}/primary")
@allows(Action.PERSON_ADDRESS_EDIT)
def choose_primary(visit: WriteVisit, person: UUID, address: UUID) -> Response:
    """Let mail go to another address of theirs."""
    who = load_person(visit, person).person
    known = _known(visit, who, address)
    try:
        require(_why_not(visit, who))
        actions.make_primary(visit.db, known, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _refused(visit, who, refused.reason)
    return see_other(f"{_path(who)}?done=primary")


@routes.post("/manage/people/{person}/addresses/{address}/removal")
@allows(Action.PERSON_ADDRESS_EDIT)
def remove_address(visit: WriteVisit, person: UUID, address: UUID) -> Response:
    """Remove an address of theirs."""
    who = load_person(visit, person).person
    known = _known(visit, who, address)
    try:
        require(_why_not(visit, who))
        actions.remove_address(visit.db, known, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _refused(visit, who, refused.reason)
    return see_other(f"{_path(who)}?done=removed")


@routes.post("/manage/people/{person}/addresses/{address}/mended")
@allows(Action.PERSON_ADDRESS_EDIT)
def mend_address(visit: WriteVisit, person: UUID, address: UUID) -> Response:
    """Let mail be sent again to an address to which it did not get."""
    who = load_person(visit, person).person
    known = _known(visit, who, address)
    try:
        require(_why_not(visit, who))
        mend(visit.db, known, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _refused(visit, who, refused.reason)
    return see_other(f"{_path(who)}?done=mended")


def _why_not(visit: Visit, who: Person) -> Reason | None:
    return rules.why_not_change_for(
        who.id,
        holds_role=holds_any_role(visit.db, who.id, visit.now),
        by=visit.actor.person_id,
        is_administrator=Role.ADMINISTRATOR in visit.actor.roles,
    )


def _refuse_if_known(visit: Visit, who: Person, address: str) -> None:
    """Say whose an address is, if that other person is seen by who asks; else nothing."""
    holder = queries.holder_of(visit.db, address)
    if holder is None or holder.person_id == who.id or not is_seen(visit, [holder.person_id]):
        return
    name = people_by_id(visit.db, [holder.person_id])[holder.person_id].display_name
    raise RefusedError(rules.OF_SOMEBODY(name=name))


def _known(visit: Visit, who: Person, address_id: UUID) -> EmailAddress:
    known = queries.address_of(visit.db, who.id, address_id)
    if known is None:
        raise NotFoundError
    return known


def _path(who: Person) -> str:
    return f"{person_path(who.id)}/addresses"


def _refused(visit: Visit, who: Person, why: Reason, typed: str = "") -> Response:
    return _page(visit, who, FormState({"address": typed}, {"address": why}), status=422)


def _page(
    visit: Visit, who: Person, state: FormState, *, status: int = 200, done: str = ""
) -> Response:
    known = queries.addresses_of(visit.db, who.id)
    own = addresses_shown(
        known,
        _path(who),
        visit.actor.zone,
        state,
        done,
        _why_not(visit, who),
        troubles=troubles(visit.db, [address.id for address in known]),
    )
    page = PersonAddressesPage(who.display_name, person_path(who.id), own)
    return render(visit.request, "manage/people/addresses/addresses.html", page, status=status)
