"""Institutions from a table: send it, see what becomes of each line, add them."""

from starlette.responses import Response

from app.language import LazyText
from app.language.reasons import ReasonKind
from app.people.institutions import actions, queries
from app.people.institutions.imports.rules import plan, to_add
from app.policy.table import Action
from app.site.admin.institutions.import_.forms import AgreedForm, SentTable
from app.site.admin.institutions.import_.page import ImportPage, check_page
from app.site.admin.institutions.page import HOME
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()

CHANGED = ReasonKind(
    "institutions_file.changed",
    "{count} institution would be added now. Look at the lines again.",
    "{count} institutions would be added now. Look at the lines again.",
)


@routes.get(f"{HOME}/import")
@allows(Action.INSTITUTIONS_MANAGE)
def show_import(visit: ReadVisit) -> Response:
    """Where a table is sent."""
    visit.permit_own()
    return _form(visit)


@routes.post(f"{HOME}/import")
@allows(Action.INSTITUTIONS_MANAGE)
def check(visit: ReadVisit, submitted: Submitted) -> Response:
    """What would become of each line; nothing is written."""
    visit.permit_own()
    try:
        sent = SentTable.of(submitted)
    except FormInvalidError as invalid:
        return _form(visit, FormState(invalid.values, invalid.errors))
    planned = plan(sent.table, queries.known(visit.db), zone=sent.zone or None)
    if isinstance(planned, LazyText):
        values = {"table": sent.table, "zone": sent.zone}
        return _form(visit, FormState(values, {"table": planned}))
    page = check_page(planned, sent.table, sent.zone)
    return render(visit.request, "admin/institutions/import_/check.html", page)


@routes.post(f"{HOME}/import/apply")
@allows(Action.INSTITUTIONS_MANAGE)
def apply(visit: WriteVisit, submitted: Submitted) -> Response:
    """Add what the page said; if that is not so any more, show it again."""
    by = visit.permit_own().person_id
    try:
        form = parse(AgreedForm, submitted)
    except FormInvalidError as invalid:
        return _form(visit, FormState(invalid.values, invalid.errors))
    planned = plan(form.table, queries.known(visit.db), zone=form.zone or None)
    if isinstance(planned, LazyText):
        return _form(visit, FormState(form.model_dump(), {"table": planned}))
    adds = to_add(planned)
    note = CHANGED(count=len(adds))
    if len(adds) == form.adds:
        why_not = visit.attempt(lambda: actions.add_all(visit.db, adds, by=by, now=visit.now))
        if why_not is None:
            return see_other(f"{HOME}?added={len(adds)}")
    page = check_page(planned, form.table, form.zone, note)
    return render(visit.request, "admin/institutions/import_/check.html", page, status=409)


def _form(visit: Visit, state: FormState | None = None) -> Response:
    page = ImportPage(state) if state else ImportPage()
    status = 422 if state else 200
    return render(visit.request, "admin/institutions/import_/import.html", page, status=status)
