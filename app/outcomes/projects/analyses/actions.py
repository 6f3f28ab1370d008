"""Having a project analyzed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, jobs, queue
from app.core.ids import new_id
from app.language.reasons import ReasonKind
from app.outcomes.projects.analyses.queries import job_under_way, lock
from app.outcomes.projects.analyses.rules import COMPUTE
from app.studies.models import Project

TITLE = ReasonKind("analysis.title", "Analysis of {project}")


def order_analysis(session: Session, project: Project, *, by: UUID, now: datetime) -> UUID:
    """Start the job that analyzes a project, unless one does already; which job it is."""
    lock(session, project.id)
    if (under_way := job_under_way(session, project.id)) is not None:
        return under_way
    job = jobs.start(
        session, COMPUTE, TITLE(project=project.title), f"/manage/outcomes/{project.key}/analysis",
        scope_id=project.program_id, by=by, now=now,
    )  # fmt: skip
    queue.enqueue(
        session,
        COMPUTE,
        key=f"{project.id}:{new_id()}",
        payload={"project": project.key, "by": str(by)},
        label=TITLE(project=project.title),
        job=job,
        now=now,
    )
    facts = {"project": project.key}
    audit.record(
        session, "project_analysis.ordered", "project", project.id, by=by, now=now, facts=facts
    )
    return job.id
