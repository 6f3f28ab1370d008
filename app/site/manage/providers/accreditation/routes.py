"""An accreditation of a provider: a first version, or another one."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.credit.accreditations import actions
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import accredited
from app.credit.accreditations.rules import why_not_enter
from app.people.providers.models import Provider
from app.policy.table import Action
from app.site.manage.providers.accreditation.forms import AccreditationForm
from app.site.manage.providers.accreditation.page import accreditation_page
from app.site.manage.providers.loaders import load_provider
from app.site.manage.providers.page import HOME, path_of
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{provider}}/accreditation")
@allows(Action.PROVIDER_EDIT)
def show_accreditation(visit: ReadVisit, provider: UUID, version: UUID | None = None) -> Response:
    """The form, filled in with the version that another one is to follow."""
    found = load_provider(visit, provider)
    return _page(visit, found, _before(visit, found, version))


@routes.post(f"{HOME}/{{provider}}/accreditation")
@allows(Action.PROVIDER_EDIT)
def enter(
    visit: WriteVisit, provider: UUID, submitted: Submitted, version: UUID | None = None
) -> Response:
    """Enter the next version."""
    found, by = load_provider(visit, provider), visit.actor.person_id
    before = _before(visit, found, version)
    typed = {name: str(value) for name, value in submitted.items()}
    try:
        form = parse(AccreditationForm, submitted)
        if errors := why_not_enter(form.wording):
            raise FormInvalidError(errors, typed)
    except FormInvalidError as invalid:
        return _page(visit, found, before, FormState(typed, invalid.errors))
    why_not = visit.attempt(
        lambda: actions.enter_accreditation(
            visit.db, found, form.wording, seen=form.seen, by=by, now=visit.now
        )
    )
    if why_not is not None:
        return _page(visit, found, before, FormState(typed, {"statement": why_not}))
    return saved_response(visit, path_of(found))


def _before(visit: Visit, provider: Provider, version: UUID | None) -> Accreditation | None:
    if version is None:
        return None
    found = accredited(visit.db, version)
    if found is None or found.provider.id != provider.id:
        raise NotFoundError
    return found.accreditation


def _page(
    visit: Visit, provider: Provider, before: Accreditation | None, form: FormState | None = None
) -> Response:
    page = accreditation_page(provider, before, form)
    template = "manage/providers/accreditation/accreditation.html"
    return render(visit.request, template, page, status=422 if form else 200)
