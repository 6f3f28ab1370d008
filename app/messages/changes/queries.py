"""What somebody will read of a change of their cohort's credit, composed before it is made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.changes.effects.rules import Touched
from app.language.languages import Language
from app.language.reasons import Reason
from app.language.stored import to_json
from app.messages.ahead import LetterAhead, composed_ahead


def letter_of_change(
    session: Session,
    cohort: Cohort,
    own: Touched,
    changed: Sequence[Reason],
    *,
    provider: str,
    why: str,
    languages: Sequence[Language],
    base_url: str,
    now: datetime,
) -> LetterAhead:
    """As one person will read it: one statement.

    `changed`: what everybody relies on; `provider`: who approves it, empty of what nobody does;
    `languages`: the installation's.
    """
    return composed_ahead(
        session,
        "credit_changed",
        {
            "cohort": cohort.title,
            "provider": provider,
            "why": why,
            "changed": [to_json(said) for said in changed],
            "claim_path": f"/cohorts/{cohort.slug}/claim",
            "before": [] if own.same_number else [to_json(own.before.told)],
            "after": [to_json(own.after.told)] if own.has_earned else [],
            "has_claimed": own.claimed is not None,
            "claim_above": own.falls_below,
            "why_not": [to_json(own.why_not)] if own.why_not else [],
        },
        own.person_id,
        languages=languages,
        base_url=base_url,
        now=now,
    )
