"""Importing a pack: send it, see what is wrong or what would change, import it whole or not."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from app.cohorts.imports import actions
from app.cohorts.imports import queries as imports
from app.cohorts.imports.rules import plan, why_not_here
from app.cohorts.models import Program
from app.cohorts.moves.queries import uses
from app.cohorts.programs.queries import program_by_key
from app.content.models import ContentUpload
from app.content.releases.queries import known_versions, newest_release, release_items
from app.core.errors import ConflictError, RefusedError, require
from app.language.reasons import Reason
from app.packs.archive import ArchiveRefusedError
from app.people.roles import of_pack, roles_over
from app.policy.table import Action, Role
from app.site.manage.content.import_.forms import ImportForm, ZipForm
from app.site.manage.content.import_.loaders import load_upload
from app.site.manage.content.import_.page import import_check_page, import_page
from app.site.manage.content.import_.reading import program_of_zip, read_zip
from app.site.manage.content.loaders import HOME, edits_every_pack, programs_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get(f"{HOME}/import")
@allows(Action.CONTENT_IMPORT)
def show_import(visit: ReadVisit) -> Response:
    """Where a pack is sent, and what waits from before."""
    return _form(visit)


@routes.post(f"{HOME}/import")
@allows(Action.CONTENT_IMPORT)
def send(visit: WriteVisit, submitted: Submitted) -> Response:
    """Take a zip that can be read and that its sender may import; on to its check page."""
    actor = visit.permit_own()
    try:
        sent = ZipForm.of(submitted)
        key = program_of_zip(sent.packed)
        require(_why_not(visit, key))
    except FormInvalidError as invalid:
        return _form(visit, FormState(errors=invalid.errors))
    except RefusedError as refused:
        return _form(visit, FormState(errors={"file": refused.reason}))
    upload = actions.receive(
        visit.db, sent.packed, program=key, file_name=sent.name, by=actor.person_id, now=visit.now
    )
    return see_other(f"{HOME}/import/{upload.id}")


@routes.get(f"{HOME}/import/{{upload}}")
@allows(Action.CONTENT_IMPORT)
def show_check(visit: ReadVisit, upload: UUID) -> Response:
    """Every error and warning of a pack, or what importing it would change."""
    return _check(visit, *load_upload(visit, upload))


@routes.post(f"{HOME}/import/{{upload}}")
@allows(Action.CONTENT_IMPORT)
def import_pack(visit: WriteVisit, upload: UUID, submitted: Submitted) -> Response:
    """Import what the check page showed; if that is not so any more, show the page again."""
    waiting, program = load_upload(visit, upload)
    form = parse(ImportForm, submitted)
    pack = read_zip(waiting.content).pack
    savepoint = visit.db.begin_nested()
    try:
        result = actions.import_upload(
            visit.db, waiting, pack, after=form.after, by=visit.actor.person_id, now=visit.now
        )
    except (RefusedError, ConflictError) as refused:
        savepoint.rollback()
        return _check(visit, waiting, program, note=refused.reason)
    savepoint.commit()
    assert result.release is not None
    return see_other(f"{HOME}/{waiting.program}?loaded={result.release.number}")


@routes.post(f"{HOME}/import/{{upload}}/discard")
@allows(Action.CONTENT_IMPORT)
def discard(visit: WriteVisit, upload: UUID) -> Response:
    """Throw a waiting zip away."""
    waiting, _ = load_upload(visit, upload)
    actions.discard(visit.db, waiting, by=visit.actor.person_id, now=visit.now)
    return see_other(HOME)


def _why_not(visit: Visit, key: str) -> Reason | None:
    program = program_by_key(visit.db, key)
    roles = roles_over(visit.actor, of_pack(program.id if program else None))
    return why_not_here(
        key,
        exists=program is not None,
        coordinates=Role.COORDINATOR in roles,
        administers=Role.ADMINISTRATOR in roles,
    )


def _waiting(visit: Visit, programs: Sequence[Program]) -> list[ContentUpload]:
    """One's own zips that wait, of the programs into which one may still import."""
    uploads = imports.uploads_of(visit.db, visit.actor.person_id)
    if edits_every_pack(visit.actor):
        return list(uploads)
    keys = {program.key for program in programs}
    return [upload for upload in uploads if upload.program in keys]


def _form(visit: Visit, form: FormState | None = None) -> Response:
    programs = programs_of(visit)
    page = import_page(
        _waiting(visit, programs),
        programs,
        may_begin=edits_every_pack(visit.actor),
        zone=visit.actor.zone,
        form=form,
    )
    status = 422 if form else 200
    return render(visit.request, "manage/content/import_/import.html", page, status=status)


def _check(
    visit: Visit, upload: ContentUpload, program: Program | None, *, note: Reason | None = None
) -> Response:
    try:
        reading = read_zip(upload.content)
    except ArchiveRefusedError as refused:
        return _form(visit, FormState(errors={"file": refused.reason}))
    newest = newest_release(visit.db, upload.program)
    found = None
    if reading.pack:
        current = release_items(visit.db, newest) if newest else []
        found = plan(reading.pack, current, known_versions(visit.db, upload.program))
    page = import_check_page(
        upload,
        program,
        reading,
        found,
        after=newest.number if newest else 0,
        cohorts=[own.title for own in uses(visit.db, [upload.program]).cohorts.values()],
        zone=visit.actor.zone,
        note=note,
    )
    return render(
        visit.request, "manage/content/import_/check.html", page, status=409 if note else 200
    )
