"""Which quotes stand in a report. Pure.

Whoever orders it chooses; as many of these as the first page holds are in it, in their order.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from app.language import Text, ngettext
from app.outcomes.leadership.answers import Measured, Quote

MOST = 4
"""So many have room at most."""
LONGEST = 240
"""Letters of one that has."""


def is_short(quote: Quote) -> bool:
    """Whether it can stand in a report at all."""
    return len(quote.text) <= LONGEST


def proposed(quotes: Sequence[Quote]) -> list[str]:
    """Which are chosen until somebody chooses."""
    return [quote.id for quote in quotes if is_short(quote)][:MOST]


def with_chosen(measured: Measured, chosen: Collection[str] | None) -> Measured:
    """With those that were chosen and still stand. None: nobody was asked; those proposed."""
    wanted = proposed(measured.quotes) if chosen is None else chosen
    return replace(measured, quotes=[own for own in measured.quotes if own.id in wanted])


def in_room(quotes: Sequence[Quote], room: int) -> list[Quote]:
    """The first ones that have room."""
    return [quote for quote in quotes if is_short(quote)][:room]


def left_out(quotes: Sequence[Quote], room: int) -> list[Text]:
    """How many that were chosen have none."""
    count = len(quotes) - len(in_room(quotes, room))
    if not count:
        return []
    return [
        ngettext(
            "{count} quote that was chosen has no room on the page.",
            "{count} quotes that were chosen have no room on the page.",
            count=count,
        )
    ]
