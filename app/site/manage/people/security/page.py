"""A person's second step and sessions, as an administrator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import Person, WebSession
from app.people.second_factor.queries import FactorState
from app.people.second_factor.rules import why_not_reset
from app.people.web_sessions.rules import why_not_end_all
from app.site.parts.browsers import SessionLine, session_lines
from app.site.parts.people import person_path
from app.web.forms import FormState
from app.web.parts import FieldError

NOTHING_TYPED = FormState()


@dataclass(frozen=True)
class Answered:
    """A form of the page that was not taken."""

    act: str
    """Which one: `sessions` or `reset`."""
    form: FormState

    @property
    def summary(self) -> list[FieldError]:
        """For the summary on top: both forms have a field of this name."""
        return [FieldError(f"{self.act}-{error.field}", error.text) for error in self.form.summary]


@dataclass(frozen=True)
class PersonSecurityPage:
    """What an administrator can do for somebody who lost a phone or a computer."""

    name: str
    person_path: str
    path: str
    since: datetime | None
    codes_left: int
    sessions: Sequence[SessionLine]
    why_not_end: Reason | None
    why_not_reset: Reason | None
    done: str
    answered: Answered | None

    def form(self, act: str) -> FormState:
        """What was typed into one of the forms."""
        mine = self.answered is not None and self.answered.act == act
        return self.answered.form if self.answered and mine else NOTHING_TYPED


def person_security_page(
    reader: Actor,
    person: Person,
    state: FactorState,
    sessions: Sequence[WebSession],
    *,
    done: str = "",
    answered: Answered | None = None,
) -> PersonSecurityPage:
    """The page of one person."""
    path, by = person_path(person.id), reader.person_id
    has_factor = state.since is not None
    return PersonSecurityPage(
        name=person.display_name,
        person_path=path,
        path=f"{path}/security",
        since=state.since and local(state.since, reader.zone),
        codes_left=state.codes_left,
        sessions=session_lines(sessions, reader.zone),
        why_not_end=why_not_end_all(person.id, count=len(sessions), by=by),
        why_not_reset=why_not_reset([person.id], has_factor=has_factor, by=by),
        done=done,
        answered=answered,
    )
