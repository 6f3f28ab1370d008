"""Having a project analyzed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, queue
from app.core.ids import new_id
from app.core.models import Job
from app.language.reasons import ReasonKind
from app.language.stored import store
from app.outcomes.projects.analyses.queries import job_under_way, lock
from app.outcomes.projects.analyses.rules import COMPUTE
from app.studies.models import Project

TITLE = ReasonKind("analysis.title", "Analysis of {project}")


def order_analysis(session: Session, project: Project, *, by: UUID, now: datetime) -> UUID:
    """Start the job that analyzes a project, unless one does already; which job it is."""
    lock(session, project.id)
    if (under_way := job_under_way(session, project.id)) is not None:
        return under_way
    title = store(TITLE(project=project.title))
    job = Job(
        kind=COMPUTE,
        title=title.text,
        title_reason=title.reason,
        scope_id=project.program_id,
        back_path=f"/manage/outcomes/{project.key}/analysis",
        started_by=by,
        started_at=now,
    )
    session.add(job)
    session.flush()
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
