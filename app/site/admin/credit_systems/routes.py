"""Credit systems: see them, add one, enter another version."""

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.responses import Response

from app.core.errors import NotFoundError
from app.credit.models import CreditSystem
from app.credit.systems.queries import designated_by_key, newest_systems, versions_of_system
from app.credit.systems.retiring.actions import bring_back, retire
from app.credit.systems.retiring.queries import last_said, said_of
from app.credit.systems.terms import actions
from app.credit.systems.terms.rules import why_not_enter
from app.policy.table import Action
from app.site.admin.credit_systems.forms import OfferForm, SystemForm
from app.site.admin.credit_systems.offered import Shown, offered_of
from app.site.admin.credit_systems.page import HOME, new_page, path_of, system_page, systems_page
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
TEMPLATE = "admin/credit_systems/system.html"


@routes.get(HOME)
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def show_systems(visit: ReadVisit, show: Shown = Shown.ALL) -> Response:
    """All of them as they are now, or those that are offered, or retired."""
    visit.permit_own()
    used, last = designated_by_key(visit.db), last_said(visit.db)
    page = systems_page(newest_systems(visit.db), used, last, show)
    return render(visit.request, "admin/credit_systems/systems.html", page)


@routes.get(f"{HOME}/new")
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def show_new(visit: ReadVisit) -> Response:
    """Where one is added."""
    visit.permit_own()
    return render(visit.request, TEMPLATE, new_page())


@routes.post(HOME)
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def add(visit: WriteVisit, submitted: Submitted) -> Response:
    """Add one."""
    by = visit.permit_own().person_id
    form, state = _entered(visit, submitted, None)
    if form is not None:
        why_not = visit.attempt(
            lambda: actions.add_system(visit.db, form.terms, by=by, now=visit.now)
        )
        if why_not is None:
            return see_other(HOME)
        state = FormState(state.values, {"name": why_not})
    return render(visit.request, TEMPLATE, new_page(state), status=422)


@routes.get(f"{HOME}/{{credit_system}}")
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def show_system(visit: ReadVisit, credit_system: str, saved: bool | None = None) -> Response:
    """One, with its versions before."""
    visit.permit_own()
    return _page(visit, _versions(visit, credit_system), saved=saved)


@routes.post(f"{HOME}/{{credit_system}}")
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def change(visit: WriteVisit, credit_system: str, submitted: Submitted) -> Response:
    """Enter the next version of one."""
    by = visit.permit_own().person_id
    versions = _versions(visit, credit_system)
    form, state = _entered(visit, submitted, versions[0])
    if form is None:
        return _page(visit, versions, state)
    why_not = visit.attempt(
        lambda: actions.change_system(
            visit.db, versions[0], form.terms, seen=form.seen, by=by, now=visit.now
        )
    )
    if why_not is not None:
        return _page(visit, versions, FormState(state.values, {"name": why_not}))
    return saved_response(visit, path_of(credit_system))


@routes.post(f"{HOME}/{{credit_system}}/retirement")
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def retire_it(visit: WriteVisit, credit_system: str, submitted: Submitted) -> Response:
    """Offer it for nothing new."""
    return _say(visit, credit_system, submitted, retire)


@routes.post(f"{HOME}/{{credit_system}}/return")
@allows(Action.CREDIT_SYSTEMS_MANAGE)
def bring_it_back(visit: WriteVisit, credit_system: str, submitted: Submitted) -> Response:
    """Offer it again."""
    return _say(visit, credit_system, submitted, bring_back)


def _say(visit: Visit, key: str, submitted: FormData, act: Callable[..., None]) -> Response:
    by = visit.permit_own().person_id
    versions = _versions(visit, key)
    try:
        reason = parse(OfferForm, submitted).reason
    except FormInvalidError as invalid:
        return _page(visit, versions, said=FormState(invalid.values, invalid.errors))
    why_not = visit.attempt(lambda: act(visit.db, versions[0], reason, by=by, now=visit.now))
    if why_not is not None:
        return _page(visit, versions, said=FormState({"reason": reason}, {"reason": why_not}))
    return saved_response(visit, path_of(key))


def _versions(visit: Visit, key: str) -> list[CreditSystem]:
    found = versions_of_system(visit.db, key)
    if not found:
        raise NotFoundError
    return found


def _entered(
    visit: Visit, submitted: FormData, before: CreditSystem | None
) -> tuple[SystemForm | None, FormState]:
    """What was sent, and how it is shown again."""
    professions = "\n".join(str(own) for own in submitted.getlist("professions"))
    values = typed(submitted) | {"professions": professions}
    try:
        form = parse(SystemForm, submitted)
    except FormInvalidError as invalid:
        return None, FormState(values, invalid.errors)
    own = before.key if before else None
    names = [other.name for other in newest_systems(visit.db) if other.key != own]
    errors = why_not_enter(form.terms, before, names)
    return (None if errors else form), FormState(values, errors)


def _page(
    visit: Visit,
    versions: list[CreditSystem],
    form: FormState | None = None,
    *,
    said: FormState | None = None,
    saved: bool | None = None,
) -> Response:
    key, zone = versions[0].key, visit.actor.zone
    used = designated_by_key(visit.db).get(key, 0)
    offered = offered_of(key, path_of(key), said_of(visit.db, key), zone=zone, form=said)
    page = system_page(versions, used, offered, form, saved)
    return render(visit.request, TEMPLATE, page, status=422 if form or said else 200)
