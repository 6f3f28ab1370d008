"""Who is in the demo's trial, and what becomes of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cohorts.models import Enrollment
from app.demo.study.answers import Mentor
from app.people.models import Person
from app.studies.enums import ConsentScope

DECLINES = frozenset({7, 30})
"""The numbers of those who say no."""
SAYS_NOTHING = frozenset({9})
STOPS_EARLY = frozenset({4})
"""Who agrees, begins the first survey and never sends it."""
WITHDRAWS = 10
DISCONTINUES, CROSSES_OVER = 2, 1
"""Numbers within an arm."""
USE = ConsentScope.USE
EVERYTHING = frozenset(ConsentScope)
LESS = EVERYTHING - {ConsentScope.MENTEE, ConsentScope.RECONTACT}


@dataclass
class Somebody:
    """Somebody of the trial's cohort."""

    number: int
    person: Person
    enrollment: Enrollment
    own: float
    """How far their skill is from the mean."""
    arm: int | None = None
    """The one that was drawn for them."""
    crossed_over: bool = False

    @property
    def agrees(self) -> bool:
        """Whether they take part."""
        return self.number not in DECLINES | SAYS_NOTHING

    @property
    def scopes(self) -> frozenset[ConsentScope]:
        """What they allow; every third one less than everything."""
        return LESS if self.number % 3 == 2 else EVERYTHING

    @property
    def said(self) -> Mapping[ConsentScope, bool]:
        """Yes or No to each question."""
        return {scope: scope in self.scopes for scope in ConsentScope if scope is not USE}

    @property
    def names_mentee(self) -> bool:
        """Whether they name somebody whom they mentor."""
        allows = self.scopes is EVERYTHING and self.number != WITHDRAWS
        return self.arm is not None and allows and self.number % 5 != 4

    @property
    def has_sessions(self) -> bool:
        """Whether they have sessions from the beginning: by their arm, or outside the trial."""
        return self.arm != 2

    @property
    def mentor(self) -> Mentor:
        """What their answers are made of."""
        return Mentor(self.own, self.arm == 1)
