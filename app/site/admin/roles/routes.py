"""Who has which role: see them, and take one back."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.people.queries import seen_among
from app.cohorts.scopes.queries import scopes
from app.language.reasons import Reason
from app.people.grants import actions, queries
from app.people.grants.rules import RAN_OUT, why_not_give
from app.people.rules import why_not_deal_with
from app.policy.table import Action
from app.site.admin.roles.forms import RevocationForm
from app.site.admin.roles.loaders import GrantContext, held_over, load_grant
from app.site.admin.roles.page import (
    HOME,
    LISTING,
    grant_line,
    grant_lines,
    grant_page,
    roles_page,
)
from app.site.admin.roles.wording import over_of
from app.site.parts.people import seen_by
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()


@routes.get(HOME)
@allows(Action.ROLES_MANAGE)
def show_roles(visit: ReadVisit, asked: ListAsked, given: bool = False) -> Response:
    """Every role over what the reader gives roles over, as a page or as a spreadsheet."""
    actor = visit.permit_own()
    named = scopes(visit.db)
    rows = [
        row for row in queries.grants(visit.db) if held_over(actor, over_of(row.role_grant, named))
    ]
    seen = seen_among(visit.db, seen_by(actor), [row.person.id for row in rows], visit.now)
    lines = grant_lines(rows, named, seen, zone=actor.zone, now=visit.now)
    if asked.format:
        return download("roles", [table_of(LISTING, lines, asked)], asked.format)
    page = roles_page(lines, asked, given=given)
    return render(visit.request, "admin/roles/roles.html", page)


@routes.get(f"{HOME}/{{grant}}")
@allows(Action.ROLES_MANAGE)
def show_grant(visit: ReadVisit, grant: UUID) -> Response:
    """One role that somebody has or had."""
    return _page(visit, load_grant(visit, grant))


@routes.post(f"{HOME}/{{grant}}/revocation")
@allows(Action.ROLES_MANAGE)
def revoke(visit: WriteVisit, grant: UUID, submitted: Submitted) -> Response:
    """Take a role back, from the next request on."""
    here = load_grant(visit, grant)
    role_grant, by = here.row.role_grant, visit.actor.person_id
    try:
        reason = parse(RevocationForm, submitted).reason
    except FormInvalidError as invalid:
        return _page(visit, here, state=FormState(invalid.values, invalid.errors))
    why_not = visit.attempt(
        lambda: actions.revoke(
            visit.db, role_grant, held=here.held, reason=reason, by=by, now=visit.now
        )
    )
    if why_not is not None:
        return _page(visit, here, refused=why_not)
    return see_other(f"{HOME}/{grant}")


def _why_not(visit: Visit, here: GrantContext) -> Reason | None:
    grant = here.row.role_grant
    if not here.row.holds(visit.now):
        return RAN_OUT
    return why_not_deal_with([grant.person_id], by=visit.actor.person_id) or why_not_give(
        grant.role, grant.scope, here.held
    )


def _page(
    visit: Visit,
    here: GrantContext,
    *,
    state: FormState | None = None,
    refused: Reason | None = None,
) -> Response:
    zone, person = visit.actor.zone, here.row.person.id
    seen = seen_among(visit.db, seen_by(visit.actor), [person], visit.now)
    page = grant_page(
        grant_line(here.row, here.scopes, seen, zone=zone, now=visit.now),
        zone=zone,
        why_not=_why_not(visit, here),
        state=state,
        refused=refused,
    )
    status = 422 if state else 409 if refused else 200
    return render(visit.request, "admin/roles/role.html", page, status=status)
