"""Finds where code compares a sentence, parses it or cuts it, in Python, templates and JavaScript.

mypy sees a `Reason` compared with a string, or cut. What it cannot see is a sentence that is a
string by then; that is looked for here, by literals of two words and by `str(reason)`.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment, nodes

CUTTING = frozenset(
    {
        *("startswith", "endswith", "removeprefix", "removesuffix", "replace", "count"),
        *("split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip"),
        *("find", "rfind", "index", "rindex", "search", "match", "fullmatch"),
        *("lower", "upper", "title", "capitalize", "casefold"),
    }
)
"""Methods that look into a text, or give back a part of it."""
JS_CUTTING = "includes|startsWith|endsWith|indexOf|split|replace|replaceAll|match|search|test"
FILTERS = frozenset({"replace", "truncate", "lower", "upper", "capitalize", "title", "trim"})

_TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:]?\s+[^\W\d_]{2,}")
_HOLDS_A_REASON = re.compile(r"(\w+_)?(reason|refused|conflict|why|why_not\w*|missing|note|words)")
_JS_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
_JS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[=!]==?|\bcase)\s*({_JS_STRING})",
        rf"({_JS_STRING})\s*[=!]==?",
        rf"\.(?:{JS_CUTTING})\(\s*({_JS_STRING})",
        r"(\[[^\[\]]*\])\s*\.(?:includes|indexOf)\(",
    )
)
_JS_READS_THE_PAGE = re.compile(
    r"(?:textContent|innerText)\)?\s*(?:[=!]==?|\??\.)|[=!]==?\s*[\w.?]*textContent"
    r"|(?:Number|parseInt|parseFloat)\([^)]*textContent|`[^`]*\$\{[^}]*textContent[^`]*`\s*\."
)


class Found(NamedTuple):
    """A line, and what stands there."""

    line: int
    code: str


def in_python(source: str) -> list[Found]:
    """Where a module takes a sentence for more than a sentence."""
    return [
        Found(getattr(node, "lineno", 0), ast.unparse(node))
        for node in ast.walk(ast.parse(source))
        if _compares(node) or _cuts(node)
    ]


def in_template(source: str) -> list[Found]:
    """The same in a Jinja template."""
    tree = Environment().parse(source)
    kinds = (nodes.Compare, nodes.Call, nodes.Filter)
    return [Found(node.lineno, repr(node)) for node in tree.find_all(kinds) if _suspect(node)]


def in_javascript(source: str) -> list[Found]:
    """The same in JavaScript, and where a script reads what the page says."""
    found = [
        match
        for pattern in _JS
        for match in pattern.finditer(source)
        if _TWO_WORDS.search(match.group(1))
    ]
    found += _JS_READS_THE_PAGE.finditer(source)
    return [Found(source.count("\n", 0, match.start()) + 1, match.group()) for match in found]


def _compares(node: ast.AST) -> bool:
    if isinstance(node, ast.MatchValue):
        return _is_sentence(node.value)
    if not isinstance(node, ast.Compare):
        return False
    return any(
        _is_sentence(part) for side in (node.left, *node.comparators) for part in _flat(side)
    )


def _cuts(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return _is_worded_reason(node.value)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr not in CUTTING:
        return False
    arguments = (part for argument in node.args for part in _flat(argument))
    return _is_worded_reason(node.func.value) or any(map(_is_sentence, arguments))


def _flat(node: ast.expr) -> Iterator[ast.expr]:
    """A side of a comparison; of a literal tuple, list, set or dict, each of its items."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key is not None)
    else:
        yield node


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(_is_sentence(part) for part in node.values)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(_TWO_WORDS.search(node.value))
    return _is_worded_reason(node)


def _is_worded_reason(node: ast.expr) -> bool:
    """`str(refused)`, `str(page.why_not)`, `str(rules.GONE)`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
        return False
    name = ast.unparse(node.args[0]).rsplit(".", 1)[-1]
    return node.func.id == "str" and (name.isupper() or bool(_HOLDS_A_REASON.fullmatch(name)))


def _suspect(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Compare):
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        return any(_says(const) for side in sides for const in _consts(side))
    if isinstance(node, nodes.Call):
        cuts = isinstance(node.node, nodes.Getattr) and node.node.attr in CUTTING
        return cuts and any(_says(const) for arg in node.args for const in _consts(arg))
    assert isinstance(node, nodes.Filter)
    of = node.node.attr if isinstance(node.node, nodes.Getattr) else ""
    told = any(_says(const) for arg in node.args for const in _consts(arg))
    return node.name in FILTERS and (told or bool(_HOLDS_A_REASON.fullmatch(of)))


def _consts(node: nodes.Node) -> Iterator[nodes.Const]:
    if isinstance(node, nodes.Const):
        yield node
    yield from node.find_all(nodes.Const)


def _says(const: nodes.Const) -> bool:
    return isinstance(const.value, str) and bool(_TWO_WORDS.search(const.value))
