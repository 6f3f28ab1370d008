"""The letter that confirms a withdrawal, posted in the transaction in which answers are deleted."""

from sqlalchemy.orm import Session

from app.core import outbox
from app.studies.models import ConsentWithdrawal
from app.studies.queries import Studied


def tell_withdrawn(session: Session, place: Studied, gone: ConsentWithdrawal) -> None:
    """When they withdrew and what became of their answers: what they keep of it outside of here."""
    letter = outbox.post(
        session,
        kind="study_withdrawn",
        key=f"study_withdrawn:{gone.consent_id}",
        person_id=place.enrollment.person_id,
        facts={
            "project": place.project.title,
            "withdrawn": gone.withdrawn_at.isoformat(),
            "data": "anonymous" if place.project.mode.is_anonymous else gone.data.value,
            "removed": gone.removed or 0,
            "study_path": f"/my/studies/{place.project.key}",
        },
        now=gone.withdrawn_at,
    )
    letter.cohort_id = place.enrollment.cohort_id  # who coordinates it can be asked
