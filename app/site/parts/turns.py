"""How the standing of people changes, in words, and who they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.credit.stages.changes.rules import Turn, Turned
from app.language import Text, _
from app.web.parts import Link

TURNS: Mapping[Turn, Text] = {
    Turn.COMPLETE_NO_LONGER: _("Complete no longer"),
    Turn.OUT_OF_REACH: _("Can no longer complete"),
    Turn.AT_RISK: _("Become at risk"),
    Turn.WITHIN_REACH: _("Can complete again"),
    Turn.ON_COURSE: _("Are at risk no longer"),
    Turn.COMPLETE: _("Complete from now on"),
    Turn.COMPLETE_AT_ONCE: _("Could no longer complete, and complete from now on"),
}


@dataclass(frozen=True)
class TurnGroup:
    """People whose standing changes in the same way."""

    title: Text
    people: Sequence[Link]


def turn_groups(turned: Iterable[Turned], people_path: str) -> list[TurnGroup]:
    """Everybody whose standing changes, by how it does. `people_path`: where their pages are."""
    changes = list(turned)
    groups = [
        TurnGroup(
            title,
            [
                Link(change.ledger.name, f"{people_path}/{change.ledger.person_id}")
                for change in changes
                if change.turn is turn
            ],
        )
        for turn, title in TURNS.items()
    ]
    return [group for group in groups if group.people]
