"""Who controls content, what they disclosed, and how far that is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.credit.disclosures.enums import ControllerRole, ControllerState, Mitigation, Nature
from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

LOOKS_BACK = 24
"""Months of which relationships are disclosed (ACCME, Standard 3)."""


ARE_THERE = reason("disclosure.controller_there", "They are on the list already.")
NOT_THERE = reason("disclosure.controller_gone", "They are not on the list any more.")
OFFICERS_CLEAR = reason(
    "disclosure.officers_clear",
    "A CME officer of the provider reviews disclosures, so only they leave somebody out or take "
    "somebody off the list. Ask them.",
)


@dataclass(frozen=True)
class Relationship:
    """One financial relationship with an ineligible company."""

    id: UUID
    company: str
    nature: Nature
    has_ended: bool


@dataclass(frozen=True)
class Entered:
    """One relationship as somebody enters it."""

    company: str
    nature: Nature | None
    has_ended: bool


@dataclass(frozen=True)
class Verdict:
    """What a review says of one relationship."""

    is_relevant: bool | None
    mitigation: Mitigation | None = None
    word: str = ""
    mitigated_on: date | None = None


@dataclass(frozen=True)
class Reviewed:
    """The review of a disclosure that holds, for one activity."""

    at: datetime
    by: UUID
    verdicts: Mapping[UUID, Verdict]
    """By relationship."""


@dataclass(frozen=True)
class Given:
    """A disclosure as it was given, and its review for one activity."""

    id: UUID
    has_none: bool
    typed_name: str
    source: str
    signed_at: datetime
    valid_until: datetime
    relationships: Sequence[Relationship] = ()
    reviewed: Reviewed | None = None

    @property
    def relevant(self) -> list[Relationship]:
        """What was found relevant to the activity."""
        verdicts = self.reviewed.verdicts if self.reviewed else {}
        return [own for own in self.relationships if verdicts[own.id].is_relevant]


@dataclass(frozen=True)
class Controller:
    """Somebody who controls content of one cohort's activity."""

    id: UUID
    """Of the person, or, without an account, of their row on the list."""
    person_id: UUID | None
    name: str
    sort_name: str
    roles: frozenset[ControllerRole]
    units: frozenset[UUID] | None = None
    """The units whose sessions they lead, where that is all that they control."""
    row_id: UUID | None = None
    """Of what was entered by name, which can be taken away."""
    left_out: str = ""
    given: Given | None = None
    asked_at: datetime | None = None
    letters: int = 0


def state_of(own: Controller, now: datetime) -> ControllerState:
    """How far somebody is. Whoever disclosed anew is to be reviewed anew."""
    if own.left_out:
        return ControllerState.LEFT_OUT
    if own.given is None:
        return ControllerState.WAITING
    if own.given.valid_until <= now:
        return ControllerState.EXPIRED
    return ControllerState.CLEARED if own.given.reviewed else ControllerState.TO_REVIEW


def uncleared(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Who keeps something shut."""
    done = {ControllerState.CLEARED, ControllerState.LEFT_OUT}
    return [own for own in controllers if state_of(own, now) not in done]


def why_not_clear_as(by: UUID, own: Controller, officers: Collection[UUID]) -> Reason | None:
    """Why leaving somebody out or taking them off the list is not somebody's to do.

    It lets go what waits for a review, so it is for whoever would make that. `officers`: of the
    activity's provider. Putting somebody back lets nothing go.
    """
    able = set(officers) - {own.id}
    not_theirs = OFFICERS_CLEAR if able and by not in able and not own.left_out else None
    return why_not_deal_with([own.id], by=by) or not_theirs
