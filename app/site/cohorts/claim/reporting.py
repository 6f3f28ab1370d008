"""What the page of the claim says of reporting the credit."""

from dataclasses import dataclass

from app.certificates.pars.models import ReportingPermission
from app.cohorts.context import LearnerInCohort
from app.credit.status.rules import CreditStatus
from app.language.moments import long_date
from app.site.cohorts.claim.pars.page import is_asked


@dataclass(frozen=True)
class ReportingAsked:
    """Where it is allowed, and whether it is."""

    path: str
    since: str
    """Since when; empty: it is not."""


def asked_of(
    learner: LearnerInCohort,
    standing: CreditStatus,
    permission: ReportingPermission | None,
    zone: str,
) -> ReportingAsked | None:
    """The question at the claim; None: they are not asked."""
    given = permission if permission and permission.withdrawn_at is None else None
    if given is None and not is_asked(standing):
        return None
    since = long_date(given.given_at, zone) if given else ""
    return ReportingAsked(f"{learner.path}/claim/pars", since)
