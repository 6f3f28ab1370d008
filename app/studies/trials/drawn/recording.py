"""What is written with a draw besides its row: what the schedule has to know, and a line.

Only `trials/actions.py` draws; it calls these in the same transaction.
"""

from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from app.core import audit
from app.language.moments import local
from app.studies.enums import WaveAnchor
from app.studies.models import Project
from app.studies.trials import rules
from app.studies.trials.candidates.queries import Candidate
from app.studies.trials.drawn.rules import OwnArm, own_arm
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
from app.studies.waves.actions import count_from


def let_take_part(
    session: Session, project: Project, trial: Trial, candidate: Candidate, place: TrialAllocation
) -> OwnArm:
    """What the schedule has to know of it; and from when the waves of a study count."""
    arm = rules.arm_of(trial, place.arm)
    access = ArmAccess(
        enrollment_id=place.enrollment_id,
        arm=arm.title,
        has_sessions=arm.has_sessions,
        sessions_from=rules.sessions_from(arm, place.at),
        drawn_at=place.at,
    )
    session.add(access)
    if project.anchor is WaveAnchor.RANDOMIZED:
        day = local(place.at, candidate.zone).date()
        count_from(session, project.id, place.enrollment_id, day, now=place.at)
    session.flush()
    return own_arm(
        arm,
        has_sessions=access.has_sessions,
        sessions_from=access.sessions_from,
        drawn_at=access.drawn_at,
    )


def record_draw(
    session: Session, project: Project, trial: Trial, stratum: TrialStratum, drawn: TrialAllocation
) -> None:
    """The line of the history."""
    facts = {
        "project": project.key,
        "stratum": stratum.label,
        "position": drawn.position,
        "arm": rules.arm_of(trial, drawn.arm).title,
    }
    about = "enrollment", drawn.enrollment_id
    audit.record(session, "arm.drawn", *about, by=drawn.by, now=drawn.at, facts=facts)
