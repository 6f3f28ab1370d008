"""Setting up a trial, and changing that before its list is sealed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.errors import require
from app.studies.models import Project
from app.studies.trials import queries, rules
from app.studies.trials.models import Trial
from app.studies.trials.setup.rules import Design, why_not_design


def design(
    session: Session, project: Project, wish: Design, *, by: UUID | None, now: datetime
) -> Trial:
    """Set up the trial of a project, or change it before its list is sealed.

    Raises `RefusedError`: no list can be made like that, or it is sealed.
    """
    require(why_not_design(wish, project.mode))
    trial = queries.trial_of(session, project.id)
    if trial is None:
        trial = Trial(project_id=project.id, made_at=now, by=by, **_columns(wish))
        session.add(trial)
    else:
        trial = queries.lock_trial(session, trial.id)
        require(rules.why_not_seal(trial))
        for name, value in _columns(wish).items():
            setattr(trial, name, value)
    session.flush()
    facts = {"project": project.key, **_columns(wish)}
    audit.record(session, "trial.designed", "trial", trial.id, by=by, now=now, facts=facts)
    return trial


def _columns(wish: Design) -> dict[str, Any]:
    return {
        "arms": [arm.as_json() for arm in wish.arms],
        "block_sizes": list(wish.block_sizes),
        "places": wish.places,
        "factor": wish.factor,
        "levels": list(wish.levels),
        "modules_needed": wish.modules_needed,
        "sessions_needed": wish.sessions_needed,
    }
