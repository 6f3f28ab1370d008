"""Unmarked words in Jinja templates."""

from collections.abc import Iterator

from jinja2 import Environment, nodes

from app.language.unmarked_in import (
    EXPRESSION,
    MARKS,
    MarkupText,
    Unmarked,
    first_letter,
    has_words,
    look_like_words,
    pieces_of,
)


def in_template(source: str, name: str) -> Iterator[Unmarked]:
    """The unmarked texts of a template; one whose name ends in `.txt` has no tags."""
    environment = Environment(autoescape=True)
    for line, text in _in_expressions(environment.parse(source)):
        yield Unmarked(name, line, text.replace(EXPRESSION, "…"))
    markup = "".join(_markup(environment, source))
    pieces = [MarkupText(0, markup, True)] if name.endswith(".txt") else pieces_of(markup)
    for start, text, is_surely_read in pieces:
        if has_words(text) if is_surely_read else look_like_words(text):
            line = markup.count("\n", 0, start + first_letter(text)) + 1
            yield Unmarked(name, line, " ".join(text.replace(EXPRESSION, " ").split()))


def _markup(environment: Environment, source: str) -> Iterator[str]:
    """The template with a sign for each expression, on as many lines."""
    for _line, kind, value in environment.lex(source):
        if kind == "data":
            yield value
        else:
            yield EXPRESSION if kind in {"variable_begin", "block_begin"} else ""
            yield "\n" * value.count("\n")


def _in_expressions(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Literals that look like words and are in no mark; and what is in a mark and no literal."""
    if isinstance(node, nodes.Call) and _is_mark(node.node):
        yield from _in_mark(node)
    elif isinstance(node, nodes.Const | nodes.Concat) and look_like_words(_literal(node)):
        yield node.lineno, _literal(node)
    else:
        for child in node.iter_child_nodes():
            if not (isinstance(child, nodes.Const) and _is_only_compared(node)):
                yield from _in_expressions(child)


def _in_mark(node: nodes.Call) -> Iterator[tuple[int, str]]:
    for argument in node.args:
        if not isinstance(argument, nodes.Const):
            yield argument.lineno, f"{_literal(argument)} (inside a mark: it must be written out)"
    for fact in node.kwargs:
        yield from _in_expressions(fact)


def _is_mark(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name in MARKS


def _is_only_compared(parent: nodes.Node) -> bool:
    return isinstance(parent, nodes.Compare | nodes.Operand | nodes.Getitem)


def _literal(node: nodes.Node) -> str:
    """What is written out, with a sign for all else; `~` puts together."""
    if isinstance(node, nodes.Concat):
        return "".join(map(_literal, node.nodes))
    return (
        node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else EXPRESSION
    )
