"""People into a cohort by file: send it, choose, apply it, undo it."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.cohorts.intake import actions, queries
from app.cohorts.intake.applying import queries as brought
from app.cohorts.intake.applying.actions import apply
from app.cohorts.intake.applying.undoing.actions import undo
from app.cohorts.intake.columns import why_not_read
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import Plan
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.reasons import FIVE
from app.cohorts.intake.refused.rules import refused_of
from app.cohorts.intake.rules import why_not_bring_in
from app.cohorts.intake.sheets import read_sheet
from app.cohorts.queries import first_openings
from app.cohorts.rules import to_utc
from app.core.errors import ConflictError, NotFoundError, RefusedError, require
from app.language.texts import Text
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.people.import_.columns import columns_page
from app.site.manage.cohorts.people.import_.done import done_page
from app.site.manage.cohorts.people.import_.forms import (
    ApplyForm,
    SentFile,
    UndoForm,
    choices_of,
    columns_of,
)
from app.site.manage.cohorts.people.import_.loaders import load_import
from app.site.manage.cohorts.people.import_.page import check_page
from app.site.manage.cohorts.people.import_.refused import table_of
from app.site.manage.cohorts.people.import_.sending import EXAMPLE, send_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other
from app.web.spreadsheet import Format, Table

routes = router()
BASE = "/manage/cohorts/{cohort}/people/import"
ONE = f"{BASE}/{{people_import}}"


@routes.get(BASE)
@allows(Action.PEOPLE_IMPORT)
def show_import(visit: ReadVisit, cohort: str) -> Response:
    """Where a file is sent, and those that were."""
    return _send(visit, load_cohort(visit, cohort))


@routes.get(f"{BASE}/example.csv")
@allows(Action.PEOPLE_IMPORT)
def download_example(visit: ReadVisit, cohort: str) -> Response:
    """A file that can be read as it is, to write one's own list over."""
    load_cohort(visit, cohort)
    return download("people-example", [Table(EXAMPLE[0], EXAMPLE[1:])], Format.CSV)


