"""The letter about a change of a cohort's credit: one to each person, whatever changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import outbox
from app.core.outbox import Letter
from app.credit.changes.effects.rules import Effects, Touched
from app.credit.changes.relied.rules import other_window
from app.language.reasons import Reason
from app.language.stored import to_json


def tell(
    session: Session,
    cohort: Cohort,
    found: Effects,
    *,
    provider: str,
    why: str,
    key: str,
    now: datetime,
) -> None:
    """Who has claimed or can reads what changed, both numbers, and why; their claim stays.

    `provider`: who approved it; empty of what nobody approves. `key`: stands for the change, of
    which nobody gets two letters.
    """
    outbox.post_all(
        session,
        kind="credit_changed",
        facts={
            "cohort": cohort.title,
            "provider": provider,
            "why": why,
            "claim_path": f"/cohorts/{cohort.slug}/claim",
        },
        letters=[letter_for(own, found.relied_on, cohort.zone, key) for own in found.told],
        now=now,
    )


def letter_for(own: Touched, relied_on: Sequence[Reason], zone: str, key: str) -> Letter:
    """What one person reads: what is different for all, else until when they can claim.

    `zone`: of the cohort.
    """
    changed = relied_on or other_window(own.was.until, own.then.until, zone)
    return Letter(
        f"credit_changed:{own.enrollment_id}:{key}",
        own.person_id,
        facts={
            "changed": [to_json(said) for said in changed],
            "before": [] if own.same_number else [to_json(own.before.told)],
            "after": [to_json(own.after.told)] if own.has_earned else [],
            "claimed_in": own.claimed_in,
            "has_claimed": own.claimed is not None,
            "claim_above": own.falls_below,
            "can_claim": own.then.is_open,
            "why_not": [to_json(own.why_not)] if own.why_not else [],
        },
    )
