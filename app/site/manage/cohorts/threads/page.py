"""The switch of a cohort's questions and answers."""

from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of


@dataclass(frozen=True)
class ThreadsPage:
    """Whether they are on, and what follows from the switch."""

    cohort: str
    path: str
    reports: str
    on: bool
    waits: bool
    """Whether a report waits."""
    why_not: Reason | None
    refused: Reason | None


def threads_page(here: CohortContext, *, waits: bool, refused: Reason | None = None) -> ThreadsPage:
    """The switch as it stands."""
    return ThreadsPage(
        cohort=here.cohort.title,
        path=path_of(here),
        reports=f"/teach/{here.cohort.slug}/reports",
        on=here.cohort.has_threads,
        waits=waits,
        why_not=why_not_change(here.cohort.archived_at),
        refused=refused,
    )
