"""Templates that hold the words of one language, put there when they are compiled.

A page says some fifty texts that know no fact, and in one language each is always the same. Said
while the page is made, they are a tenth of its cost; put into the template once, they cost nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from app.language import markup
from app.language.languages import Language, writing_in
from app.language.texts import message


class Folding(CodeGenerator):
    """Compiles a template with the words of its environment's `language` in it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The template, after every `_("…")` that knows no fact has given way to its words."""
        language: Language = self.environment.language  # type: ignore[attr-defined]
        with writing_in(language):
            super().visit_Template(_Words().visit(node), frame)


class _Words(NodeTransformer):
    SAY: ClassVar[Mapping[str, Callable[..., Any]]] = {
        "_": markup.gettext,
        "pgettext": markup.pgettext,
    }

    def visit_Call(self, call: nodes.Call) -> nodes.Expr:  # noqa: N802 - both names are Jinja's
        self.generic_visit(call)
        say = self.SAY.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        words = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        if say is None or len(words) < len(call.args) or message(words[-1]).facts:
            return call
        said = say(*words)
        # plain words are escaped where they end up, which costs less than to ask what they are
        plain = said if message(words[-1]).is_markup else said.unescape()
        return nodes.Const(plain, lineno=call.lineno)
