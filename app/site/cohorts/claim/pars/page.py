"""The page on which a learner allows that their credit is reported, and takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.certificates.pars.models import ReportingPermission
from app.certificates.pars.rules import NOT_FOR_THEM
from app.certificates.pars.states import STATES
from app.cohorts.context import LearnerInCohort
from app.credit.enums import AMA_PRA_1
from app.credit.status.rules import CreditStatus
from app.language import dotted
from app.language.moments import long_date
from app.language.reasons import Reason
from app.language.styles import month_name
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class ReportingPage:
    """What the template shows."""

    eyebrow: str
    claim: str
    """The address of the claim."""
    path: str
    provider: str
    why_not: Reason | None
    since: str
    """Since when it is allowed; empty: it is not."""
    was_withdrawn: bool
    form: FormState
    months: Sequence[Option]
    days: Sequence[Option]
    states: Sequence[Option]
    saved: bool


def reporting_page(
    learner: LearnerInCohort,
    standing: CreditStatus,
    permission: ReportingPermission | None,
    form: FormState | None,
    zone: str,
    *,
    saved: bool = False,
) -> ReportingPage:
    """The page of one learner; what they gave stands in the form, and nothing else does."""
    stands = permission is not None and permission.withdrawn_at is None
    given = permission if stands else None
    claim = f"{learner.path}/claim"
    return ReportingPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        claim=claim,
        path=f"{claim}/pars",
        provider=standing.approved.activity.provider if standing.approved else "",
        why_not=None if is_asked(standing) or given else NOT_FOR_THEM,
        since=long_date(given.given_at, zone) if given else "",
        was_withdrawn=permission is not None and not stands,
        form=form or FormState(_values(given)),
        months=[Option(at, _month(at)) for at in range(1, 13)],
        days=[Option(day, f"{day}") for day in range(1, 32)],
        states=[Option(state, state) for state in STATES],
        saved=saved,
    )


def _month(at: int) -> str:
    """What a month is called, as it stands in a list."""
    name = month_name(date(2000, at, 1))
    return name[:1].upper() + name[1:]


def is_asked(standing: CreditStatus) -> bool:
    """Whether somebody is asked at all: of an accredited activity, and as a physician."""
    system = standing.claim.credit_system if standing.claim else standing.system
    return standing.approved is not None and system == AMA_PRA_1


def _values(given: ReportingPermission | None) -> dict[str, str]:
    if given is None:
        return {}
    names = ("birth_month", "birth_day", "state", "license_id")
    return {name: str(getattr(given, name)) for name in names}
