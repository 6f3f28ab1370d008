"""All that the files of a project are made from, in a constant number of statements.

No name and no address is read.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.content.releases.queries import current_versions
from app.core.models import AuditLine
from app.outcomes.codebook.rows import Described
from app.outcomes.projects.queries import answers_of
from app.outcomes.sharing.records import About, Held
from app.packs.instruments.schema import InstrumentData
from app.people.models import Institution
from app.studies.consent.queries import stands_in
from app.studies.models import ProjectCohort
from app.studies.queries import ProjectInProgram
from app.studies.trials.queries import trial_of
from app.studies.trials.rules import arms_of
from app.studies.waves.queries import waves_of

RESEARCH_FILE = "project.research-file"
REDCAP_FILE = "project.redcap-file"
DOWNLOADED = "project.file-downloaded"
REDCAP_CHECK = "project.redcap-check"
REDCAP_TAKEN = "project.redcap-taken"
REDCAP_BACK = "project.redcap-taken-back"
REDCAP_DISCARDED = "project.redcap-discarded"
"""The acts of files that are made, go out, are laid beside what is here, or come in."""


def held(session: Session, found: ProjectInProgram) -> Held:
    """A project as it is now."""
    project = found.project
    trial = trial_of(session, project.id)
    read = answers_of(session, project, trial)
    arms = tuple(arm.title for arm in arms_of(trial)) if trial else ()
    drawn = {place: own.arm for place, own in read.known.drawn.items()}
    return Held(
        project=project,
        asked=read.asked,
        sent=read.sent,
        places={key: invited.place for key, invited in read.known.invited.items()},
        stands=stands_in(session, [project.id])[project.id],
        about=_about(session, project.id, drawn),
        arms=arms,
        drawn=drawn,
        waves=waves_of(session, [project.id])[project.id],
        current=_current(session, found.program.key),
        earlier=earlier_columns(session, project.id),
    )


def _about(session: Session, project_id: UUID, drawn: dict[UUID, str]) -> dict[UUID, About]:
    rows: Any = session.execute(
        select(
            *(col(Enrollment.id), col(Institution.region)),
            *(col(Enrollment.rank), col(Enrollment.profession)),
        )
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Enrollment.cohort_id))
        .where(col(ProjectCohort.project_id) == project_id)
    )
    return {
        place: {
            "region": region,
            "rank": rank,
            "profession": profession.value,
            "arm": drawn.get(place, ""),
        }
        for place, region, rank, profession in rows
    }


def _current(session: Session, program: str) -> dict[str, Described]:
    return {
        key: Described(InstrumentData.model_validate(version.data), version.hash)
        for (kind, key), version in current_versions(session, program).items()
        if kind == "instrument"
    }


def earlier_columns(session: Session, project_id: UUID) -> frozenset[str]:
    """What was said of people in the research files that went out, by their lines."""
    found = select(col(AuditLine.facts)).where(
        col(AuditLine.act) == RESEARCH_FILE, col(AuditLine.object_id) == str(project_id)
    )
    return frozenset(name for facts in session.scalars(found) for name in facts["columns"])
