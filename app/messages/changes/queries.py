"""What somebody will read of a change of their cohort's credit, composed before it is made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.changes.effects.rules import Touched
from app.credit.changes.letters import letter_for
from app.language.languages import Language
from app.language.reasons import Reason
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
            "claim_path": f"/cohorts/{cohort.slug}/claim",
            **letter_for(own, changed, cohort.zone, "").facts,
        },
        own.person_id,
        languages=languages,
        base_url=base_url,
        now=now,
    )
