"""The institutions that take part: add, change, mark as left, take back."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response

from app.language import Text, ngettext
from app.people.institutions import actions, queries
from app.people.institutions.rules import taken
from app.people.models import Institution
from app.policy.table import Action
from app.site.admin.institutions.forms import InstitutionForm, ReasonForm
from app.site.admin.institutions.loaders import load_institution
from app.site.admin.institutions.page import (
    HOME,
    LISTING,
    add_page,
    institution_lines,
    institution_page,
    institutions_page,
    path_of,
    values_of,
)
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()


@routes.get(HOME)
@allows(Action.INSTITUTIONS_MANAGE)
def show_institutions(visit: ReadVisit, asked: ListAsked, added: int = 0) -> Response:
    """All of them, as a page or as a spreadsheet."""
    visit.permit_own()
    rows = queries.institutions(visit.db)
    if asked.format:
        return download(
            "institutions", [table_of(LISTING, institution_lines(rows), asked)], asked.format
        )
    note = (
        ngettext("{count} institution was added", "{count} institutions were added", count=added)
        if 0 < added <= len(rows)
        else None
    )
    page = institutions_page(rows, asked, note)
    return render(visit.request, "admin/institutions/institutions.html", page)


@routes.get(f"{HOME}/new")
@allows(Action.INSTITUTIONS_MANAGE)
def show_new(visit: ReadVisit) -> Response:
    """Where one is added."""
    visit.permit_own()
    return render(visit.request, "admin/institutions/institution.html", add_page())


@routes.post(HOME)
@allows(Action.INSTITUTIONS_MANAGE)
def add(visit: WriteVisit, submitted: Submitted) -> Response:
    """Add one."""
    by = visit.permit_own().person_id
    form, state = _parsed(visit, submitted)
    if form is not None:
        facts = form.facts
        why_not = visit.attempt(lambda: actions.add(visit.db, facts, by=by, now=visit.now))
        if why_not is None:
            return see_other(f"{HOME}?added=1")
        state = FormState(state.values, {"name": why_not})
    page = add_page(state)
    return render(visit.request, "admin/institutions/institution.html", page, status=422)


@routes.get(f"{HOME}/{{institution}}")
@allows(Action.INSTITUTIONS_MANAGE)
def show_institution(visit: ReadVisit, institution: UUID, saved: bool | None = None) -> Response:
    """One, to look at and to change."""
    return _page(visit, load_institution(visit, institution), saved=saved)


@routes.post(f"{HOME}/{{institution}}")
@allows(Action.INSTITUTIONS_MANAGE)
def change(visit: WriteVisit, institution: UUID, submitted: Submitted) -> Response:
    """Write down other facts of one."""
    found = load_institution(visit, institution)
    by = visit.actor.person_id
    form, state = _parsed(visit, submitted, found)
    if form is None:
        return _page(visit, found, state=state)
    facts = form.facts
    why_not = visit.attempt(lambda: actions.change(visit.db, found, facts, by=by, now=visit.now))
    if why_not is not None:
        return _page(visit, found, state=FormState(state.values, {"name": why_not}))
    return saved_response(visit, path_of(found))


@routes.post(f"{HOME}/{{institution}}/leaving")
@allows(Action.INSTITUTIONS_MANAGE)
def leave(visit: WriteVisit, institution: UUID, submitted: Submitted) -> Response:
    """It takes no part any more."""
    return _with_reason(visit, institution, submitted, comes_back=False)


@routes.post(f"{HOME}/{{institution}}/return")
@allows(Action.INSTITUTIONS_MANAGE)
def take_back(visit: WriteVisit, institution: UUID, submitted: Submitted) -> Response:
    """It takes part again."""
    return _with_reason(visit, institution, submitted, comes_back=True)


def _with_reason(
    visit: Visit, institution: UUID, submitted: FormData, *, comes_back: bool
) -> Response:
    found = load_institution(visit, institution)
    by = visit.actor.person_id
    try:
        reason = parse(ReasonForm, submitted).reason
    except FormInvalidError as invalid:
        stored = values_of(actions.facts_of(visit.db, found))
        return _page(visit, found, state=FormState({**stored, **invalid.values}, invalid.errors))
    act = actions.take_back if comes_back else actions.leave
    why_not = visit.attempt(lambda: act(visit.db, found, reason=reason, by=by, now=visit.now))
    if why_not is not None:
        return _page(visit, found, refused=why_not)
    return see_other(f"{path_of(found)}?saved=true")


def _parsed(
    visit: Visit, submitted: FormData, own: Institution | None = None
) -> tuple[InstitutionForm | None, FormState]:
    """The form, if it can be taken, and what the page shows of it if it cannot."""
    try:
        form = parse(InstitutionForm, submitted)
    except FormInvalidError as invalid:
        return None, FormState(invalid.values, invalid.errors)
    known = queries.known(visit.db)
    state = FormState(form.model_dump(), taken(form.facts, known, own.id if own else None))
    return (None if state.errors else form), state


def _page(
    visit: Visit,
    institution: Institution,
    *,
    state: FormState | None = None,
    saved: bool | None = None,
    refused: Text | None = None,
) -> Response:
    into = institution.merged_into_id
    page = institution_page(
        institution,
        actions.facts_of(visit.db, institution),
        people=queries.count_people(visit.db, institution.id),
        leads=queries.leads_of(visit.db, institution.id, visit.now),
        earlier=queries.merged_into(visit.db, institution.id),
        into=queries.institution(visit.db, into) if into else None,
        reader_zone=visit.actor.zone,
        state=state,
        saved=saved,
        refused=refused,
    )
    status = 422 if state else 409 if refused else 200
    return render(visit.request, "admin/institutions/institution.html", page, status=status)
