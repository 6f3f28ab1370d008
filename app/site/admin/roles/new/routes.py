"""Giving a role: choose it, then say over what, to whom and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from app.cohorts.scopes.queries import scopes
from app.cohorts.scopes.rules import INSTALLATION, Over
from app.core.errors import ForbiddenError
from app.language import Text, _
from app.people.directory.actions import NewPerson, add_person
from app.people.enums import Profession
from app.people.grants import actions
from app.people.grants.rules import NOT_YOURS_TO_GIVE, can_be_given, why_not_give, why_not_until
from app.people.institutions.queries import taking_part
from app.people.models import Institution
from app.people.queries import PersonFound, people_called
from app.policy.table import Action, Role
from app.site.admin.roles.loaders import held_over
from app.site.admin.roles.new.forms import GiveForm
from app.site.admin.roles.new.page import choose_page, give_page, over_value
from app.site.admin.roles.new.recipient import Recipient, whom
from app.site.admin.roles.page import HOME
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@dataclass(frozen=True)
class _Offer:
    """What the form offers for one role, and whom its words may mean."""

    role: Role
    overs: Sequence[Over]
    found: Sequence[PersonFound] = ()
    institutions: Sequence[Institution] = ()


@routes.get(f"{HOME}/new")
@allows(Action.ROLES_MANAGE)
def show_new(visit: ReadVisit, role: str = "") -> Response:
    """Which role, and then the form."""
    visit.permit_own()
    asked = _role(visit, role)
    return _form(visit, _Offer(asked, _overs(visit, asked))) if asked else _choice(visit)


@routes.post(f"{HOME}/new")
@allows(Action.ROLES_MANAGE)
def give(visit: WriteVisit, submitted: Submitted) -> Response:
    """Give it, also to somebody who is new; ask again who it is where several are called so."""
    visit.permit_own()
    try:
        form = parse(GiveForm, submitted)
    except FormInvalidError as invalid:
        role = _role(visit, invalid.values.get("role", ""))
        if role is None:
            return _choice(visit, status=422)
        state = FormState(invalid.values, invalid.errors)
        return _form(visit, _Offer(role, _overs(visit, role)), state)
    if _role(visit, form.role) is None:
        raise ForbiddenError(NOT_YOURS_TO_GIVE)
    return _give(visit, form)


def _give(visit: Visit, form: GiveForm) -> Response:
    overs = _overs(visit, form.role)
    over = next((over for over in overs if over_value(over) == form.over), None)
    found = people_called(visit.db, form.person)
    places = () if found else taking_part(visit.db)
    recipient = whom(form, found, places)
    errors = _errors(visit, form, over, recipient)
    if over is not None and not errors:
        why_not = visit.attempt(lambda: _act(visit, form, over, recipient))
        if why_not is None:
            return see_other(f"{HOME}?given=true")
        errors["person"] = why_not
    several = found if len(found) > 1 and "person" not in errors else ()
    offer = _Offer(form.role, overs, several, places if recipient.may_be_new else ())
    values = {name: str(value) for name, value in form.model_dump().items() if value}
    return _form(visit, offer, FormState(values, errors))


def _errors(
    visit: Visit, form: GiveForm, over: Over | None, recipient: Recipient
) -> dict[str, Text]:
    errors: dict[str, Text] = dict(recipient.errors)
    if over is None:
        errors["over"] = _("Choose the scope of the role.")
    if (past := why_not_until(form.ends(visit.actor.zone), visit.now)) is not None:
        errors["until"] = past
    return errors


def _act(visit: Visit, form: GiveForm, over: Over, recipient: Recipient) -> None:
    actor, person = visit.actor, recipient.person
    if person is None:
        assert recipient.institution is not None
        new = NewPerson(form.given_name, form.family_name, form.person, Profession.OTHER)
        person = add_person(visit.db, new, recipient.institution, by=actor.person_id, now=visit.now)
    actions.give(
        visit.db,
        person,
        form.role,
        (over.scope, over.scope_id),
        title=over.title,
        until=form.ends(actor.zone),
        held=held_over(actor, over),
        by=actor.person_id,
        now=visit.now,
    )


def _role(visit: Visit, value: str) -> Role | None:
    givable = can_be_given(visit.actor.roles)
    return next((role for role in givable if role.value == value), None)


def _overs(visit: Visit, role: Role) -> list[Over]:
    """Everything over which the visitor may give a role."""
    return [
        over
        for over in (INSTALLATION, *scopes(visit.db).values())
        if over.takes_part and why_not_give(role, over.scope, held_over(visit.actor, over)) is None
    ]


def _choice(visit: Visit, *, status: int = 200) -> Response:
    page = choose_page(can_be_given(visit.actor.roles), refused=status != 200)
    return render(visit.request, "admin/roles/new/choose.html", page, status=status)


def _form(visit: Visit, offer: _Offer, state: FormState | None = None) -> Response:
    page = give_page(
        offer.role,
        offer.overs,
        zone=visit.actor.zone,
        state=state,
        found=offer.found,
        institutions=offer.institutions,
    )
    status = 422 if state else 200
    return render(visit.request, "admin/roles/new/give.html", page, status=status)
