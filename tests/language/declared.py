"""Every reason that is declared under a folder, and every call that makes one, read as text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.language.reasons import ReasonKind


@dataclass(frozen=True)
class Declared:
    """A declaration: the constant that holds it, where it has one, and the kind."""

    place: str
    name: str | None
    kind: ReasonKind


@dataclass(frozen=True)
class Made:
    """A call of a constant in capitals, with the names of the facts it is given."""

    place: str
    name: str
    facts: frozenset[str]


def declared(folder: Path) -> list[Declared]:
    """All declarations, whether a module is ever imported or not."""
    found = []
    for place, tree in _trees(folder):
        names = {
            id(node.value): ast.unparse(node.targets[0])
            for node in tree.body
            if isinstance(node, ast.Assign)
        }
        for call in _calls(tree, "reason", "ReasonKind"):
            texts = [ast.literal_eval(argument) for argument in call.args]
            found.append(Declared(place, names.get(id(call)), ReasonKind(*texts)))
    return found


def made(folder: Path) -> list[Made]:
    """All calls of constants with facts by name."""
    return [
        Made(f"{place}:{call.lineno}", name, frozenset(word.arg or "" for word in call.keywords))
        for place, tree in _trees(folder)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (name := ast.unparse(call.func).rsplit(".", 1)[-1]).isupper()
    ]


@cache
def _trees(folder: Path) -> list[tuple[str, ast.Module]]:
    return [
        (str(file.relative_to(folder)), ast.parse(file.read_text()))
        for file in sorted(folder.rglob("*.py"))
        if (file.parent.name, file.name) != ("language", "reasons.py")  # which defines both
    ]


def _calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in names:
            yield node
