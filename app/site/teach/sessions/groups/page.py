"""The groups of a session, as a page, as text for a chat, and as a table for Zoom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.casework.breakouts.enums import Among, Wish
from app.casework.breakouts.queries import Grouped, Made
from app.casework.breakouts.rules import (
    MOST_WISHES,
    USUAL_SIZE,
    usual_among,
)
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended, why_not_change
from app.language import Text, _, ngettext
from app.language.moments import told
from app.people.actors import Actor
from app.site.teach.parts import SessionHead, is_of_whole, session_head
from app.site.teach.sessions.groups.forms import WishRow, labels
from app.site.teach.sessions.groups.told import GroupCard, Groups, as_text, cards_of, notices_of
from app.web.forms import FormState

SPARE_ROWS = 2
"""Rows for wishes that nobody made yet."""


@dataclass(frozen=True)
class Choice:
    """How groups were made, or are to be made."""

    size: str
    seed: str
    among: str
    rows: Sequence[WishRow]


@dataclass(frozen=True)
class GroupsPage:
    """The groups of a session, and how to make others."""

    head: SessionHead
    edition: int
    """Of the groups; 0 before there are some."""
    summary: Text | None
    groups: Sequence[GroupCard]
    without: Sequence[Grouped]
    """Who could be in a group, and is in none."""
    notices: Sequence[Text]
    """Wishes that are not kept."""
    text: str
    """The groups, for a chat."""
    for_zoom: bool
    """Whether the reader gets the table for Zoom, which has addresses."""
    choice: Choice
    who: Text
    """Who was at the session, in words."""
    amongs: Sequence[tuple[str, Text]]
    """Of whom groups can be made, where that is to be chosen."""
    wishes: Sequence[tuple[str, Text]]
    names: Sequence[tuple[str, str]]
    """Everybody who can be moved, by their place."""
    can_make: bool
    form: FormState
    move: FormState


@dataclass(frozen=True)
class Refused:
    """Forms that were not taken."""

    make: FormState | None = None
    rows: Sequence[WishRow] = ()
    move: FormState | None = None


def groups_page(
    here: CohortContext,
    unit: UnitRow,
    stored: Groups,
    reader: Actor,
    now: datetime,
    refused: Refused = Refused(),
) -> GroupsPage:
    """The groups of a session as they are."""
    made, cards = stored.made, cards_of(stored)
    names = labels(stored.people)
    return GroupsPage(
        head=session_head(here, unit, stored.units, reader, _("Breakout groups")),
        edition=made.edition if made else 0,
        summary=_summary(made, cards, here, reader) if made else None,
        groups=cards,
        without=[person for person in _those(stored) if person.number is None] if made else (),
        notices=notices_of(stored) if made else (),
        text=as_text(cards),
        for_zoom=is_of_whole(reader, here),
        choice=_choice(here, stored, refused),
        who=_who(unit, now),
        amongs=_amongs(here, unit, now),
        wishes=_WISHES,
        names=[(str(key), label) for key, label in names.items()],
        can_make=why_not_change(here.cohort.archived_at) is None,
        form=refused.make or FormState(),
        move=refused.move or FormState(),
    )


def usual_of(here: CohortContext, people: Sequence[Grouped]) -> Among:
    """Of whom groups are made where nobody says it."""
    present = sum(person.is_there for person in people)
    return usual_among(present, is_series=here.cohort.is_series)


def _those(stored: Groups) -> list[Grouped]:
    """Of whom groups were made, as it stands now."""
    everybody = stored.made is None or stored.made.among is Among.ENROLLED
    return [person for person in stored.people if everybody or person.is_there]


def _summary(made: Made, cards: Sequence[GroupCard], here: CohortContext, reader: Actor) -> Text:
    at: datetime = told(made.made_at, here.cohort.zone, reader.zone)
    people = sum(len(card.people) for card in cards)
    return ngettext(
        "{people} in {count} group, made {at:moment}. Number of the draw: {seed}",
        "{people} in {count} groups, made {at:moment}. Number of the draw: {seed}",
        count=len(cards),
        people=ngettext("{count} person", "{count} people", count=people),
        seed=str(made.seed),
        at=at,
    )


def _choice(here: CohortContext, stored: Groups, refused: Refused) -> Choice:
    """What stands in the form: what was typed, or how the groups were made.

    But of whom, follows from who is here by now: groups made before the session were of everybody.
    """
    made = stored.made
    if refused.make is not None:
        value = refused.make.value
        chosen = value("size"), value("seed"), value("among")
        return Choice(*chosen, _rows(refused.rows))
    names = labels(stored.people)
    rows = [
        WishRow(number, own.wish, names.get(own.one, ""), names.get(own.other, ""))
        for number, own in enumerate(stored.wishes, 1)
        if own.one in names and own.other in names
    ]
    size = made.size if made else USUAL_SIZE
    return Choice(str(size), "", usual_of(here, stored.people), _rows(rows))


def _rows(rows: Sequence[WishRow]) -> list[WishRow]:
    """Wishes with some rows to spare, numbered as they are sent."""
    spare = [WishRow(0)] * min(SPARE_ROWS, MOST_WISHES - len(rows))
    return [replace(row, number=number) for number, row in enumerate([*rows, *spare], 1)]


def _amongs(here: CohortContext, unit: UnitRow, now: datetime) -> Sequence[tuple[str, Text]]:
    """Of whom groups can be made; of a series only who came, so there is nothing to choose."""
    if here.cohort.is_series:
        return ()
    return ((Among.THERE, _who(unit, now)), (Among.ENROLLED, _("Everybody who is enrolled")))


def _who(unit: UnitRow, now: datetime) -> Text:
    assert unit.starts_at is not None
    if has_ended(unit.starts_at, unit.minutes, now):
        return _("Who was here: recorded as present, late or partial")
    return _("Who is here: recorded as present, late or partial")


_WISHES: Sequence[tuple[str, Text]] = (
    (Wish.APART, _("Keep apart")),
    (Wish.TOGETHER, _("Keep together")),
)
