"""The letter that tells somebody that they were given the live sessions that their arm has not."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from app.core import outbox
from app.studies.models import Project
from app.studies.trials.drawn.queries import Drawn


def tell_sessions(
    session: Session, project: Project, drawn: Drawn, access: ArmAccess, *, now: datetime
) -> None:
    """That they were given the live sessions that their arm has not; one letter to each place."""
    assert access.sessions_from is not None
    letter = outbox.post(
        session,
        kind="arm_crossed_over",
        key=f"arm_crossed_over:{drawn.enrollment_id}",
        person_id=drawn.person_id,
        facts={
            "project": project.title,
            "cohort": drawn.cohort,
            "arm": access.arm,
            "sessions_from": access.sessions_from.isoformat(),
            "cohort_path": f"/cohorts/{drawn.slug}",
            "study_path": f"/my/studies/{project.key}",
        },
        now=now,
    )
    letter.cohort_id = drawn.cohort_id
    session.flush()
