"""What is read of an open unit and its learner before its page is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.shown import ModuleVersion
from app.credit.carried.queries import SignedUnits
from app.credit.ledger import Carried
from app.learning.items.rules import UnitWork
from app.learning.queries import WorkDone
from app.learning.reflections.rules import Writing
from app.learning.rules import UnitTimes, times_of
from app.people.actors import Actor


@dataclass(frozen=True)
class UnitFacts:
    """A unit, what its learner recorded in it, and how far that is."""

    learner: LearnerInCohort
    units: Sequence[UnitRow]
    unit: UnitRow
    module: ModuleVersion
    recorded: WorkDone
    work: UnitWork
    signed: SignedUnits
    reader: Actor
    now: datetime

    @property
    def path(self) -> str:
        """The unit's address."""
        return f"{self.learner.path}/units/{self.unit.position}"

    @property
    def label(self) -> str:
        """`Week 5`."""
        return self.learner.label(self.unit.position)

    @property
    def times(self) -> UnitTimes:
        """The moments that decide what may be done in it."""
        return times_of(self.learner, self.unit)

    @property
    def writing(self) -> Writing:
        """What there is of the reflection."""
        return Writing(self.recorded.reflection, self.recorded.draft)

    @property
    def elsewhere(self) -> Carried | None:
        """What was signed in another cohort and counts here."""
        return self.signed.elsewhere(self.unit.position)
