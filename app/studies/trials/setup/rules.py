"""What a trial is set up as, and why no list can be made from it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind, reason
from app.studies.trials.enums import Factor
from app.studies.trials.lists.rules import why_not_plan
from app.studies.trials.rules import Arm
from app.surveys.enums import IdentityMode

MOST_PLACES = 2_000
BLOCKS = (4, 6)
"""The usual block sizes of two arms."""

FEW_PLACES = ReasonKind(
    "trial.few_places", "A list has from {least} to {most} places in each stratum."
)
NAMES_NEEDED = reason(
    "trial.names_needed",
    "Arms are drawn for people, so a trial needs identified or confidential answers. This study "
    "asks anonymously.",
)
NO_LEVELS = reason(
    "trial.no_levels", "Say which values are told apart, one a line. All others are one."
)
NO_SESSIONS_ANYWHERE = reason(
    "trial.no_sessions_anywhere",
    "At least one arm has live sessions, or there is nothing to compare.",
)
TOO_MUCH = reason(
    "trial.too_much", "Say from how many modules and sessions on somebody kept to the protocol."
)


USUAL = (
    Arm("Combined", has_sessions=True),  # not shown: a suggestion, and kept as somebody typed it
    Arm("Asynchronous only", has_sessions=False),  # not shown
)
"""Modules and live sessions, against modules alone."""


@dataclass(frozen=True)
class Design:
    """What a list is made from, as somebody set it up."""

    arms: Sequence[Arm] = USUAL
    block_sizes: Sequence[int] = BLOCKS
    places: int = 60
    factor: Factor = Factor.NONE
    levels: Sequence[str] = ()
    modules_needed: int = 8
    sessions_needed: int = 6


def why_not_design(design: Design, mode: IdentityMode) -> Reason | None:
    """Why no list can be made from this. `mode`: of the study's surveys."""
    if mode in {IdentityMode.LINKED, IdentityMode.UNLINKED}:
        return NAMES_NEEDED
    titles = [arm.title for arm in design.arms]
    if why := why_not_plan(titles, design.block_sizes):
        return why
    if not any(arm.has_sessions for arm in design.arms):
        return NO_SESSIONS_ANYWHERE
    least = max(design.block_sizes)
    if not least <= design.places <= MOST_PLACES:
        return FEW_PLACES(least=least, most=MOST_PLACES)
    if min(design.modules_needed, design.sessions_needed) < 0:
        return TOO_MUCH
    return NO_LEVELS if design.factor is not Factor.NONE and not design.levels else None
