"""Providers: see them, add one, change what is known of one."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from app.credit.accreditations.queries import accreditations, newest_versions, versions_of
from app.people.providers import actions, queries
from app.people.providers.models import Provider
from app.people.providers.rules import NEARLY_KNOWN
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.providers.forms import ProviderForm
from app.site.manage.providers.loaders import load_address, load_provider
from app.site.manage.providers.page import HOME, path_of, provider_page, providers_page
from app.site.parts.providers import IS_IT, meant, without_answer
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get(HOME)
@allows(Action.PROVIDER_READ)
def show_providers(visit: ReadVisit) -> Response:
    """An officer's own, an administrator's all."""
    visit.permit_own()
    return _list(visit)


@routes.post(HOME)
@allows(Action.PROVIDER_ADD)
def add(visit: WriteVisit, submitted: Submitted) -> Response:
    """Add one; whose name is nearly that of another is asked about first."""
    by = visit.permit_own().person_id
    added: list[Provider] = []
    sent, named = meant(submitted, "name", queries.names_now(visit.db))
    try:
        facts = parse(ProviderForm, without_answer(submitted)).facts
    except FormInvalidError as invalid:
        return _list(visit, FormState(invalid.values, invalid.errors))
    if named is None:
        return _list(visit, FormState(vars(facts), {IS_IT: NEARLY_KNOWN}))
    if sent is not submitted and (same := queries.provider_called(visit.db, named)):
        return see_other(path_of(same))
    why_not = visit.attempt(
        lambda: added.append(actions.add_provider(visit.db, facts, by=by, now=visit.now))
    )
    if why_not is not None:
        return _list(visit, FormState(vars(facts), {"name": why_not}))
    return see_other(path_of(added[0]))


@routes.get(f"{HOME}/{{provider}}")
@allows(Action.PROVIDER_READ)
def show_provider(visit: ReadVisit, provider: UUID, saved: bool | None = None) -> Response:
    """One, with what its accreditors said of it; the address of a merged one leads to it."""
    found = load_address(visit, provider)
    if found.id != provider:
        return see_other(path_of(found))
    return _page(visit, found, saved=saved)


@routes.post(f"{HOME}/{{provider}}")
@allows(Action.PROVIDER_EDIT)
def change(visit: WriteVisit, provider: UUID, submitted: Submitted) -> Response:
    """Write down other facts of one."""
    found, by = load_provider(visit, provider), visit.actor.person_id
    try:
        facts = parse(ProviderForm, submitted).facts
    except FormInvalidError as invalid:
        return _page(visit, found, form=FormState(invalid.values, invalid.errors))
    why_not = visit.attempt(
        lambda: actions.change_provider(visit.db, found, facts, by=by, now=visit.now)
    )
    if why_not is not None:
        visit.db.refresh(found)
        return _page(visit, found, form=FormState(vars(facts), {"name": why_not}))
    return saved_response(visit, path_of(found))


def _own(visit: Visit) -> Sequence[Provider]:
    rows = queries.providers(visit.db)
    if Role.ADMINISTRATOR in visit.actor.roles:
        return rows
    own = reach_of(visit.actor, Role.CME_OFFICER).providers
    return [row for row in rows if row.id in own]


def _list(visit: Visit, form: FormState | None = None) -> Response:
    page = providers_page(
        _own(visit),
        accreditations(visit.db),
        known=queries.names_now(visit.db) if form else {},
        adds=Role.ADMINISTRATOR in visit.actor.roles,
        zone=visit.actor.zone,
        form=form,
    )
    status = 422 if form else 200
    return render(visit.request, "manage/providers/providers.html", page, status=status)


def _page(
    visit: Visit, provider: Provider, *, form: FormState | None = None, saved: bool | None = None
) -> Response:
    former = queries.merged_into(visit.db, provider.id)
    page = provider_page(
        provider,
        versions_of(visit.db, provider.id),
        former,
        newest_versions(visit.db, *(own.id for own in former)),
        queries.officers_of(visit.db, provider.id, visit.now),
        zone=visit.actor.zone,
        gives_roles=Role.ADMINISTRATOR in visit.actor.roles,
        form=form,
        saved=saved,
    )
    status = 422 if form else 200
    return render(visit.request, "manage/providers/provider.html", page, status=status)
