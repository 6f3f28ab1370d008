"""A page is found from its address: route, template and test lie where the address says."""

import ast
import inspect
import keyword
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from fastapi import FastAPI

from app.settings import PROJECT_ROOT
from tests.addresses import handlers

SITE = PROJECT_ROOT / "app" / "site"
TEMPLATES = PROJECT_ROOT / "app" / "templates"
TESTS = PROJECT_ROOT / "tests" / "site"
WITHOUT_A_WORD = "front"
"""Holds `/`, and the addresses of one word that are one page: /help, /privacy, /ready."""
COMMON = (TEMPLATES, TEMPLATES / "parts")
"""Frames, and what several pages share."""
SECOND_ROUTES = {
    SITE / "manage" / "content" / "version_routes.py",
    SITE / "manage" / "outcomes" / "project_routes.py",
}
"""A version's pages, a study's: braces alone tell them from others, so no folder can."""
SHARED_TEMPLATES = {
    "parts",
    "ui",
    "letters",
    "booklets",
    "charts",
    "outcomes",
    "audit_folders",
    "transcripts",
}


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
    return [
        (route.path, Path(inspect.getfile(handler)))  # type: ignore[arg-type]
        for route, handler in handlers(app)
    ]


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


# ---------------------------------------------------------------------------- pages beside routes


def module_file(module: str) -> Path:
    return PROJECT_ROOT / f"{module.replace('.', '/')}.py"


def names_taken(file: Path) -> Iterator[tuple[str, str]]:
    """What a file of the site takes from others of the site, as modules and names."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.site."):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if module_file(inner).is_file():
                    yield inner, "*"
                elif module_file(node.module or "").is_file():
                    yield node.module or "", alias.name


def is_used_in(module: Path, name: str) -> bool:
    names = (node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Name))
    return any(node.id == name for node in names)


def strangers(files: Iterable[Path]) -> list[str]:
    """What only one folder uses, and which lies in another: a page beside its parent's, say."""
    users: dict[tuple[str, str], set[Path]] = {}
    for file in files:
        for taken in names_taken(file):
            users.setdefault(taken, set()).add(file.parent)
    found = []
    for (module, name), folders in users.items():
        home = module_file(module)
        alone = len(folders) == 1 and home.parent not in folders and home.parent != SITE
        if alone and not home.name.endswith("routes.py") and not is_used_in(home, name):
            found.append(f"{module}.{name}")
    return found


def test_what_one_folder_alone_uses_lies_in_it() -> None:
    assert strangers(SITE.rglob("*.py")) == []


def test_page_beside_its_parents_would_be_found(tmp_path: Path) -> None:
    routes_ = tmp_path / "routes.py"
    routes_.write_text("from app.site.cohorts.sessions.page import session_page\n")
    assert strangers([routes_]) == ["app.site.cohorts.sessions.page.session_page"]
