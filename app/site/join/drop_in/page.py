"""The pages of who drops in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.drop_ins.rules import LASTS
from app.cohorts.models import Cohort
from app.language import Text
from app.language.moments import local
from app.people.models import Institution
from app.site.join.newcomer.page import NewcomerPage, newcomer_page
from app.web.forms import FormState


@dataclass(frozen=True)
class Given:
    """What a browser was given for a right code: it need not be right any more then."""

    arrival: str
    """As it is sealed for this browser."""
    at: datetime
    """When they had the code, in the zone of the cohort."""


@dataclass(frozen=True)
class DropInPage:
    """The code, and who they are, as far as that is not known; or that a letter was sent."""

    who: NewcomerPage
    is_known: bool
    """Whether they are signed in."""
    form: FormState
    scanned: bool
    given: Given | None
    hours: int = int(LASTS.total_seconds() // 3600)

    @property
    def asks_who(self) -> bool:
        """Whether they say who they are now: the code comes first, since it is shown shortly."""
        return not self.is_known and (self.given is not None or "email" in self.form.values)

    @property
    def after_sign_in(self) -> str:
        """Where who was here before goes on."""
        path = f"{self.who.path}/drop-in"
        return f"{path}/{self.given.arrival}" if self.given else path


def given_at(arrival: str, at: datetime, cohort: Cohort) -> Given:
    """A right code, of a moment."""
    return Given(arrival, local(at, cohort.zone))


def drop_in_page(
    cohort: Cohort,
    institutions: Sequence[Institution],
    form: FormState,
    *,
    is_known: bool,
    scanned: bool = False,
    given: Given | None = None,
    sent_to: str | None = None,
) -> DropInPage:
    """What somebody sees who is in the session and not in the series."""
    who = newcomer_page(cohort, institutions, form, sent_to=sent_to)
    return DropInPage(who, is_known, form, scanned, given)


@dataclass(frozen=True)
class ConfirmPage:
    """The button, or why nothing was recorded."""

    cohort: str
    path: str
    action: str
    why_not: Text | None
