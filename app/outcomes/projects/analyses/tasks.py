"""What the worker does to analyze a project: read, compute, compare with earlier ones, keep.

It computes outside of every transaction, since models take seconds. The numbers are imported where
they are needed: what only runs the site never loads them.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, queue
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Handler
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.queries import all_of, lock
from app.outcomes.projects.analyses.records import AnalysisRecord, from_json, to_json
from app.outcomes.projects.analyses.rows import recorded
from app.outcomes.projects.analyses.rules import COMPUTE, beside
from app.outcomes.projects.queries import ProjectRead, read_project
from app.studies.queries import project_by_key


def make_handlers() -> Mapping[str, Handler]:
    """The handler of analyses."""
    return {COMPUTE: make_analysis}


def make_analysis(database: Database, task: Task, now: datetime) -> None:
    """Analyze the project that a task names, as its answers are now."""
    key = task.payload["project"]
    with database.read() as session:
        read = read_project(session, key, now)
    record = _computed(read) if read else None
    with database.write() as session:
        if queue.still_ours(session, task):
            if record is not None:
                _keep(session, key, record, UUID(task.payload["by"]), now)
            queue.finish(session, task, now=now)


def _computed(read: ProjectRead) -> AnalysisRecord:
    from app.outcomes.analysis.project.analysis import analyze

    return recorded(read.study, analyze(read.study, read.per_protocol))


def _keep(session: Session, key: str, record: AnalysisRecord, by: UUID, now: datetime) -> None:
    found = project_by_key(session, key)
    assert found is not None  # projects are not deleted
    project_id = found.project.id
    lock(session, project_id)
    before = all_of(session, project_id)
    made = ProjectAnalysis(
        project_id=project_id,
        number=1 + len(before),
        cut_off=now,
        code_version=record.code_version,
        found=to_json(beside(record, [from_json(own.found) for own in before])),
        made_at=now,
        ordered_by=by,
    )
    session.add(made)
    session.flush()
    facts = {"project": key, "number": made.number}
    audit.record(
        session, "project_analysis.made", "project", project_id, by=None, now=now, facts=facts
    )
