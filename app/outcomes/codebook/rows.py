"""What every column of a file of answers means, a row each.

Columns are called as everywhere outside: by the code of the question, `_then` behind it of the
past; scores by theirs. What may not be passed on has codes in place of words, and its source and
license tell where the words are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import get_args

from app.language import _, ngettext
from app.outcomes.codebook.wording import as_it_goes_out
from app.packs.instruments.names import COMPOSITE, NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Item, Perspective

HEADERS = (
    *("instrument", "variable", "perspective", "label", "type", "values", "missing", "scale"),
    *("reversed", "subscale", "source", "license", "version"),
)
_BAR = " | "
_SKIPPED = _("empty = not answered")
SCORE = "score"
"""The type of what is computed of several answers."""


@dataclass(frozen=True)
class Described:
    """An instrument as it was asked."""

    instrument: InstrumentData
    version: str
    """The hash of the version."""


@dataclass(frozen=True)
class Options:
    """How a codebook is made."""

    consented: Set[str] = frozenset()
    """Keys of instruments whose owners let us pass their wording on."""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What columns are called that are not called as here: by instrument and name here."""
    missing: str = NOT_APPLICABLE
    """What stands in a number or a day that does not apply."""
    scores: bool = True
    """Whether the file has scores, too."""


@dataclass(frozen=True)
class Codebook:
    """A table that any writer of tables takes."""

    rows: tuple[tuple[str, ...], ...]
    headers: tuple[str, ...] = HEADERS


def codebook(described: Iterable[Described], options: Options | None = None) -> Codebook:
    """What the columns of these instruments mean, in the order in which they are asked."""
    chosen = options or Options()
    return Codebook(tuple(row for asked in described for row in _rows(asked, chosen)))


def _rows(described: Described, options: Options) -> Iterator[tuple[str, ...]]:
    instrument = as_it_goes_out(described.instrument, options.consented)
    about = (instrument.source.text, instrument.license, described.version)
    for group in instrument.groups:
        for perspective in get_args(Perspective):
            for item in (instrument.by_code[code] for code in group.items):
                if perspective in instrument.perspectives_of(item):
                    yield (*_question(instrument, item, perspective, options), *about)
    if options.scores:
        for score in _scores(instrument):
            yield (*score, *about)


def _question(
    instrument: InstrumentData, item: Item, perspective: Perspective, options: Options
) -> Sequence[str]:
    name = item.code + (THEN if perspective == "then" else "")
    return (
        instrument.key,
        options.names.get((instrument.key, name), name),
        perspective,
        item.text or name,
        item.kind,
        _BAR.join(_values(instrument, item)),
        _BAR.join(_missing(instrument, item, options)),
        item.scale or "",
        "yes" if item.reversed else "",
        ", ".join(own.code for own in instrument.subscales if item.code in own.items),
    )


def _values(instrument: InstrumentData, item: Item) -> Iterator[str]:
    """What can be answered, by code; of a number its limits and what is counted."""
    scale = instrument.scale_of(item)
    for point in scale.points if scale else ():
        words = scale.anchors.get(str(point)) if scale else None
        yield f"{point} = {words}" if words else str(point)
    for option in item.options:
        yield f"{option.code} = {option.text}"
    if item.kind == "date":
        yield "YYYY-MM-DD"  # not shown: a format
    if item.kind == "number":
        limits = ("" if limit is None else str(limit) for limit in (item.min, item.max))
        yield from (text for text in ("..".join(limits), item.unit) if text)


def _missing(instrument: InstrumentData, item: Item, options: Options) -> Iterator[str]:
    na = instrument.na_of(item)
    if na is not None:
        code = options.missing if item.kind in {"number", "date"} else NOT_APPLICABLE
        yield f"{code} = {na}"
    yield str(_SKIPPED)


def _scores(instrument: InstrumentData) -> Iterator[Sequence[str]]:
    """Scores of what is asked of each time, as far as anything is."""
    for perspective in get_args(Perspective):
        ending = THEN if perspective == "then" else ""
        for own in instrument.subscales:
            if _asks(instrument, own.items, perspective):
                row = (own.code + ending, perspective, own.title, own.items, own.needed)
                yield _score(instrument.key, *row)
        composite, items = instrument.composite, instrument.scored
        if composite is not None and _asks(instrument, items, perspective):
            needed = instrument.composite_needed
            row = (COMPOSITE + ending, perspective, composite.title, tuple(items), needed)
            yield _score(instrument.key, *row)


def _score(
    key: str, name: str, perspective: str, title: str, items: Sequence[str], needed: int
) -> Sequence[str]:
    missing = ngettext(
        "empty = fewer than {count} question answered",
        "empty = fewer than {count} questions answered",
        count=needed,
    )
    ending = name[len(name.removesuffix(THEN)) :] if perspective == "then" else ""
    of = ", ".join(item + ending for item in items)
    return (key, name, perspective, title, SCORE, f"mean({of})", str(missing), "", "", "")


def _asks(instrument: InstrumentData, items: Iterable[str], perspective: Perspective) -> bool:
    asked = (instrument.perspectives_of(instrument.by_code[code]) for code in items)
    return any(perspective in perspectives for perspectives in asked)
