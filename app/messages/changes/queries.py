"""What somebody will read of a change of their cohort's credit, composed before it is made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.approvals import Approval
from app.credit.changes.effects.rules import Touched
from app.language.languages import Language
from app.language.stored import to_json
from app.messages.ahead import LetterAhead, composed_ahead


def letter_of_change(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    own: Touched,
    *,
    languages: Sequence[Language],
    base_url: str,
    now: datetime,
) -> LetterAhead:
    """As one person will read it: one statement. `languages`: the installation's."""
    return composed_ahead(
        session,
        "credit_changed",
        {
            "cohort": cohort.title,
            "provider": approval.provider,
            "why": approval.change_reason,
            "claim_path": f"/cohorts/{cohort.slug}/claim",
            "before": [to_json(own.before.told)],
            "after": [to_json(own.after.told)],
            "has_claimed": own.claimed is not None,
            "claim_above": own.falls_below,
            "why_not": [to_json(own.why_not)] if own.why_not else [],
        },
        own.person_id,
        languages=languages,
        base_url=base_url,
        now=now,
    )
