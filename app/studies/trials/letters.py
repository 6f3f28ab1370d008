"""The letter that tells somebody in which group they are, posted with the draw."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core import outbox
from app.studies.models import Project
from app.studies.trials.candidates.queries import Candidate
from app.studies.trials.drawn.rules import OwnArm


def tell_arm(session: Session, project: Project, candidate: Candidate, arm: OwnArm) -> None:
    """What their group takes part in, and when sessions come later; one letter to each place."""
    letter = outbox.post(
        session,
        kind="arm_drawn",
        key=arm_key(candidate.enrollment_id),
        person_id=candidate.person_id,
        facts={
            "project": project.title,
            "cohort": candidate.cohort,
            "arm": arm.title,
            "means": arm.means.value,
            "sessions_from": arm.sessions_from.isoformat() if arm.sessions_from else "",
            "study_path": f"/my/studies/{project.key}",
        },
        now=arm.drawn_at,
    )
    letter.cohort_id = candidate.cohort_id  # who coordinates it can be asked
    session.flush()


def arm_key(enrollment_id: UUID) -> str:
    """The key of that letter; an arm is drawn for a place once for all."""
    return f"arm_drawn:{enrollment_id}"


def place_in(key: str) -> UUID:
    """The place that such a key names."""
    return UUID(key.split(":")[1])
