"""What a coordinator sends to plan a wave."""

from collections.abc import Collection
from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.parts.lapses import Despite
from app.studies.enums import Respondent
from app.studies.waves.planning.rules import Asks, Planned
from app.studies.waves.rules import FARTHEST, LONGEST
from app.web.forms import Form

Days = Annotated[int, Field(ge=-LONGEST, le=LONGEST)]
Keys = Annotated[tuple[str, ...], Field(max_length=60)]


class RemovalForm(Form):
    """That a wave is taken out; where that has people asked, that it was read."""

    despite: Despite = ""


class WaveForm(Form):
    """When, and what of whom. A box `then` looks back for those who answer themselves."""

    asked_for: ClassVar = {
        "months": _("Enter how many months after the start the wave is; 0 is the baseline."),
        "first_day": _("Enter how many days from there it begins; before it with a minus sign."),
        "last_day": _("Enter how many days from there it ends."),
    }

    months: Annotated[int, Field(ge=0, le=FARTHEST)]
    first_day: Days
    last_day: Days
    learners: Keys = ()
    mentees: Keys = ()
    then: Keys = ()
    despite: Despite = ""

    def planned(self, known: Collection[str]) -> Planned:
        """As the domain takes it. `known`: the instruments that can be asked."""
        own = {
            Asks(Respondent.LEARNER, key, asks_then=key in self.then)
            for key in self.learners
            if key in known
        }
        others = {Asks(Respondent.MENTEE, key) for key in self.mentees if key in known}
        return Planned(self.months, self.first_day, self.last_day, frozenset(own | others))
