"""How the code and the tests are laid out, where no import tells."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.settings import PROJECT_ROOT

TESTS = Path(__file__).parent
APP = PROJECT_ROOT / "app"


def containing(words: str, *folders: Path) -> Iterator[Path]:
    """The modules in which these words stand at all: only they have to be parsed."""
    for folder in folders:
        yield from (path for path in folder.rglob("*.py") if words in path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    """The full name of every module that may be meant by an import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


def test_no_module_imports_a_test_module() -> None:
    looked, own, wrong = 0, 0, []
    for path in TESTS.rglob("*.py"):
        looked += 1
        for module in imported(ast.parse(path.read_text())):
            own += module.startswith("tests.")
            if is_test(module):
                wrong.append(f"{path.relative_to(TESTS)} imports {module}")
    assert wrong == []
    assert looked >= 100
    assert own >= 100


def test_import_of_a_test_module_would_be_seen() -> None:
    planted = "from tests.web.test_routes import handlers\nimport tests.test_cli\n"
    planted += "def later() -> None:\n    from tests.web import test_forms\n"
    seen = {module for module in imported(ast.parse(planted)) if is_test(module)}
    assert {"tests.web.test_routes", "tests.test_cli", "tests.web.test_forms"} <= seen


def test_databases_come_from_fixtures_only() -> None:
    """Else `--only-databases` would take a test for one that meets none."""
    users = {
        str(path.relative_to(TESTS))
        for path in containing("tests.databases", TESTS)
        for module in imported(ast.parse(path.read_text()))
        if module.startswith("tests.databases") and not module.endswith("EmptyDatabase")
    }
    typed = {
        "test_cli.py",
        "bench/test_kept.py",
        "browser/test_evaluation.py",
        "browser/test_from_nothing.py",
        "casework/imports/test_limits.py",
        "site/admin/test_setup.py",
        "site/teach/sessions/recording/test_memory.py",
        "site/test_every_word.py",
        "demo/test_whole_demo.py",
        "installation/backups/conftest.py",
        "installation/backups/test_commands.py",
        "installation/machine/test_starting.py",
        "surveys/attacks/test_backups.py",
    }  # they name the module for the fixture's type
    assert users - typed == {"conftest.py", "whole_demo.py"}


def is_nameless(node: ast.AST) -> bool:
    """`Row[...]`, or a tuple of different things; `tuple[Reason, ...]` is a sequence."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return False
    if node.value.id != "tuple":
        return node.value.id in {"Row", "Tuple"}
    of = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return not (isinstance(of[-1], ast.Constant) and of[-1].value is ...)


def nameless_results(tree: ast.Module) -> Iterator[str]:
    """Functions that return rows or tuples without names for their columns, and such types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            if any(is_nameless(part) for part in ast.walk(node.returns)):
                yield node.name
        elif isinstance(node, ast.Assign) and is_nameless(node.value):
            yield ast.unparse(node.targets[0])


def test_queries_return_records_with_names() -> None:
    files = list(APP.rglob("queries.py"))
    assert len(files) >= 15
    found = [
        f"{file.relative_to(APP)}: {name}"
        for file in files
        for name in nameless_results(ast.parse(file.read_text()))
    ]
    assert set(found) <= {"cohorts/queries.py: lock_to_sign"}  # two values under one lock


def test_a_nameless_result_would_be_seen() -> None:
    planted = """
RosterRow = Row[Enrollment, Person]
Pair = tuple[Person, str]
def first(session: Session) -> Row[Person, str] | None: ...
def every(session: Session) -> Sequence[Row[Person, str]]: ...
def by_id(session: Session) -> dict[UUID, tuple[Person, str]]: ...
def by_pair(session: Session) -> dict[tuple[UUID, str], UUID]: ...
def conditions() -> tuple[ColumnElement[bool], ...]: ...
def record(session: Session, row: Row[Person, str]) -> list[Profile]: ...
"""
    seen = list(nameless_results(ast.parse(planted)))
    assert seen == ["RosterRow", "Pair", "first", "every", "by_id", "by_pair"]


def loop_variables(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            yield from (part.id for part in ast.walk(node.target) if isinstance(part, ast.Name))


def test_a_loop_variable_is_its_noun() -> None:
    code = [*containing(" one ", APP, TESTS), *containing("one,", APP, TESTS)]
    named_one = [file for file in code if "one" in loop_variables(ast.parse(file.read_text()))]
    pages = [*(APP / "templates").rglob("*.html"), *(APP / "static").glob("*.js")]
    named_one += [
        file for file in pages if re.search(r"\b(for|const) one (in|of)\b", file.read_text())
    ]
    assert named_one == []
    assert "one" in loop_variables(ast.parse("[one.id for number, one in enumerate(found)]"))


def test_selects_stand_in_queries() -> None:
    """Of the kit, the queue and the trail read what they are made of; the demo asks for people."""
    selecting = {
        str(file.relative_to(APP))
        for file in containing("select(", APP)
        if file.name != "queries.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "select"
    }
    assert {file for file in selecting if not file.startswith(("core/", "demo/"))} == {
        "people/actors.py"
    }
