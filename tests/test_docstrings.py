"""What is public to another package says what its signature cannot.

Ruff asks every module and class for a docstring; a function needs one as soon as another package
uses it. Which packages there are is told by the first folder below `app/`.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.settings import PROJECT_ROOT

APP = PROJECT_ROOT / "app"


def module_file(name: str) -> Path | None:
    file = PROJECT_ROOT / f"{name.replace('.', '/')}.py"
    return file if file.is_file() else None


def package_of(name: str) -> str:
    return name.split(".")[1]


@cache
def functions_of(file: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(file.read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def imports_from_elsewhere(file: Path, tree: ast.Module) -> Iterator[tuple[str, ast.alias]]:
    own = file.relative_to(PROJECT_ROOT).with_suffix("").parts[1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app"):
            for alias in node.names:
                if package_of(f"{node.module}.{alias.name}") != own:
                    yield str(node.module), alias


def used_from_elsewhere(file: Path) -> Iterator[tuple[str, str]]:
    """Module and name of what a file uses of other packages, by name or through its module."""
    tree = ast.parse(file.read_text())
    modules: dict[str, str] = {}
    for module, alias in imports_from_elsewhere(file, tree):
        if module_file(f"{module}.{alias.name}"):
            modules[alias.asname or alias.name] = f"{module}.{alias.name}"
        else:
            yield module, alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield modules.get(node.value.id, ""), node.attr


def test_functions_that_other_packages_use_have_a_docstring() -> None:
    used = {found for file in APP.rglob("*.py") for found in used_from_elsewhere(file)}
    looked, silent = 0, []
    for module, name in sorted(used):
        file = module_file(module)
        function = functions_of(file).get(name) if file else None
        if function is not None:
            looked += 1
            silent += [] if ast.get_docstring(function) else [f"{module}.{name}"]
    assert looked >= 250
    assert silent == []
