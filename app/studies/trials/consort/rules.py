"""Who is counted where in a flow diagram, and who is analyzed how. Pure.

By intention to treat everybody is analyzed in the arm that was drawn for them, whatever they did.
Per protocol only who kept to it: of an arm with sessions, who signed and attended as much as the
trial says; of one without, who signed as much and was at no session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.studies.enums import ConsentState
from app.studies.trials.members.rules import AtWave, Member, NotDrawn, Work
from app.studies.trials.rules import Arm, arms_of, kept_to

if TYPE_CHECKING:
    from datetime import datetime

    from app.studies.trials.models import Trial


@dataclass(frozen=True)
class Flags:
    """How somebody is analyzed. Everybody for whom an arm was drawn is, by intention to treat."""

    enrollment_id: UUID
    arm: Arm
    stratum: str
    drawn_at: datetime | None
    per_protocol: bool
    work: Work


@dataclass(frozen=True)
class Followed:
    """Somebody for whom an arm was drawn, as a flow diagram counts them."""

    arm: int
    """Its number, from 1 on."""
    any_module: bool
    any_session: bool
    per_protocol: bool
    discontinued: bool
    crossed_over: bool
    withdrew: bool
    """Took their consent back since."""
    waves: Mapping[int, AtWave]
    """By months: of each wave."""

    @property
    def analyzed(self) -> bool:
        """Whether there is an answer of them; a mixed model takes all waves that there are."""
        return any(at.analyzed for at in self.waves.values())


@dataclass(frozen=True)
class Flow:
    """Everybody of a trial, to be counted. What of it may be told, `outcomes/trials` decides."""

    arms: Sequence[Arm]
    months: Sequence[int]
    """Of the waves, in order."""
    not_drawn: Mapping[NotDrawn, int]
    """For how many no arm was drawn, by why; those that there are."""
    drawn: Sequence[Followed]


def flow(trial: Trial, members: Sequence[Member], months: Sequence[int]) -> Flow:
    """The flow of everybody through a trial. `months`: of its waves."""
    reasons = Counter(own.not_drawn for own in members if own.not_drawn is not None)
    arms = arms_of(trial)
    return Flow(
        arms,
        months,
        {why: reasons[why] for why in NotDrawn if reasons[why]},
        [
            _followed(trial, arms[own.arm - 1], own, months)
            for own in members
            if own.not_drawn is None
        ],
    )


def _followed(trial: Trial, arm: Arm, own: Member, months: Sequence[int]) -> Followed:
    return Followed(
        arm=own.arm,
        any_module=own.work.modules > 0,
        any_session=own.work.sessions > 0,
        per_protocol=_kept(trial, arm, own),
        discontinued=own.discontinued is not None,
        crossed_over=own.crossed_over,
        withdrew=own.consent is ConsentState.WITHDRAWN,
        waves={number: own.waves.get(number, AtWave(due=False)) for number in months},
    )


def flags(trial: Trial, members: Sequence[Member]) -> list[Flags]:
    """How everybody is analyzed for whom an arm was drawn."""
    arms = arms_of(trial)
    return [
        Flags(
            own.enrollment_id,
            arm := arms[own.arm - 1],
            own.stratum,
            own.drawn_at,
            _kept(trial, arm, own),
            own.work,
        )
        for own in members
        if own.not_drawn is None
    ]


def _kept(trial: Trial, arm: Arm, own: Member) -> bool:
    work = own.work
    kept = kept_to(trial, arm, modules=work.modules, sessions=work.sessions)
    return kept and own.discontinued is None and not own.crossed_over
