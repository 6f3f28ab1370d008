"""The people of a cohort as the planner of reminders sees them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.credit.completion.rules import Completion, completion
from app.credit.ledger import Ledger, UnitLedger
from app.credit.status.rules import CreditStatus
from app.messages.reminders.enums import Rule
from app.messages.reminders.timing.rules import Setting
from app.messages.streams.rules import NotificationSettings

Settings = Mapping[Rule, Setting]
"""Of each rule that there is."""


class Thing(NamedTuple):
    """What somebody is reminded of once: a rule, and what it is about in a cohort."""

    rule: Rule
    about: str
    """A unit by its position, and of a session when it begins; empty: the cohort as a whole."""


@dataclass(frozen=True)
class Place:
    """One place of a reader in a cohort, with all that decides about reminders of it."""

    enrollment_id: UUID
    cohort_id: UUID
    cohort: str
    """Its title."""
    path: str
    """Where its learners find it."""
    settings: Settings
    standing: CreditStatus
    told: Mapping[Thing, datetime] = field(default_factory=dict)
    """What they were reminded of here, and when."""
    letters: tuple[datetime, ...] = ()
    """When a letter about this cohort went to them, one by one."""
    acted_at: datetime | None = None
    """When they last did something here."""
    _judged: dict[datetime, Completion] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def ledger(self) -> Ledger:
        """What they did here."""
        return self.standing.ledger

    @property
    def evaluations(self) -> dict[str, datetime]:
        """Until when the evaluations are asked for that have opened and completion asks for."""
        closing, asked = self.ledger.surveys_closing, self.standing.policy.surveys
        return {key: closing[key] for key in asked if key in closing}

    def completion_at(self, at: datetime) -> Completion:
        """Whether they will have completed at a moment, or still can, if nobody does anything.

        Kept: rules about several units ask for the same few moments.
        """
        if at not in self._judged:
            self._judged[at] = completion(self.ledger, self.standing.policy, at)
        return self._judged[at]

    def unit(self, position: int) -> UnitLedger | None:
        """A unit of the cohort by its position."""
        return next((unit for unit in self.ledger.units if unit.position == position), None)

    @property
    def unanswered(self) -> int:
        """How many letters about this cohort went to them since they last did something in it."""
        return sum(self.acted_at is None or at > self.acted_at for at in self.letters)

    @property
    def ignores_openings(self) -> bool:
        """Whether they did nothing since they were last told that a module is open."""
        opened = [at for thing, at in self.told.items() if thing.rule is Rule.UNIT_OPEN]
        return bool(opened) and (self.acted_at is None or self.acted_at < max(opened))


@dataclass(frozen=True)
class Reader:
    """Somebody in a cohort, with every place of theirs that is still running."""

    person_id: UUID
    name: str
    zone: str
    choice: NotificationSettings
    is_disabled: bool
    places: tuple[Place, ...]
    letters: tuple[datetime, ...] = ()
    """When reminders went to them, one by one, in whatever cohort."""
