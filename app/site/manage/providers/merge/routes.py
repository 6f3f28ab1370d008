"""Merging a provider into another: choose it, see what moves, agree."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.credit.providers.merges.actions import Merge, merge
from app.credit.providers.merges.queries import moves_of
from app.credit.providers.merges.rules import why_not_merge
from app.language.reasons import Reason
from app.people.providers import queries
from app.people.providers.models import Provider
from app.policy.table import Action
from app.site.manage.providers.loaders import load_provider
from app.site.manage.providers.merge.forms import MergeForm
from app.site.manage.providers.merge.page import merge_page
from app.site.manage.providers.page import HOME, path_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get(f"{HOME}/{{provider}}/merge")
@allows(Action.PROVIDER_MERGE)
def show_merge(visit: ReadVisit, provider: UUID, into: str = "") -> Response:
    """Into which one, and then what would move."""
    source = load_provider(visit, provider)
    return _page(visit, source, _target(visit, into))


@routes.post(f"{HOME}/{{provider}}/merge")
@allows(Action.PROVIDER_MERGE)
def merge_it(visit: WriteVisit, provider: UUID, submitted: Submitted) -> Response:
    """Do what the page said; if that is not so any more, show the page again."""
    source = load_provider(visit, provider)
    by = visit.actor.person_id
    try:
        form = parse(MergeForm, submitted)
    except FormInvalidError as invalid:
        target = _target(visit, invalid.values.get("into", ""))
        return _page(visit, source, target, state=FormState(invalid.values, invalid.errors))
    target = queries.provider(visit.db, form.into)
    if target is None:
        raise NotFoundError
    agreed = Merge(source.id, target.id, form.seen, form.reason)
    why_not = visit.attempt(lambda: merge(visit.db, agreed, by=by, now=visit.now))
    if why_not is not None:
        state = FormState({"reason": form.reason})
        return _page(visit, source, target, state=state, refused=why_not)
    return see_other(f"{path_of(target)}?saved=true")


def _target(visit: Visit, into: str) -> Provider | None:
    try:
        return queries.provider(visit.db, UUID(into))
    except ValueError:
        return None


def _page(
    visit: Visit,
    source: Provider,
    target: Provider | None,
    *,
    state: FormState | None = None,
    refused: Reason | None = None,
) -> Response:
    page = merge_page(
        source,
        target,
        moves_of(visit.db, source, visit.now, target),
        choices=queries.providers(visit.db),
        officers=queries.officers_of(visit.db, target.id, visit.now) if target else (),
        reader=visit.actor.person_id,
        why_not=why_not_merge(source, target) if target else None,
        refused=refused,
        state=state,
    )
    status = 409 if refused else 422 if state else 200
    return render(visit.request, "manage/providers/merge/merge.html", page, status=status)
