"""A learner says that they have read what they are told of disclosures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.context import LearnerInCohort
from app.cohorts.gates.models import DisclosureRead
from app.cohorts.gates.queries import texts_read
from app.cohorts.gates.rules import why_not_read
from app.core import audit
from app.core.errors import require


def confirm(
    session: Session,
    learner: LearnerInCohort,
    shown: str,
    *,
    web_session_id: UUID | None,
    now: datetime,
) -> None:
    """Keep that somebody has read the text that holds; a second time is the same as once.

    The caller has locked the enrollment. `shown`: the hash of the text on the page.

    Raises `RefusedError` when it was changed since, or there is none.
    """
    known = texts_read(session, learner.cohort.id, learner.enrollment.id)
    current = known.current
    require(why_not_read(shown, current.sha256 if current else None))
    assert current is not None
    if current.id in known.read:
        return
    session.add(
        DisclosureRead(
            enrollment_id=learner.enrollment.id,
            text_id=current.id,
            sha256=current.sha256,
            read_at=now,
            web_session_id=web_session_id,
        )
    )
    audit.record(
        session,
        "disclosure.read",
        "enrollment",
        learner.enrollment.id,
        by=learner.enrollment.person_id,
        now=now,
        facts={"version": current.version, "sha256": current.sha256},
    )
    session.flush()
