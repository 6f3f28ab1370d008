"""What can change of a project, and when no more; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.language.reasons import Reason, reason
from app.studies.enums import Determination, WaveAnchor
from app.studies.rules import why_fixed
from app.surveys.enums import IdentityMode

if TYPE_CHECKING:
    from app.studies.models import Project
    from app.studies.queries import Relied

COHORT_STAYS = reason(
    "project.cohort_stays",
    "People of this study’s cohorts have answered already. Cohorts can be added to it, and none "
    "can be taken out.",
)
NO_COHORT = reason("project.no_cohort", "Choose the cohorts that it studies.")
NO_NUMBER = reason("project.no_number", "Enter the number under which this was determined.")


@dataclass(frozen=True)
class Described:
    """What a project is, as its coordinator says it."""

    title: str
    determination: Determination
    number: str
    """Of the determination."""
    mode: IdentityMode
    asks_consent: bool
    anchor: WaveAnchor
    cohort_ids: frozenset[UUID]

    def fixed(self) -> tuple[object, ...]:
        """What people rely on who answered."""
        return (self.determination, self.mode, self.asks_consent, self.anchor)


def why_not_describe(described: Described) -> Reason | None:
    """Why a project cannot be like that, whoever relies on it."""
    if not described.cohort_ids:
        return NO_COHORT
    needs = described.determination is not Determination.QUALITY
    return NO_NUMBER if needs and not described.number else None


def why_not_change(
    project: Project, described: Described, studied: Collection[UUID], relied: Relied
) -> Reason | None:
    """Why a project cannot become this. `studied`: its cohorts so far."""
    why = why_fixed(relied)
    if why is None:
        return None
    fixed = (project.determination, project.mode, project.asks_consent, project.anchor)
    if described.fixed() != fixed:
        return why
    return None if described.cohort_ids >= set(studied) else COHORT_STAYS


def key_of(title: str, taken: Collection[str]) -> str:
    """How a project is called in addresses: of its title's first words, numbered where taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:5] or ["project"]
    key = "-".join(words)[:40].strip("-")
    if key not in taken:
        return key
    return next(f"{key}-{n}" for n in range(2, len(taken) + 3) if f"{key}-{n}" not in taken)


RESERVED = frozenset({"new", "projects", "quotes", "people", "report", "reports", "costs"})
"""Words that addresses use themselves."""
