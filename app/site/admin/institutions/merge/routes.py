"""Merging an institution into another: choose it, see what moves, agree."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.language.reasons import Reason
from app.people.institutions import queries
from app.people.institutions.merges.actions import Merge, merge
from app.people.institutions.rules import why_not_merge
from app.people.models import Institution
from app.policy.table import Action
from app.site.admin.institutions.loaders import load_institution
from app.site.admin.institutions.merge.forms import MergeForm
from app.site.admin.institutions.merge.page import merge_page
from app.site.admin.institutions.page import HOME, path_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get(f"{HOME}/{{institution}}/merge")
@allows(Action.INSTITUTIONS_MANAGE)
def show_merge(visit: ReadVisit, institution: UUID, into: str = "") -> Response:
    """Into which one, and then what would move."""
    source = load_institution(visit, institution)
    return _page(visit, source, _target(visit, into))


@routes.post(f"{HOME}/{{institution}}/merge")
@allows(Action.INSTITUTIONS_MANAGE)
def merge_it(visit: WriteVisit, institution: UUID, submitted: Submitted) -> Response:
    """Do what the page said; if that is not so any more, show the page again."""
    source = load_institution(visit, institution)
    by = visit.actor.person_id
    try:
        form = parse(MergeForm, submitted)
    except FormInvalidError as invalid:
        into = invalid.values.get("into", "")
        target = _target(visit, into)
        return _page(visit, source, target, state=FormState(invalid.values, invalid.errors))
    target = queries.institution(visit.db, form.into)
    if target is None:
        raise NotFoundError
    agreed = Merge(source.id, target.id, form.people, form.reason)
    why_not = visit.attempt(lambda: merge(visit.db, agreed, by=by, now=visit.now))
    if why_not is not None:
        return _page(visit, source, target, refused=why_not)
    return see_other(f"{path_of(target)}?saved=true")


def _target(visit: Visit, into: str) -> Institution | None:
    try:
        return queries.institution(visit.db, UUID(into))
    except ValueError:
        return None


def _page(
    visit: Visit,
    source: Institution,
    target: Institution | None,
    *,
    state: FormState | None = None,
    refused: Reason | None = None,
) -> Response:
    page = merge_page(
        source,
        target,
        choices=queries.taking_part(visit.db),
        people=queries.count_people(visit.db, source.id),
        domains=[domain.domain for domain in queries.domains_of(visit.db, source.id)],
        leads=queries.leads_of(visit.db, source.id, visit.now),
        reader=visit.actor.person_id,
        why_not=why_not_merge(source, target) if target else None,
        refused=refused,
        state=state,
    )
    status = 422 if state else 409 if refused else 200
    return render(visit.request, "admin/institutions/merge/merge.html", page, status=status)
