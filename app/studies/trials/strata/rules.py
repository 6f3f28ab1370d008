"""Which strata a list has, and in which of them somebody is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from app.studies.trials.models import TrialStratum

OTHERS = "Any other institution"  # not shown: a label of the list, which is in English for all
OTHER_LEVELS = "other"


@dataclass(frozen=True)
class Stratum:
    """One stratum of a list to be made."""

    institution_id: UUID | None
    level: str
    label: str


def strata_of(institutions: Sequence[tuple[UUID, str]], levels: Sequence[str]) -> list[Stratum]:
    """The strata of a list: each institution, and all that come later, with each level.

    `institutions`: those that take part, with their names.
    """
    known = [*institutions, (None, OTHERS)]
    if not levels:
        return [Stratum(id_, "", _plain(name)) for id_, name in known]
    named = {level.casefold(): level for level in map(_plain, levels)}
    told_apart = [level for key, level in named.items() if key != OTHER_LEVELS] + [OTHER_LEVELS]
    return [
        Stratum(id_, level, f"{_plain(name)} / {level}")
        for id_, name in known
        for level in told_apart
    ]


def _plain(name: str) -> str:
    """A name on one line, as a list has it."""
    return " ".join(name.split())


def stratum_for(
    strata: Sequence[TrialStratum], institutions: Sequence[UUID], value: str
) -> TrialStratum:
    """Where somebody belongs: by the first of their institutions that the list has.

    `institutions`: where they were enrolled from, and what that became. `value`: their own of the
    factor.
    """
    known = {stratum.institution_id for stratum in strata}
    own = next((id_ for id_ in institutions if id_ in known), None)
    theirs = [stratum for stratum in strata if stratum.institution_id == own]
    by_level = {stratum.level.casefold(): stratum for stratum in theirs}
    other = by_level.get(OTHER_LEVELS, theirs[0])
    return by_level.get(_plain(value).casefold(), other)
