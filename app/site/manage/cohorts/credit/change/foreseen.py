"""What a change that was typed would do, before anybody does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.certificates.issuing.candidates.queries import with_certificate
from app.core.errors import RefusedError
from app.credit.approvals import Approval, with_dropped
from app.credit.changes.effects.rules import (
    NOTHING_CHANGED,
    Touched,
    seen_as,
    why_not_for_oneself,
)
from app.credit.changes.foreseen import touched_by, would_become
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.proposals.terms import terms_of, terms_of_approved
from app.language.reasons import Reason
from app.site.manage.cohorts.credit.change.following import expiry_kept
from app.site.manage.cohorts.credit.change.loaders import Changing
from app.site.manage.cohorts.credit.words import as_decided
from app.site.manage.cohorts.setup.credit.approval import Entered, approval_of
from app.site.visits import Visit


@dataclass(frozen=True)
class Foreseen:
    """Another version as it was typed, and whom it touches."""

    approval: Approval
    would_be: ApprovedActivity
    goes_on: bool
    """Whether what was designated stays so; else it begins anew."""
    found: Sequence[Touched]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    """The terms, without the reason."""
    officers: bool
    """Whether somebody here approves it."""
    why_not: Reason | None

    @property
    def seen(self) -> str:
        """Stands for what was looked at."""
        return seen_as(self.after, self.found)


def foreseen(visit: Visit, changing: Changing, entered: Entered, reason: str) -> Foreseen:
    """Four statements, and those that tell how everybody stands."""
    cohort = changing.plan.here.cohort
    approval = replace(
        with_dropped(approval_of(entered, cohort, visit.now), changing.in_force),
        claims_close_at=changing.in_force.activity.claims_close_at,
        expires_at=expiry_kept(changing, entered),
        requires_evaluation=changing.in_force.activity.requires_evaluation,
        change_reason=reason,
    )
    provider_id = entered.provider.id if entered.provider else None
    would_be = would_become(visit.db, cohort, changing.in_force, approval, provider_id)
    certified = with_certificate(visit.db, cohort.id)
    found = touched_by(visit.db, cohort, would_be, visit.now, certified)
    in_force = as_decided(terms_of_approved(changing.in_force), changing.decided)
    before = {name: own for name, own in in_force.items() if name != "change_reason"}
    after = terms_of(replace(approval, change_reason=""))
    by = visit.actor.person_id
    own = None if entered.officers else why_not_for_oneself(found, by=by)
    return Foreseen(
        approval=approval,
        would_be=would_be,
        goes_on=would_be.activity.changed_at is not None,
        found=found,
        before=before,
        after=after,
        officers=bool(entered.officers),
        why_not=NOTHING_CHANGED if before == after else own,
    )


def refuse(ahead: Foreseen) -> None:
    """Raises `RefusedError` where it cannot be done at all."""
    if ahead.why_not is not None:
        raise RefusedError(ahead.why_not)
