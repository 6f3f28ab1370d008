"""Drawing arms for everybody who is ready: a job, and one person a task."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import audit, jobs, queue
from app.core.db import Database
from app.core.errors import NotFoundError, RefusedError, require
from app.core.models import Job, Task
from app.core.worker import Handler
from app.language.reasons import ReasonKind, reason
from app.people.rules import why_not_deal_with
from app.studies.models import Project
from app.studies.trials import rules
from app.studies.trials.actions import draw
from app.studies.trials.candidates.queries import Candidate, candidates
from app.studies.trials.models import Trial

DRAW = "trial.draw"
"""The kind of a task."""
JOB = "trial_draws"
NOBODY_READY = reason("trial.nobody_ready", "It is nobody’s turn in this cohort.")
DRAWING = ReasonKind(
    "trial.drawing", "Draw an arm for {count} person", "Draw arms for {count} people"
)
ONE_DRAW = ReasonKind("trial.one_draw", "{name}: an arm")


def draw_all(
    session: Session, project: Project, trial: Trial, cohort: Cohort, *, by: UUID, now: datetime
) -> Job:
    """Let arms be drawn for everybody of a cohort whose turn it is, but for `by`.

    Raises `RefusedError` if it is nobody's.
    """
    found = _ready(candidates(session, project, trial), trial, cohort.id, by)
    require(None if found else NOBODY_READY)
    job = jobs.start(
        session, JOB, DRAWING(count=len(found)), f"/manage/outcomes/{project.key}/trial",
        scope_id=cohort.id, by=by, now=now,
    )  # fmt: skip
    for own in found:
        queue.enqueue(
            session,
            DRAW,
            key=f"{job.id}:{own.enrollment_id}",
            payload={"trial": str(trial.id), "place": str(own.enrollment_id), "by": str(by)},
            label=ONE_DRAW(name=own.name),
            job=job,
            now=now,
        )
    facts = {"project": project.key, "people": len(found)}
    audit.record(session, "arm.draws-started", "job", job.id, by=by, now=now, facts=facts)
    return job


def _ready(
    found: Collection[Candidate], trial: Trial, cohort_id: UUID, by: UUID
) -> list[Candidate]:
    return [
        own
        for own in found
        if own.cohort_id == cohort_id
        and rules.why_not_draw(trial, own.ready) is None
        and why_not_deal_with([own.person_id], by=by) is None
    ]


def make_handlers(secret: str) -> Mapping[str, Handler]:
    """`secret`: the installation's `SECRET_KEY`, with which lists are sealed."""
    return {DRAW: partial(draw_one, secret)}


def draw_one(secret: str, database: Database, task: Task, now: datetime) -> None:
    """Draw an arm for the person of a task; whose arm was drawn meanwhile keeps it."""
    with database.write() as session:
        if not queue.still_ours(session, task):
            return
        trial = session.get_one(Trial, UUID(task.payload["trial"]))
        project = session.get_one(Project, trial.project_id)
        place, by = UUID(task.payload["place"]), UUID(task.payload["by"])
        savepoint = session.begin_nested()
        try:
            draw(session, project, trial, place, secret=secret, by=by, now=now)
            savepoint.commit()
        except (RefusedError, NotFoundError) as refused:
            savepoint.rollback()
            if refused.reason != rules.DRAWN:
                raise
        queue.finish(session, task, now=now)
