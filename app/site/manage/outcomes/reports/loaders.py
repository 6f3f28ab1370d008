"""Finds reports to leaders, or says 404; asks for permission, or says 403."""

from dataclasses import dataclass
from uuid import UUID

from app.cohorts.models import Program
from app.core.errors import NotFoundError
from app.outcomes.leadership.queries import MadeReport, made_report
from app.people.roles import of_pack, roles_over
from app.site.visits import Visit


@dataclass(frozen=True)
class ReportInProgram:
    """The report an address names, with its program."""

    made: MadeReport
    program: Program


def load_report(visit: Visit, report_id: UUID) -> ReportInProgram:
    """A report, for those who coordinate its program."""
    made = made_report(visit.db, report_id)
    visit.permit(roles_over(visit.actor, of_pack(made.report.program_id if made else None)))
    if made is None:
        raise NotFoundError
    return ReportInProgram(made, visit.db.get_one(Program, made.report.program_id))
