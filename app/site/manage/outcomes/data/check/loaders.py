"""Finds a file of records of a study, or says 404."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.outcomes.sharing.taking.models import RecordsFile
from app.site.manage.outcomes.loaders import load_project
from app.site.visits import Visit
from app.studies.queries import ProjectInProgram


def load_file(visit: Visit, key: str, file_id: UUID) -> tuple[ProjectInProgram, RecordsFile]:
    """A file that was sent for a study, for whoever coordinates the study's program."""
    found = load_project(visit, key)
    upload = visit.db.get(RecordsFile, file_id)
    if upload is None or upload.project_id != found.project.id:
        raise NotFoundError
    return found, upload
