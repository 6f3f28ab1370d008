"""The numbers of a flow diagram, and who is analyzed how. Pure.

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
class WaveNumbers:
    """How many of an arm came to a wave."""

    months: int
    due: int
    responded: int
    in_time: int
    analyzed: int
    """Who responded; a mixed model takes all waves that there are."""


@dataclass(frozen=True)
class ArmNumbers:
    """One arm of the diagram."""

    arm: Arm
    allocated: int
    any_module: int
    any_session: int
    per_protocol: int
    discontinued: Mapping[str, int]
    """By reason."""
    crossed_over: int
    withdrew: int
    """Took their consent back since."""
    waves: Sequence[WaveNumbers]


@dataclass(frozen=True)
class Flow:
    """The whole diagram."""

    invited: int
    """Enrolled in the cohorts of the study."""
    assessed: int
    """Who said whether they take part."""
    not_drawn: Mapping[NotDrawn, int]
    randomized: int
    arms: Sequence[ArmNumbers]


def flow(trial: Trial, members: Sequence[Member], months: Sequence[int]) -> Flow:
    """The diagram of a trial. `months`: of its waves."""
    answered = [own for own in members if own.consent is not ConsentState.UNANSWERED]
    drawn = [own for own in members if own.not_drawn is None]
    reasons = Counter(own.not_drawn for own in members if own.not_drawn is not None)
    return Flow(
        invited=len(members),
        assessed=len(answered),
        not_drawn={why: reasons[why] for why in NotDrawn if reasons[why]},
        randomized=len(drawn),
        arms=[
            _arm(trial, arm, [own for own in drawn if own.arm == number], months)
            for number, arm in enumerate(arms_of(trial), 1)
        ],
    )


def _arm(trial: Trial, arm: Arm, members: Sequence[Member], months: Sequence[int]) -> ArmNumbers:
    reasons = Counter(own.discontinued for own in members if own.discontinued is not None)
    return ArmNumbers(
        arm=arm,
        allocated=len(members),
        any_module=sum(own.work.modules > 0 for own in members),
        any_session=sum(own.work.sessions > 0 for own in members),
        per_protocol=sum(_kept(trial, arm, own) for own in members),
        discontinued=dict(sorted(reasons.items())),
        crossed_over=sum(own.crossed_over for own in members),
        withdrew=sum(own.consent is ConsentState.WITHDRAWN for own in members),
        waves=[_wave(number, members) for number in months],
    )


def _wave(months: int, members: Sequence[Member]) -> WaveNumbers:
    at = [own.waves.get(months, AtWave(due=False)) for own in members]
    return WaveNumbers(
        months=months,
        due=sum(own.due for own in at),
        responded=sum(own.responded for own in at),
        in_time=sum(own.in_time for own in at),
        analyzed=sum(own.responded for own in at),
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
