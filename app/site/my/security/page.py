"""One's own second step, and the browsers in which one is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import WebSession
from app.people.second_factor.queries import FactorState
from app.people.second_factor.rules import why_not_turn_off
from app.site.parts.browsers import SessionLine, session_lines

FEW = 3


@dataclass(frozen=True)
class SecurityPage:
    """What protects an account, as its owner sees it."""

    since: datetime | None
    """Since when the second step is asked for, in the reader's zone."""
    codes_left: int
    few_left: bool
    why_not_off: Reason | None
    sessions: Sequence[SessionLine]
    done: str
    """What was just done, as the address says it."""
    refused: Reason | None

    @property
    def others(self) -> bool:
        """Whether there is another browser to sign out in."""
        return any(not line.is_this for line in self.sessions)


def security_page(
    who: Actor,
    state: FactorState,
    sessions: Sequence[WebSession],
    *,
    done: str = "",
    refused: Reason | None = None,
) -> SecurityPage:
    """The page of whoever is signed in."""
    return SecurityPage(
        since=state.since and local(state.since, who.zone),
        codes_left=state.codes_left,
        few_left=state.codes_left <= FEW,
        why_not_off=why_not_turn_off(has_factor=state.since is not None, is_staff=bool(who.grants)),
        sessions=session_lines(sessions, who.zone, this=who.web_session_id),
        done=done,
        refused=refused,
    )
