"""How the tests themselves are laid out."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent


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
        for path in TESTS.rglob("*.py")
        for module in imported(ast.parse(path.read_text()))
        if module.startswith("tests.databases") and not module.endswith("EmptyDatabase")
    }
    typed = {
        "test_cli.py",
        "browser/conftest.py",
        "demo/test_whole_demo.py",
    }  # they name the module for the fixture's type
    assert users - typed == {"conftest.py"}
