"""Finds programs as those do who coordinate the whole of one, or says 404.

Somebody who coordinates one cohort stands before no program: what all cohorts say together is not
theirs.
"""

from app.cohorts.models import Program
from app.cohorts.programs.queries import program_by_key
from app.core.errors import NotFoundError
from app.people.roles import of_pack, roles_over
from app.site.visits import Visit
from app.studies.queries import ProjectInProgram, project_by_key

HOME = "/manage/outcomes"


def load_program(visit: Visit, key: str) -> Program:
    """A program, for those who coordinate it."""
    program = program_by_key(visit.db, key)
    visit.permit(roles_over(visit.actor, of_pack(program.id if program else None)))
    if program is None:
        raise NotFoundError
    return program


def load_project(visit: Visit, key: str) -> ProjectInProgram:
    """A study, for those who coordinate its program as a whole."""
    found = project_by_key(visit.db, key)
    visit.permit(roles_over(visit.actor, of_pack(found.program.id if found else None)))
    if found is None:
        raise NotFoundError
    return found
