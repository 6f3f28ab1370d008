"""The library: packs, releases, versions, differences and exports. Previews have their own."""

from starlette.responses import Response

from app.content import queries as content
from app.content.queries import newest_release
from app.core.errors import NotFoundError
from app.desks.library import queries
from app.desks.library.document import chosen_pair, compare_page, versions_page
from app.desks.library.exporting import zip_answer
from app.desks.library.loaders import (
    HOME,
    Kind,
    Number,
    load_document,
    load_pack_here,
    load_release,
    programs_of,
)
from app.desks.library.pack import pack_page
from app.desks.library.release import release_page
from app.desks.library.shelf import shelf_page
from app.people.visits import Reader, allows, router
from app.policy.table import Action
from app.web.pages import render, see_other

routes = router()


@routes.get(HOME)
@allows(Action.CONTENT_READ)
def show_shelf(visit: Reader) -> Response:
    """The packs of one's programs."""
    page = shelf_page(visit.db, programs_of(visit), visit.actor.zone, visit.now)
    return render(visit.request, "library/shelf.html", page)


@routes.get(f"{HOME}/{{program}}")
@allows(Action.CONTENT_READ)
def show_pack(
    visit: Reader, program: str, releases: str = "", loaded: int | None = None
) -> Response:
    """One pack: syllabus, documents, releases."""
    here = load_pack_here(visit, program)
    page = pack_page(
        visit.db,
        here,
        reader=visit.actor,
        now=visit.now,
        every=releases == "all",
        loaded=loaded,
    )
    return render(visit.request, "library/pack.html", page)


@routes.get(f"{HOME}/{{program}}/export.zip")
@allows(Action.CONTENT_READ)
def export_newest(visit: Reader, program: str) -> Response:
    """The current release as a zip."""
    here = load_pack_here(visit, program)
    release = newest_release(visit.db, program)
    if release is None:
        raise NotFoundError
    return zip_answer(visit.db, here.program, release)


@routes.get(f"{HOME}/{{program}}/releases/{{release}}")
@allows(Action.CONTENT_READ)
def show_release(visit: Reader, program: str, release: Number) -> Response:
    """One release: what it changed."""
    here, found = load_release(visit, program, release)
    releases = queries.releases(visit.db, [program])
    page = release_page(
        here,
        found.number,
        releases,
        queries.items(visit.db, [one.release.id for one in releases]),
        queries.versions(visit.db, [program]),
        visit.actor.zone,
    )
    return render(visit.request, "library/release.html", page)


@routes.get(f"{HOME}/{{program}}/releases/{{release}}/export.zip")
@allows(Action.CONTENT_READ)
def export_release(visit: Reader, program: str, release: Number) -> Response:
    """A release as a zip."""
    here, found = load_release(visit, program, release)
    return zip_answer(visit.db, here.program, found)


@routes.get(f"{HOME}/{{program}}/{{kind}}/{{key}}")
@allows(Action.CONTENT_READ)
def show_versions(visit: Reader, program: str, kind: Kind, key: str) -> Response:
    """All versions of a document."""
    here = load_document(visit, program, kind, key)
    page = versions_page(here, queries.uses(visit.db, [program]), visit.actor.zone)
    return render(visit.request, "library/versions.html", page)


@routes.get(f"{HOME}/{{program}}/{{kind}}/{{key}}/compare")
@allows(Action.CONTENT_READ)
def compare(
    visit: Reader, program: str, kind: Kind, key: str, old: str = "", new: str = ""
) -> Response:
    """What changed between two versions; without a choice, from the one before to the current."""
    here = load_document(visit, program, kind, key)
    if len(here.versions) == 1:
        return see_other(here.document_path)
    older, newer = chosen_pair(here, old, new)
    texts = content.versions(visit.db, {older.id, newer.id})
    page = compare_page(here, texts[older.id], texts[newer.id], visit.actor.zone)
    return render(visit.request, "library/compare.html", page)
