"""Reads of why claims of a cohort are above what is earned now."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from app.credit.lowered.rules import is_above_now, why_above
from app.credit.queries import versions_of
from app.credit.status.rules import CreditStatus
from app.language.reasons import Reason


def why_claims_are_above(
    session: Session, cohort_id: UUID, standings: Mapping[UUID, CreditStatus], zone: str
) -> dict[UUID, Reason]:
    """By enrollment, of whom there is something to say: one statement, and none for nobody."""
    above = {key: own for key, own in standings.items() if is_above_now(own)}
    if not above:
        return {}
    versions = list(versions_of(session, cohort_id).values())
    found = {key: why_above(own, versions, zone) for key, own in above.items()}
    return {key: why for key, why in found.items() if why is not None}
