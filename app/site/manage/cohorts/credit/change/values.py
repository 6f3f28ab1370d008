"""What the form of a change is filled with: what waits or was returned, else what is in force."""

from datetime import datetime

from app.credit.proposals.queries import AskedOf
from app.language.moments import local
from app.site.manage.cohorts.credit.change.loaders import Changing
from app.site.manage.cohorts.setup.credit.values import Known, filled

_TYPED_ANEW = ("approved_by", "approved_on")
"""Who approved the change, and when, is nobody's who approved what is in force."""


def filled_in(changing: Changing, asked: AskedOf | None, known: Known) -> dict[str, str]:
    """By field."""
    decided = changing.decided
    values = filled(changing.plan, changing.in_force, asked, None, known)
    for name in _TYPED_ANEW:
        values.pop(name, None)
    day = changing.in_force.activity.approved_at.isoformat()
    if asked is not None and asked.is_newest(changing.in_force):
        values["change_reason"] = str(asked.proposal.terms.get("change_reason", ""))
        day = asked.proposal.terms.get("designated_at", day)
    zone = changing.plan.here.cohort.zone
    values["designated_on"] = local(datetime.fromisoformat(day), zone).date().isoformat()
    if decided is not None:
        values["disclosure_applies"] = "yes" if decided.applies else ""
        values["disclosure_reason"] = decided.reason
    return values
