"""The sealed list is read in one place of the code."""

import ast

from app.settings import PROJECT_ROOT


def test_the_sealed_list_is_read_in_one_place() -> None:
    """By drawing and by opening; no page, command or task has another way to it."""
    readers = set()
    for file in sorted((PROJECT_ROOT / "app").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "trial" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr == "sealed":
                readers.add(str(file.relative_to(PROJECT_ROOT)))
    of_trials = {name for name in readers if "studies" in name or "outcomes" in name}
    assert of_trials == {"app/studies/trials/actions.py"}
    callers = []
    tree = ast.parse((PROJECT_ROOT / "app/studies/trials/actions.py").read_text(encoding="utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
        callers += [function.name] if "_opened" in map(ast.unparse, called) else []
    assert callers == ["_next_place", "open_list"]
