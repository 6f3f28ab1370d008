"""Templates that hold the words of one language, put there when they are compiled.

A page says some fifty texts that know no fact, and in one language each is always the same. Said
while the page is made, they are a tenth of its cost; put into the template once, they cost nothing.
Of a text with facts the words are put there too, in pieces, and the page only fills the facts in.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from app.language import markup
from app.language.languages import Language, current, writing_in
from app.language.texts import Message, check_facts, message

FILLED = f"{markup.filled.__module__}.{markup.filled.__name__}"  # not shown


class Folding(CodeGenerator):
    """Compiles a template with the words of its environment's `language` in it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The template, after every `_("…")` that knows no fact has given way to its words."""
        language: Language = self.environment.language  # type: ignore[attr-defined]
        with writing_in(language):
            super().visit_Template(_Words().visit(node), frame)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call of ours goes straight to the function; others ask first what they call."""
        if not isinstance(node.node, nodes.ImportedName):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.visit(nodes.Tuple(node.args, "load"), frame)


class _Words(NodeTransformer):
    SAY: ClassVar[Mapping[str, Callable[..., Any]]] = {
        "_": markup.gettext,
        "pgettext": markup.pgettext,
    }

    def visit_Call(self, call: nodes.Call) -> nodes.Expr:  # noqa: N802 - both names are Jinja's
        self.generic_visit(call)
        say = self.SAY.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        words = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        if say is None or len(words) < len(call.args) or call.dyn_kwargs:
            return call
        if call.kwargs:
            context = words[0] if len(words) > 1 else None
            return _filled(message(words[-1], None, context), call)
        said = say(*words)
        # plain words are escaped where they end up, which costs less than to ask what they are
        plain = said if message(words[-1]).is_markup else said.unescape()
        return nodes.Const(plain, lineno=call.lineno)


def _filled(words: Message, call: nodes.Call) -> nodes.Expr:
    """Only the facts are left to the page."""
    facts = {fact.key: fact.value for fact in call.kwargs}
    check_facts(words, facts)
    pieces = markup.pieces(words, current(), None)
    told = [piece.fact for piece in pieces if piece.fact is not None]
    given = [
        nodes.Const(tuple(piece.literal for piece in pieces)),
        nodes.Const(tuple(piece.how for piece in pieces)),
        nodes.Tuple([facts[name] for name in told], "load"),
    ]
    return nodes.Call(nodes.ImportedName(FILLED), given, [], None, None, lineno=call.lineno)
