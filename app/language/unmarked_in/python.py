"""Unmarked words in Python."""

import ast
from collections.abc import Iterator

from app.language.unmarked_in import (
    EXPRESSION,
    MARKS,
    Unmarked,
    look_like_words,
    pieces_of,
)

NOT_SHOWN = "# not shown"
"""Ends the line of a literal that looks like words and is none that readers see."""

_PROGRAMMING_ERRORS = frozenset(
    {"TypeError", "RuntimeError", "AssertionError", "ValueError", "KeyError", "LookupError"}
    | {"NotImplementedError"}
)
_FOR_MACHINES = frozenset(
    {"getLogger", "TypeVar", "cast", "CheckConstraint", "exec_driver_sql", "text"}
)
"""Functions that are called with names or SQL. The `text` of SQLAlchemy is one, no method is."""
_OBJECTS_FOR_MACHINES = frozenset({"log", "logger", "logging", "re", "audit", "headers"})
"""Whatever is told to these, no reader of a page sees it; audit lines are the same for all."""
_HEADERS = frozenset({"headers", "media_type"})


def in_python(source: str, name: str) -> Iterator[Unmarked]:
    """The unmarked texts of a module."""
    lines = source.splitlines()
    finder = _Finder()
    finder.visit(ast.parse(source))
    for node, text in finder.found:
        own = lines[node.lineno - 1 : node.end_lineno]
        if not any(NOT_SHOWN in line for line in own):
            yield Unmarked(name, node.lineno, text.replace(EXPRESSION, "…"))


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[tuple[ast.expr, str]] = []

    # words

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._judge(node, node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._judge(node, _joined(node))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _judge(self, node: ast.expr, text: str) -> None:
        if any(look_like_words(piece.text) for piece in pieces_of(text)):
            self.found.append((node, text))

    # what is marked, and what is no words

    def visit_Call(self, node: ast.Call) -> None:
        if _name(node.func) in MARKS:
            for argument in node.args:
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    text = f"{ast.unparse(argument)} (inside a mark: it must be written out)"
                    self.found.append((argument, text))
            for fact in node.keywords:
                self.visit(fact)
        elif not _is_for_machines(node.func):
            self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in _HEADERS:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """What only a programmer can cause is told in English."""
        if not (isinstance(node.exc, ast.Call) and _name(node.exc.func) in _PROGRAMMING_ERRORS):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is compared is not shown by that."""
        for side in (node.left, *node.comparators):
            self._visit_other_than_literals(side)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        """Nor what is matched."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Nor what is looked up by; in a type, it is the name of another."""
        self.visit(node.value)
        self._visit_other_than_literals(node.slice)

    def _visit_other_than_literals(self, node: ast.expr) -> None:
        for item in node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]:
            if not isinstance(item, ast.Constant | ast.JoinedStr):
                self.visit(item)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(_is_no_text(target) for target in node.targets):
            self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if not _is_no_text(node.target):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not _is_no_text(node.target):
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Annotations are no words."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        node.returns = None
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        node.returns = None
        self.generic_visit(node)


def _is_for_machines(called: ast.expr) -> bool:
    """Whether what is told to a function reaches no reader."""
    if isinstance(called, ast.Attribute) and _name(called.value) in _OBJECTS_FOR_MACHINES:
        return True
    is_method_text = isinstance(called, ast.Attribute) and called.attr == "text"
    return _name(called) in _FOR_MACHINES and not is_method_text


def _is_no_text(target: ast.expr) -> bool:
    """Whether what is assigned here is the names of a module, or a header: `headers["Vary"]`."""
    of = target.value if isinstance(target, ast.Subscript) else target
    return _name(of) in {"headers", "__all__"}


def _joined(node: ast.JoinedStr) -> str:
    """What is written out, with a sign for all else."""
    parts = (part.value if isinstance(part, ast.Constant) else EXPRESSION for part in node.values)
    return "".join(map(str, parts))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
