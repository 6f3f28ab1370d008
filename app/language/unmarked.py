"""Words that people see and that nobody marked: found in the source, before anybody sees them.

It reads templates (text, the attributes that are read out, literals in expressions) and Python
(literals that look like words). A guess it is in either: words of one small letter-case word look
like a keyword, and are left to the test that reads every page in a pseudo-language. What looks like
words and is none, as a pattern for parsing or a line for the log, says so: `# not shown`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from app.language.catalogs import TRANSLATIONS

APP = TRANSLATIONS.parent
MARKS = frozenset({"_", "ngettext", "pgettext", "reason", "ReasonKind", "gettext", "LazyText"})
"""What is inside these is marked."""
NOT_SHOWN = "# not shown"
NAMES = frozenset({"Waypost", "Zoom", "Zoom,", "PDF", "CSV", "HTML"})
"""Names are the same in every language."""
NOT_FOR_READERS = (
    *("cli.py", "__main__.py", "settings.py", "demo/", "language/", "printing/"),
    *("certificates/printing/", "certificates/specimens.py"),
)
"""For operators, or invented, or printed in the language of a program."""
PROGRAMMING_ERRORS = frozenset(
    {
        "TypeError",
        "RuntimeError",
        "AssertionError",
        "ValueError",
        "KeyError",
        "LookupError",
        "NotImplementedError",
    }
)
LOGGING = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
READ_OUT = ("alt", "aria-label", "aria-description", "title", "placeholder", "label", "content")
WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? +[A-Za-z(“]|^[A-Z][a-z]+[.!?]?$|[a-z]{2,}[.!?]$")
LETTERS = re.compile(r"[A-Za-z]{2,}")
EXPRESSION = "\x00"


class Unmarked(NamedTuple):
    """A text that no catalog has."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: people see this and it is not marked: {self.text!r}"


def unmarked(root: Path = APP) -> list[Unmarked]:
    """Everything found in an application's templates and Python."""
    found: list[Unmarked] = []
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix == ".css":
            continue
        name = str(path.relative_to(root.parent))
        found += in_template(path.read_text(encoding="utf-8"), name)
    for path in sorted(root.rglob("*.py")):
        name = str(path.relative_to(root))
        if not name.startswith(NOT_FOR_READERS):
            found += in_python(path.read_text(encoding="utf-8"), f"{root.name}/{name}")
    return found


# ------------------------------------------------------------------------------- templates


def in_template(source: str, name: str) -> Iterator[Unmarked]:
    """The unmarked texts of a template."""
    markup = ""
    tokens = [(line, kind, value) for line, kind, value in Environment(autoescape=True).lex(source)]
    yield from _in_expressions(tokens, name)
    is_comment = False
    for _line, kind, value in tokens:
        is_comment = {"comment_begin": True, "comment_end": False}.get(kind, is_comment)
        if kind == "data":
            markup += value
        elif kind in {"variable_begin", "block_begin"}:
            markup += EXPRESSION
        markup += "\n" * value.count("\n") if kind != "data" else ""
    yield from _in_markup(markup, name, plain=name.endswith(".txt"))


def _in_expressions(tokens: list[tuple[int, str, str]], name: str) -> Iterator[Unmarked]:
    """Literals that look like words and are in no call of a mark."""
    calls: list[str] = []
    before = ""
    for line, kind, value in tokens:
        if (kind, value) == ("operator", "("):
            calls.append(before)
        elif (kind, value) == ("operator", ")"):
            calls.pop()
        elif kind == "string" and not MARKS & set(calls) and _look_like_words(value[1:-1]):
            yield Unmarked(name, line, value[1:-1])
        if kind != "whitespace":
            before = value


def _in_markup(markup: str, name: str, *, plain: bool) -> Iterator[Unmarked]:
    """Text between tags, and attributes that are read out."""
    end = 0
    for tag in () if plain else re.finditer(r"<[a-zA-Z/!][^>]*>", markup):
        yield from _bare(markup, end, tag.start(), name)
        for value in re.finditer(rf'\s(?:{"|".join(READ_OUT)})="([^"]*)"', tag.group()):
            if not tag.group().startswith("<meta"):
                yield from _bare(
                    markup, tag.start() + value.start(1), tag.start() + value.end(1), name
                )
        end = tag.end()
    yield from _bare(markup, end, len(markup), name)


def _bare(markup: str, start: int, end: int, name: str) -> Iterator[Unmarked]:
    text = re.sub(r"&[a-z]+;", " ", markup[start:end].replace(EXPRESSION, " "))
    words = [word for word in LETTERS.findall(text) if word not in NAMES]
    if words:
        line = markup.count("\n", 0, start) + 1 + len(text) - len(text.lstrip("\n"))
        yield Unmarked(name, line, " ".join(text.split()))


# ---------------------------------------------------------------------------------- Python


def in_python(source: str, name: str) -> Iterator[Unmarked]:
    """The unmarked texts of a module."""
    lines = source.splitlines()
    finder = _Finder()
    finder.visit(ast.parse(source))
    for line, text in finder.found:
        if NOT_SHOWN not in lines[line - 1]:
            yield Unmarked(name, line, text)


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """What only a programmer can cause is told in English."""
        if isinstance(node.exc, ast.Call):
            kind = _name(node.exc.func)
            if kind in PROGRAMMING_ERRORS:
                return
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = _name(node.func)
        if called in MARKS:  # facts may hold words of their own
            for keyword in node.keywords:
                self.visit(keyword.value)
        elif called in LOGGING or called in {"compile", "fullmatch", "match", "sub", "getLogger"}:
            return
        else:
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Annotations are no words."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        node.returns = None
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _look_like_words(node.value):
            self.found.append((node.lineno, node.value))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _look_like_words(text: str) -> bool:
    return bool(WORDS.search(text)) and text not in NAMES
