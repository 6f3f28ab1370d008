"""Reasons: why something cannot be done, or how it stands, as a value with a code and facts.

A rule returns one, an action raises it, a page shows it, a test compares it by code and facts. Its
sentence stands where it is declared, and is worded when it is shown; nothing compares a sentence or
takes it apart.

    NOT_OPEN = reason("unit.not_open", "This unit is not open yet.")
    NOT_MARKED = ReasonKind("session.not_marked", "{count} mark open.", "{count} marks open.")
    NOT_MARKED(count=3)
"""

import re
from dataclasses import dataclass, field

from app.language.texts import Fact, LazyText, Message, lazy, message

_CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")
_KINDS: dict[str, "ReasonKind"] = {}
"""Every kind that was declared, by its code: how a reason that was stored is known again."""


@dataclass(frozen=True)
class ReasonKind:
    """A kind of reason: a code of its own, and its sentence with named facts in braces.

    With two sentences, the fact `count` decides: the first is for one, the second for all others.

    Raises:
        ValueError: The code is none, or a sentence names its facts in a way that means nothing.
    """

    code: str
    text: str = field(compare=False)
    many: str | None = field(default=None, compare=False)
    message: Message = field(init=False, compare=False, repr=False)
    """Its sentence as it stands in the catalogs."""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no code such as unit.not_open.")
        object.__setattr__(self, "message", message(self.text, self.many))
        _KINDS[self.code] = self

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts, all of which a reason of this kind has."""
        return self.message.facts

    def __call__(self, **facts: Fact) -> "Reason":
        """A reason of this kind.

        Raises:
            TypeError: A fact is missing or not known, or is no fact.
        """
        text = lazy(self.message, facts)
        return Reason(text.message, text.items, kind=self)


@dataclass(frozen=True, repr=False, eq=False)
class Reason(LazyText):
    """One reason. Two are the same if their codes and facts are; the words do not matter."""

    kind: ReasonKind = field(kw_only=True)

    @property
    def code(self) -> str:
        """What kind of reason it is."""
        return self.kind.code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, self.items) == (other.code, other.items)

    def __hash__(self) -> int:
        return hash((self.code, self.items))

    def __repr__(self) -> str:
        return f"{self.code}({', '.join(f'{name}={fact!r}' for name, fact in self.items)})"


def reason(code: str, text: str) -> Reason:
    """A reason without facts: there is only one of its kind."""
    return ReasonKind(code, text)()


def kind_of(code: str) -> ReasonKind | None:
    """The kind with a code; None if nothing that is loaded declares it."""
    return _KINDS.get(code)
