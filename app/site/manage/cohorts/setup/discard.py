"""The check page before a draft is thrown away."""

from dataclasses import dataclass

from app.language.reasons import Reason
from app.site.manage.cohorts.setup.loaders import Draft


@dataclass(frozen=True)
class DiscardPage:
    """What goes, and why it may not."""

    cohort: str
    path: str
    why_not: Reason | None


def discard_page(draft: Draft, why_not: Reason | None) -> DiscardPage:
    """The check page of a draft."""
    return DiscardPage(draft.here.cohort.title, draft.path, why_not)
