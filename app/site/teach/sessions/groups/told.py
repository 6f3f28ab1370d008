"""The groups of a session as text for a chat, as a table for Zoom; which wishes are not kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.breakouts.enums import Wish
from app.casework.breakouts.queries import Grouped, Made
from app.casework.breakouts.rules import Wished, as_wished, seated, why_not_kept
from app.language import Text, _
from app.web.spreadsheet import csv_text

ZOOM = ("Pre-assign Room Name", "Email Address")  # not shown
"""The headers that Zoom asks for, letter by letter."""


@dataclass(frozen=True)
class GroupCard:
    """One group."""

    number: int
    title: Text
    people: Sequence[Grouped]


@dataclass(frozen=True)
class Groups:
    """What is stored of a session's groups."""

    units: int
    people: Sequence[Grouped]
    made: Made | None
    wishes: Sequence[Wished]


def as_text(cards: Sequence[GroupCard]) -> str:
    """The groups as somebody pastes them into a chat."""
    named = [(card.title, "; ".join(person.name for person in card.people)) for card in cards]
    return "\n".join(f"{title}: {names}" for title, names in named)


def for_zoom(stored: Groups) -> str:
    """The table that Zoom takes, as CSV; who has no address is assigned by hand there."""
    rows = [
        (str(card.title), person.address)
        for card in cards_of(stored)
        for person in card.people
        if person.address
    ]
    return csv_text(ZOOM, rows)


def cards_of(stored: Groups) -> list[GroupCard]:
    """The groups as they are, by number."""
    numbers = sorted({person.number for person in stored.people if person.number is not None})
    return [
        GroupCard(
            number,
            _("Group {number}", number=number),
            [person for person in stored.people if person.number == number],
        )
        for number in numbers
    ]


def notices_of(stored: Groups) -> list[Text]:
    """Each wish that is not kept: since it cannot be, or since somebody was moved by hand."""
    assert stored.made is not None
    groups = [[person.enrollment_id for person in card.people] for card in cards_of(stored)]
    grouped = [key for group in groups for key in group]
    names = {person.enrollment_id: person.name for person in stored.people}
    _seating, unkept = seated(grouped, stored.made.size, stored.wishes)
    here = [own for own in stored.wishes if {own.one, own.other} <= set(grouped)]
    return [
        why_not_kept(own, names) if own in unkept else _moved(own, names)
        for own in here
        if not as_wished(groups, own)
    ]


def _moved(own: Wished, names: Mapping[UUID, str]) -> Text:
    if own.wish is Wish.APART:
        return _(
            "{one} and {other} are in one group now, and were to be apart.",
            one=names[own.one],
            other=names[own.other],
        )
    return _(
        "{one} and {other} are in different groups now, and were to be together.",
        one=names[own.one],
        other=names[own.other],
    )