@routes.post(BASE)
@allows(Action.PEOPLE_IMPORT)
def send(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Take a file that can be read; on to its check page."""
    here = load_cohort(visit, cohort)
    try:
        sent = SentFile(submitted)
        require(why_not_bring_in(here.cohort, visit.now))
        sheet = read_sheet(sent.content)
    except FormInvalidError as invalid:
        return _send(visit, here, FormState(errors=invalid.errors))
    except RefusedError as refused:
        return _send(visit, here, FormState(errors={"file": refused.reason}))
    by = visit.actor.person_id
    upload = actions.receive(
        visit.db, here.cohort, sheet, file_name=sent.name, by=by, now=visit.now
    )
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


@routes.get(ONE)
@allows(Action.PEOPLE_IMPORT)
def show_check(visit: ReadVisit, cohort: str, people_import: UUID) -> Response:
    """What a file would do, or did."""
    return _show(visit, *load_import(visit, cohort, people_import))


@routes.get(f"{ONE}/refused.csv")
@allows(Action.PEOPLE_IMPORT)
def download_refused(visit: ReadVisit, cohort: str, people_import: UUID) -> Response:
    """The rows that bring nobody in, as they were sent, to mend them and send them again."""
    here, upload = load_import(visit, cohort, people_import)
    rows = refused_of(upload, _plan(visit, here, upload))
    if not rows:
        raise NotFoundError
    return download("people-to-mend", [table_of(upload.headers, rows)], Format.CSV)


def _plan(visit: Visit, here: CohortContext, upload: PeopleImport) -> Plan | None:
    """What a file that waits would do; None: it was applied, or nobody can be read by it."""
    if upload.applied_at or why_not_read([Meaning(column) for column in upload.columns]):
        return None
    return queries.planned(visit.db, here.cohort, upload, by=visit.actor.person_id).plan


@routes.post(f"{ONE}/columns")
@allows(Action.PEOPLE_IMPORT)
def say_columns(
    visit: WriteVisit, cohort: str, people_import: UUID, submitted: Submitted
) -> Response:
    """Say what the columns hold."""
    here, upload = load_import(visit, cohort, people_import)
    try:
        columns = columns_of(submitted, len(upload.headers))
        by = visit.actor.person_id
        actions.say_columns(visit.db, here.cohort, upload, columns, by=by, now=visit.now)
    except FormInvalidError as invalid:
        return _columns(visit, here, upload, next(iter(invalid.errors.values())))
    except RefusedError as refused:
        return _columns(visit, here, upload, refused.reason)
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


@routes.post(f"{ONE}/choices")
@allows(Action.PEOPLE_IMPORT)
def choose(visit: WriteVisit, cohort: str, people_import: UUID, submitted: Submitted) -> Response:
    """Keep what was chosen."""
    here, upload = load_import(visit, cohort, people_import)
    known, plan = queries.planned(visit.db, here.cohort, upload, by=visit.actor.person_id)
    try:
        choices = choices_of(submitted, plan.questions, known)
        actions.choose(visit.db, upload, choices, by=visit.actor.person_id, now=visit.now)
    except FormInvalidError as invalid:
        return _show(visit, here, upload, form=FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _show(visit, here, upload, note=refused.reason)
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


@routes.post(ONE)
@allows(Action.PEOPLE_IMPORT)
def apply_file(
    visit: WriteVisit, cohort: str, people_import: UUID, submitted: Submitted
) -> Response:
    """Do what the page showed; if that is not so any more, show the page again."""
    here, upload = load_import(visit, cohort, people_import)
    savepoint = visit.db.begin_nested()
    try:
        _apply(visit, here, upload, parse(ApplyForm, submitted))
    except FormInvalidError as invalid:
        savepoint.rollback()
        return _show(visit, here, upload, form=FormState(invalid.values, invalid.errors))
    except (RefusedError, ConflictError) as refused:
        savepoint.rollback()
        return _show(visit, here, upload, note=refused.reason)
    savepoint.commit()
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


def _apply(visit: Visit, here: CohortContext, upload: PeopleImport, form: ApplyForm) -> None:
    until = to_utc(form.until, FIVE, here.cohort.zone)
    by = visit.actor.person_id
    apply(visit.db, here.cohort, upload, until=until, seen=form.seen, by=by, now=visit.now)


@routes.post(f"{ONE}/undo")
@allows(Action.PEOPLE_IMPORT)
def undo_import(
    visit: WriteVisit, cohort: str, people_import: UUID, submitted: Submitted
) -> Response:
    """Take everything back that a file did."""
    here, upload = load_import(visit, cohort, people_import)
    form = parse(UndoForm, submitted)
    by = visit.actor.person_id
    try:
        undo(visit.db, here.cohort, upload, reason=form.reason, by=by, now=visit.now)
    except RefusedError as refused:
        return _show(visit, here, upload, note=refused.reason)
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


@routes.post(f"{ONE}/refused/discard")
@allows(Action.PEOPLE_IMPORT)
def discard_refused(visit: WriteVisit, cohort: str, people_import: UUID) -> Response:
    """Delete the rows that brought nobody in, before their time is over."""
    here, upload = load_import(visit, cohort, people_import)
    try:
        actions.forget_refused(visit.db, upload, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _show(visit, here, upload, note=refused.reason)
    return see_other(f"{BASE.format(cohort=cohort)}/{upload.id}")


@routes.post(f"{ONE}/discard")
@allows(Action.PEOPLE_IMPORT)
def discard(visit: WriteVisit, cohort: str, people_import: UUID) -> Response:
    """Throw a file away that was not applied."""
    here, upload = load_import(visit, cohort, people_import)
    try:
        actions.discard(visit.db, upload, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _show(visit, here, upload, note=refused.reason)
    return see_other(BASE.format(cohort=cohort))


def _send(visit: Visit, here: CohortContext, form: FormState | None = None) -> Response:
    page = send_page(here, queries.imports_of(visit.db, here.cohort.id), form, visit.now)
    status = 422 if form else 200
    return render(visit.request, "manage/cohorts/people/import_/import.html", page, status=status)


def _show(
    visit: Visit,
    here: CohortContext,
    upload: PeopleImport,
    *,
    form: FormState | None = None,
    note: Text | None = None,
) -> Response:
    status = 422 if form else 409 if note else 200
    if upload.applied_at is not None:
        moved_on = brought.count_moved_on(visit.db, upload.id)
        done = done_page(here, upload, brought.imported(visit.db, upload.id), moved_on, note)
        return render(visit.request, "manage/cohorts/people/import_/done.html", done, status=status)
    if why_not_read([Meaning(column) for column in upload.columns]):
        return _columns(visit, here, upload, note)
    known, plan = queries.planned(visit.db, here.cohort, upload, by=visit.actor.person_id)
    opens_at = first_openings(visit.db, [here.cohort.id]).get(here.cohort.id)
    page = check_page(here, upload, plan, known, opens_at, visit.now, form=form, note=note)
    return render(visit.request, "manage/cohorts/people/import_/check.html", page, status=status)


def _columns(
    visit: Visit, here: CohortContext, upload: PeopleImport, note: Text | None
) -> Response:
    page = columns_page(here, upload, note)
    status = 422 if note else 200
    return render(visit.request, "manage/cohorts/people/import_/columns.html", page, status=status)
