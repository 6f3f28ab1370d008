"""The cohort that something is done in, and a learner's own place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program


@dataclass(frozen=True)
class CohortContext:
    """The cohort an address names, with its program and its policy."""

    cohort: Cohort
    program: Program
    policy_version: PolicyVersion
    policy: PolicyData

    @property
    def path(self) -> str:
        """The learner's address of the cohort."""
        return f"/cohorts/{self.cohort.slug}"

    def label(self, position: int) -> str:
        """What the program calls a unit: "Week 5"."""
        return f"{self.cohort.unit_label} {position}"


@dataclass(frozen=True)
class LearnerInCohort(CohortContext):
    """A learner's own place in a cohort."""

    enrollment: Enrollment
    has_sessions: bool = True
    """False where the arm of a trial has none, or has them only later; `policy` is theirs then."""
