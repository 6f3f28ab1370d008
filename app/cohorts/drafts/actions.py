"""Publishing a cohort."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.admission.actions import mail_invitations
from app.cohorts.models import Cohort
from app.core import audit


def publish(session: Session, cohort: Cohort, *, by: UUID | None, now: datetime) -> None:
    """Let everybody see a cohort who is in it or may come into it; invitations go out now."""
    cohort.published_at = now
    facts = {"slug": cohort.slug}
    audit.record(session, "cohort.published", "cohort", cohort.id, by=by, now=now, facts=facts)
    session.flush()
    mail_invitations(session, cohort, now=now)
