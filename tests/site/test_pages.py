"""What builds a page, reads a form or is a part of pages knows types of records, and reads none.

An import contract holds that these modules run no action. It cannot tell the type of a record from
the function beside it that reads one.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.settings import PROJECT_ROOT

SITE = PROJECT_ROOT / "app" / "site"
READS = ("routes.py", "loaders.py", "responses.py", "visits.py", "noted.py")
"""How the names of those end that are given a visit, and so a session."""
READERS = {"queries", "library"}


def builders() -> list[Path]:
    files = (file for file in SITE.rglob("*.py") if file.name != "__init__.py")
    return [file for file in files if not file.name.endswith(READS)]


def is_type(name: str) -> bool:
    return name[0].isupper() and not name.isupper()


def reads(tree: ast.Module) -> Iterator[str]:
    """Whatever of a module could read from the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                alias.name for alias in node.names if alias.name.rpartition(".")[2] in READERS
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            of_reader = node.module.rpartition(".")[2] in READERS
            for alias in node.names:
                if alias.name in READERS or (of_reader and not is_type(alias.name)):
                    yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Attribute) and node.attr == "db":
            yield ast.unparse(node)


def test_pages_forms_and_parts_read_nothing() -> None:
    assert len(builders()) >= 55
    found = [
        f"{file.relative_to(SITE)}: {what}"
        for file in builders()
        for what in reads(ast.parse(file.read_text()))
    ]
    assert found == []


def test_a_page_that_reads_would_be_seen() -> None:
    planted = """
import app.credit.queries
from app.cohorts import queries as cohorts
from app.content import library
from app.cohorts.queries import UnitRow, units
from app.content.library import module, ModuleVersion
from app.cohorts.queries import NEWEST_POLICY
def page(visit: Visit) -> None:
    visit.db.get(Person, visit.actor.person_id)
"""
    assert list(reads(ast.parse(planted))) == [
        "app.credit.queries",
        "app.cohorts.queries",
        "app.content.library",
        "app.cohorts.queries.units",
        "app.content.library.module",
        "app.cohorts.queries.NEWEST_POLICY",
        "visit.db",
    ]
