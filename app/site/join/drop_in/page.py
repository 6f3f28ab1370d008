"""The pages of who drops in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.casework.drop_ins.rules import LASTS
from app.cohorts.models import Cohort
from app.language import Text
from app.people.models import Institution
from app.site.join.newcomer.page import NewcomerPage, newcomer_page
from app.web.forms import FormState


@dataclass(frozen=True)
class DropInPage:
    """The code, and who they are, as far as that is not known; or that a letter was sent."""

    who: NewcomerPage
    is_known: bool
    """Whether they are signed in."""
    form: FormState
    hours: int = int(LASTS.total_seconds() // 3600)


@dataclass(frozen=True)
class ConfirmPage:
    """The button by which somebody who was mailed a link is recorded."""

    cohort: str
    path: str
    action: str
    why_not: Text | None


def drop_in_page(
    cohort: Cohort,
    institutions: Sequence[Institution],
    form: FormState,
    *,
    is_known: bool,
    sent_to: str | None = None,
) -> DropInPage:
    """What somebody sees who is in the session and not in the series."""
    who = newcomer_page(cohort, institutions, form, sent_to=sent_to)
    return DropInPage(who, is_known, form)
