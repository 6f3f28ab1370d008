"""What a coordinator sends to set up a trial, to draw, and to record what happened."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.language import _
from app.studies.trials.enums import Factor, TrialEventKind
from app.studies.trials.rules import Arm
from app.studies.trials.setup.rules import Design
from app.web.forms import LINES, Form, GivenReason

ARMS = (1, 2, 3, 4)
WITH, WITHOUT = "with", "without"
Title = Annotated[str, Field(max_length=80)]
Sessions = Literal["with", "without"]
Months = Annotated[int, Field(ge=1, le=120)] | Literal[""]
Count = Annotated[int, Field(ge=0, le=2_000)]


class DesignForm(Form):
    """Up to four arms, of which those with a name count, and what the list is made from."""

    names: ClassVar = {
        "block_sizes": _("Block sizes"),
        "places": _("Places in each stratum"),
        "modules_needed": _("Modules"),
        "sessions_needed": _("Live sessions"),
    }

    title_1: Title = ""
    title_2: Title = ""
    title_3: Title = ""
    title_4: Title = ""
    sessions_1: Sessions = "with"
    sessions_2: Sessions = "without"
    sessions_3: Sessions = "without"
    sessions_4: Sessions = "without"
    later_1: Months = ""
    later_2: Months = ""
    later_3: Months = ""
    later_4: Months = ""
    block_sizes: Annotated[str, Field(max_length=40, pattern=r"^[0-9 ,]*$")] = ""
    places: Count = 0
    factor: Factor = Factor.NONE
    levels: Annotated[str, Field(max_length=2_000), LINES] = ""
    modules_needed: Count = 0
    sessions_needed: Count = 0

    @property
    def design(self) -> Design:
        """What it comes to."""
        levels = tuple(level.strip() for level in self.levels.splitlines() if level.strip())
        return Design(
            arms=[self._arm(number) for number in ARMS if getattr(self, f"title_{number}")],
            block_sizes=[int(size) for size in self.block_sizes.replace(",", " ").split()],
            places=self.places,
            factor=self.factor,
            levels=() if self.factor is Factor.NONE else levels,
            modules_needed=self.modules_needed,
            sessions_needed=self.sessions_needed,
        )

    def _arm(self, number: int) -> Arm:
        has_sessions = getattr(self, f"sessions_{number}") == WITH
        later = getattr(self, f"later_{number}") or None
        title = getattr(self, f"title_{number}")
        return Arm(title, has_sessions, None if has_sessions else later)


class DrawOneForm(Form):
    """For whom an arm is drawn."""

    place: UUID


class DrawAllForm(Form):
    """In which cohort an arm is drawn for everybody whose turn it is."""

    cohort: UUID


class EventForm(Form):
    """What happened to somebody, and why."""

    names: ClassVar = {"reason": _("Why")}

    place: UUID
    kind: TrialEventKind
    reason: GivenReason = ""


class LogForm(Form):
    """Who was seen at which session."""

    asked_for: ClassVar = {
        "place": _("Choose who was there."),
        "held": _("Choose the session."),
    }
    names: ClassVar = {"note": _("What was seen")}

    place: UUID
    held: UUID
    note: GivenReason = ""
