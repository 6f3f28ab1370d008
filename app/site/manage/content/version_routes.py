"""A version's page, and behind it the pages that its frame shows; nothing there can be done."""

import re

from starlette.responses import HTMLResponse, Response

from app.cohorts import queries as cohorts
from app.cohorts.moves.queries import uses
from app.content import library
from app.content import queries as content
from app.content.booklets import queries as prints
from app.content.booklets.queries import booklet_state
from app.content.models import ContentVersion
from app.content.releases import queries
from app.content.releases.queries import current_module_ids, newest_release
from app.core.errors import NotFoundError
from app.language.reasons import reason
from app.packs.schema import Kind, program_of
from app.policy.table import Action
from app.site.manage.content import preview
from app.site.manage.content.instrument import instrument_preview
from app.site.manage.content.loaders import (
    HOME,
    SHORT,
    PackContext,
    Prefix,
    load_document,
    load_version,
)
from app.site.manage.content.preview import UnitPlace
from app.site.manage.content.version import version_page
from app.site.parts.booklets import booklet_response
from app.site.parts.figures import figure_response, hash_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import not_modified
from app.web.pages import PageRenderer, render, see_other
from app.web.security import in_our_frames, with_frames

routes = router()

DOCUMENT = f"{HOME}/{{program}}/{{kind}}/{{key}}"
VERSION = f"{DOCUMENT}/{{version}}"
_LINK_OUT = re.compile(r'<a (?![^>]* target=)(?=[^>]*href="(https?://|[^"]*\.pdf"))')
NO_PDF = reason(
    "print.unused_version",
    "No cohort uses this version, so it was not printed. You can print the preview itself.",
)


@routes.get(f"{DOCUMENT}/preview")
@allows(Action.CONTENT_READ)
def show_preview(visit: ReadVisit, program: str, kind: Kind, key: str, width: str = "") -> Response:
    """On to the current version's page."""
    here = load_document(visit, program, kind, key)
    chosen = "?width=phone" if width == "phone" else ""
    return see_other(f"{here.path_of(here.current or here.versions[0])}{chosen}")


@routes.get(VERSION)
@allows(Action.CONTENT_READ)
def show_version(
    visit: ReadVisit,
    program: str,
    kind: Kind,
    key: str,
    version: Prefix,
    width: str = "fit",
    part: str = "page",
) -> Response:
    """One version: facts, and a frame with what its readers see."""
    here = load_document(visit, program, kind, key)
    chosen = here.version(version)
    page = version_page(
        here,
        content.version(visit.db, chosen.id),
        uses(visit.db, [program]),
        width=width,
        part=part,
        printed=kind == "module" and prints.has_print(visit.db, chosen.id),
        zone=visit.actor.zone,
    )
    return with_frames(render(visit.request, "manage/content/version.html", page))


@routes.get(f"{VERSION}/page")
@allows(Action.CONTENT_READ)
def show_page(visit: ReadVisit, program: str, kind: Kind, key: str, version: Prefix) -> Response:
    """What readers of a module, case or guide see, and who answers an instrument."""
    here, found = load_version(visit, program, kind, key, version)
    if kind == "program":
        raise NotFoundError
    if kind == "instrument":
        page = instrument_preview(found, here.program.title)
        return _inner(visit, "manage/content/preview_instrument.html", page)
    return _unit_page(visit, here, found)


@routes.get(f"{VERSION}/page/check")
@allows(Action.CONTENT_READ)
def show_check(visit: ReadVisit, program: str, kind: Kind, key: str, version: Prefix) -> Response:
    """A module's knowledge check with all its feedback."""
    here, found = load_version(visit, program, kind, key, version)
    if kind != "module" or not found.data.get("check"):
        raise NotFoundError
    path = f"{here.path}/{kind}/{key}/{found.hash[:SHORT]}"
    page = preview.check_preview(found, _place(visit, here, found), path)
    return _inner(visit, "manage/content/preview_check.html", page)


@routes.get(f"{VERSION}/page/reader.pdf")
@allows(Action.CONTENT_READ)
def show_booklet(visit: ReadVisit, program: str, kind: Kind, key: str, version: Prefix) -> Response:
    """A module as a PDF."""
    _, found = load_version(visit, program, kind, key, version)
    if kind != "module":
        raise NotFoundError
    if not prints.has_print(visit.db, found.id):
        printed = current_module_ids(visit.db) | cohorts.module_ids_in_use(visit.db)
        if found.id not in printed:
            raise NotFoundError(NO_PDF)
    module = library.module(visit.db, found.id)
    return booklet_response(visit.request, module, booklet_state(visit.db, module.id))


@routes.get(f"{VERSION}/file")
@allows(Action.CONTENT_READ)
def show_file(visit: ReadVisit, program: str, kind: Kind, key: str, version: Prefix) -> Response:
    """The file as its author wrote it, to download."""
    _, found = load_version(visit, program, kind, key, version)
    ending = {"program": "yaml", "guide": "guide.md", "instrument": "yaml"}.get(kind, "md")
    name = f"{key}-{found.hash[:SHORT]}.{ending}"
    return Response(
        found.source,
        media_type="text/plain; charset=utf-8",  # not shown
        headers={"Content-Disposition": f'attachment; filename="{name}"'},  # not shown
    )


@routes.get(f"{VERSION}/figures/{{name}}")
@allows(Action.CONTENT_READ)
def show_figure(
    visit: ReadVisit, program: str, kind: Kind, key: str, version: Prefix, name: str
) -> Response:
    """A picture of a version."""
    _, found = load_version(visit, program, kind, key, version)
    hash_ = hash_of(found.figures, name)
    return not_modified(visit.request, hash_) or figure_response(content.figure(visit.db, hash_))


def _unit_page(visit: Visit, here: PackContext, found: ContentVersion) -> Response:
    """A text of a unit on the page where it is read."""
    place = _place(visit, here, found)
    path = f"{here.path}/{found.kind}/{found.key}/{found.hash[:SHORT]}"
    if found.kind == "module":
        return _inner(
            visit, "manage/content/preview_unit.html", preview.unit_preview(found, place, path)
        )
    if found.kind == "case":
        return _inner(
            visit, "manage/content/preview_case.html", preview.case_preview(found, place, path)
        )
    return _inner(
        visit, "manage/content/preview_guide.html", preview.guide_preview(found, place, path)
    )


def _place(visit: Visit, here: PackContext, version: ContentVersion) -> UnitPlace:
    """Where a version's document stands in the current release of its program."""
    release = newest_release(visit.db, version.program)
    if release is None:
        raise NotFoundError
    ids = queries.items(visit.db, [release.id])[release.id]
    programs = queries.versions(visit.db, [version.program], ("program", version.program))
    current = next(id_ for id_ in ids if id_ in programs)
    data = content.version(visit.db, current).data
    short_titles = queries.short_titles(visit.db, ids)
    program = program_of(data)
    return preview.place_of(program, here.program.language, version, short_titles)


def _inner(visit: Visit, template: str, page: object) -> Response:
    """A page for the frame, and only for ours. Its links to other sites open beside it."""
    renderer: PageRenderer = visit.request.app.state.renderer
    html = renderer.html(visit.request, template, page, None)
    return in_our_frames(HTMLResponse(_LINK_OUT.sub('<a target="_blank" ', html)))
