"""A page is found from its address: route, template and test lie where the address says."""

import ast
import inspect
import keyword
import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.settings import PROJECT_ROOT

SITE = PROJECT_ROOT / "app" / "site"
TEMPLATES = PROJECT_ROOT / "app" / "templates"
TESTS = PROJECT_ROOT / "tests" / "site"
WITHOUT_A_WORD = "front"
"""Holds `/`, and the addresses of one word that are one page: /help, /privacy, /ready."""
COMMON = (TEMPLATES, TEMPLATES / "parts")
"""Frames, and what several pages share."""
SECOND_ROUTES = {SITE / "manage" / "content" / "version_routes.py"}
"""A version's pages: braces alone tell them from those of its pack, so no folder can."""
SHARED_TEMPLATES = {"parts", "ui", "letters", "booklets"}


def folder_of(address: str) -> Path:
    """The deepest folder of the site that the words of an address lead to."""
    folder = SITE
    for word in re.sub(r"\.\w+$", "", address).strip("/").split("/"):
        name = word.replace("-", "_") + ("_" if keyword.iskeyword(word) else "")
        if (folder / name).is_dir():
            folder /= name
    return SITE / WITHOUT_A_WORD if folder == SITE else folder


def routes(app: FastAPI) -> list[tuple[str, Path]]:
    """Each address with the file of its handler."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            handler = inspect.unwrap(route.endpoint)
            found.append((route.path, Path(inspect.getfile(handler))))
    return found


def folders_with_routes() -> set[Path]:
    return {file.parent for file in SITE.rglob("*routes.py")}


def test_a_handler_lies_in_the_folder_of_its_address(app: FastAPI) -> None:
    found = routes(app)
    assert len(found) >= 70
    astray = [(path, file) for path, file in found if file.parent != folder_of(path)]
    assert astray == []
    assert {file for _, file in found if file.name != "routes.py"} == SECOND_ROUTES


def templates_named_in(file: Path) -> list[str]:
    constants = (
        node.value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
    )
    return [text for text in map(str, constants) if text.endswith(".html")]


def test_a_template_lies_in_the_folder_of_the_page_that_shows_it() -> None:
    shown = 0
    for file in SITE.rglob("*.py"):
        allowed = {TEMPLATES / file.parent.relative_to(SITE), *COMMON}
        for name in templates_named_in(file):
            assert (TEMPLATES / name).parent in allowed, f"{file}: {name}"
            assert (TEMPLATES / name).is_file(), f"{file}: {name}"
            shown += 1
    assert shown >= 40


def test_templates_have_no_folder_that_the_site_has_not() -> None:
    folders = {file.parent.relative_to(TEMPLATES) for file in TEMPLATES.rglob("*.html")}
    assert len(folders) >= 20
    strangers = {
        folder
        for folder in folders
        if folder.parts and folder.parts[0] not in SHARED_TEMPLATES and not (SITE / folder).is_dir()
    }
    assert strangers == set()


def test_every_folder_with_addresses_has_tests_in_the_same_place() -> None:
    wanted = {folder.relative_to(SITE) for folder in folders_with_routes()}
    assert len(wanted) >= 25
    tested = {file.parent.relative_to(TESTS) for file in TESTS.rglob("test_*.py")}
    assert wanted - tested == set()
    assert {folder for folder in tested if not (SITE / folder).is_dir()} == set()
