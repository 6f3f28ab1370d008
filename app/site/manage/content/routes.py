"""The library: packs, releases, versions, differences and exports. Previews have their own."""

from starlette.responses import Response

from app.cohorts.imports import actions
from app.cohorts.moves.queries import uses
from app.content import queries as content
from app.content.models import ContentRelease
from app.content.releases import queries
from app.content.releases.export import packed_release, zip_name
from app.content.releases.queries import newest_release
from app.core.errors import NotFoundError
from app.packs.schema import Kind
from app.people.roles import of_pack, roles_over
from app.policy.table import Action, Role
from app.site.manage.content.compare import chosen_pair, compare_page
from app.site.manage.content.document import versions_page
from app.site.manage.content.loaders import (
    HOME,
    Number,
    PackContext,
    load_document,
    load_pack,
    load_release,
    programs_of,
)
from app.site.manage.content.pack import pack_page
from app.site.manage.content.release import release_page
from app.site.manage.content.shelf import shelf_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.pages import render, see_other

routes = router()


@routes.get(HOME)
@allows(Action.CONTENT_READ)
def show_shelf(visit: ReadVisit) -> Response:
    """The packs of one's programs."""
    programs = programs_of(visit)
    keys = [program.key for program in programs]
    packs = queries.current_packs(visit.db, keys)
    page = shelf_page(programs, packs, uses(visit.db, keys), visit.actor.zone, visit.now)
    return render(visit.request, "manage/content/shelf.html", page)


@routes.get(f"{HOME}/{{program}}")
@allows(Action.CONTENT_READ)
def show_pack(
    visit: ReadVisit, program: str, releases: str = "", loaded: int | None = None
) -> Response:
    """One pack: syllabus, documents, releases."""
    here = load_pack(visit, program)
    history = queries.history_of(visit.db, program)
    page = pack_page(
        here,
        history,
        queries.current_files(visit.db, history),
        uses(visit.db, [program]),
        may_move=Role.COORDINATOR in roles_over(visit.actor, of_pack(here.program.id)),
        every=releases == "all",
        loaded=loaded,
        zone=visit.actor.zone,
        now=visit.now,
    )
    return render(visit.request, "manage/content/pack.html", page)


@routes.get(f"{HOME}/{{program}}/export.zip")
@allows(Action.CONTENT_READ)
def export_newest(visit: ReadVisit, program: str) -> Response:
    """The current release as a zip."""
    here = load_pack(visit, program)
    release = newest_release(visit.db, program)
    if release is None:
        raise NotFoundError
    return _download(visit, here, release)


@routes.get(f"{HOME}/{{program}}/releases/{{release}}")
@allows(Action.CONTENT_READ)
def show_release(visit: ReadVisit, program: str, release: Number) -> Response:
    """One release: what it changed."""
    here, found = load_release(visit, program, release)
    history = queries.history_of(visit.db, program)
    page = release_page(here, found.number, history, visit.actor.zone)
    return render(visit.request, "manage/content/release.html", page)


@routes.get(f"{HOME}/{{program}}/releases/{{release}}/export.zip")
@allows(Action.CONTENT_READ)
def export_release(visit: ReadVisit, program: str, release: Number) -> Response:
    """A release as a zip."""
    here, found = load_release(visit, program, release)
    return _download(visit, here, found)


@routes.get(f"{HOME}/{{program}}/{{kind}}/{{key}}")
@allows(Action.CONTENT_READ)
def show_versions(visit: ReadVisit, program: str, kind: Kind, key: str) -> Response:
    """All versions of a document."""
    here = load_document(visit, program, kind, key)
    page = versions_page(here, uses(visit.db, [program]), visit.actor.zone)
    return render(visit.request, "manage/content/versions.html", page)


@routes.get(f"{HOME}/{{program}}/{{kind}}/{{key}}/compare")
@allows(Action.CONTENT_READ)
def compare(
    visit: ReadVisit, program: str, kind: Kind, key: str, old: str = "", new: str = ""
) -> Response:
    """What changed between two versions; without a choice, from the one before to the current."""
    here = load_document(visit, program, kind, key)
    if len(here.versions) == 1:
        return see_other(here.document_path)
    older, newer = chosen_pair(here, old, new)
    texts = content.versions(visit.db, {older.id, newer.id})
    page = compare_page(here, texts[older.id], texts[newer.id], visit.actor.zone)
    return render(visit.request, "manage/content/compare.html", page)


@routes.post(f"{HOME}/{{program}}/releases/{{release}}/restore")
@allows(Action.CONTENT_IMPORT)
def restore(visit: WriteVisit, program: str, release: Number) -> Response:
    """An older release, as if its export had been sent: on to the same check page."""
    here, found = load_release(visit, program, release)
    upload = actions.receive(
        visit.db,
        _packed(visit, here, found),
        program=program,
        file_name=zip_name(found),
        restores=found.number,
        by=visit.actor.person_id,
        now=visit.now,
    )
    return see_other(f"{HOME}/import/{upload.id}")


def _download(visit: Visit, here: PackContext, release: ContentRelease) -> Response:
    return Response(
        _packed(visit, here, release),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{zip_name(release)}"'},  # not shown
    )


def _packed(visit: Visit, here: PackContext, release: ContentRelease) -> bytes:
    program = here.program
    return packed_release(visit.db, release, title=program.title, language=program.language)
