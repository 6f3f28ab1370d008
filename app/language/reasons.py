"""Reasons: why something cannot be done, or how it stands, as a value with facts.

A rule returns one, an action raises it, a page shows it, a test compares it. Its sentence stands
where it is declared and is made when it is shown; nothing compares a sentence or takes it apart.

    NOT_OPEN = reason("unit.not_open", "This unit is not open yet.")
    NOT_MARKED = ReasonKind("session.not_marked", "{count} mark open.", "{count} marks open.")
    NOT_MARKED(count=3)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from string import Formatter
from typing import Union

from app.language.styles import LIST_STYLES, STYLES

Fact = Union[int, Decimal, str, date, "Reason", tuple["Fact", ...]]
"""What a reason may know: numbers, texts, days, moments with their zone, reasons, several of them.

A moment is told in the zone that it carries."""

Text = Union[str, "Reason"]
"""What a page shows: words, or a reason that is worded when it is shown."""

COUNT = "count"
"""The fact that decides between one and many."""
_CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class _Piece:
    """Text as it stands, and after it a fact in a style; at the end of a sentence no fact."""

    literal: str
    fact: str | None
    style: str


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
    facts: frozenset[str] = field(init=False, compare=False)
    """The names of the facts, all of which a reason of this kind has."""
    _pieces: tuple[tuple[_Piece, ...], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no code such as unit.not_open.")
        texts = (self.text,) if self.many is None else (self.text, self.many)
        pieces = tuple(tuple(_pieces(text)) for text in texts)
        names = {piece.fact for found in pieces for piece in found if piece.fact is not None}
        object.__setattr__(self, "_pieces", pieces)
        object.__setattr__(self, "facts", frozenset(names | ({COUNT} if self.many else set())))

    def __call__(self, **facts: Fact) -> "Reason":
        """A reason of this kind.

        Raises:
            TypeError: A fact is missing or not known, or is no fact.
        """
        if facts.keys() != self.facts:
            raise TypeError(f"{self.code} has the facts {sorted(self.facts)}, not {sorted(facts)}.")
        for name, fact in facts.items():
            _check(self.code, name, fact)
        return Reason(self, tuple(sorted(facts.items())))

    def words(self, facts: Mapping[str, Fact]) -> str:
        """The sentence, with the facts in it."""
        pieces = self._pieces[0 if facts.get(COUNT) == 1 else -1]
        return "".join(
            piece.literal + ("" if piece.fact is None else _worded(facts[piece.fact], piece.style))
            for piece in pieces
        )


@dataclass(frozen=True, repr=False)
class Reason:
    """One reason: its kind and its facts. Two are the same if both are; the words do not matter."""

    kind: ReasonKind
    items: tuple[tuple[str, Fact], ...] = ()
    """Names and facts, by name."""

    @property
    def code(self) -> str:
        """What kind of reason it is."""
        return self.kind.code

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by name."""
        return dict(self.items)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.kind.words(self.facts)

    def __repr__(self) -> str:
        return f"{self.code}({', '.join(f'{name}={fact!r}' for name, fact in self.items)})"


def reason(code: str, text: str) -> Reason:
    """A reason without facts: there is only one of its kind."""
    return ReasonKind(code, text)()


def _pieces(text: str) -> Iterator[_Piece]:
    for literal, name, style, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or conversion):
            raise ValueError(f"A fact needs a name, and nothing but a style: {text!r}")
        if style and not set(style.split("+")) <= STYLES.keys() | LIST_STYLES.keys():
            raise ValueError(f"There is no style {style!r}: {text!r}")
        yield _Piece(literal, name, style or "")


def _check(code: str, name: str, fact: object) -> None:
    if isinstance(fact, tuple):
        for item in fact:
            _check(code, name, item)
    elif isinstance(fact, bool) or not isinstance(fact, int | Decimal | str | date | Reason):
        raise TypeError(f"{code}: {name} is a {type(fact).__name__}, which is no fact.")
    elif isinstance(fact, datetime) and fact.tzinfo is None:
        raise TypeError(f"{code}: {name} is a moment without its zone.")


def _worded(fact: Fact, style: str) -> str:
    if isinstance(fact, tuple):
        item_style, _, list_style = style.rpartition("+")
        return LIST_STYLES[list_style]([_worded(item, item_style) for item in fact])
    return STYLES[style](str(fact) if isinstance(fact, Reason) else fact)
