"""How people check in to a cohort's sessions, and whether joining is enough."""

from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of


@dataclass(frozen=True)
class CheckInSettingPage:
    """Whether it is on, and what follows from it."""

    cohort: str
    path: str
    on: bool
    why_not: Reason | None
    refused: Reason | None


def setting_page(here: CohortContext, refused: Reason | None = None) -> CheckInSettingPage:
    """The setting as it stands."""
    cohort = here.cohort
    archived = why_not_change(cohort.archived_at)
    return CheckInSettingPage(cohort.title, path_of(here), cohort.link_checks_in, archived, refused)
