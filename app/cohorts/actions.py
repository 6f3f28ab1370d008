"""Setting up programs and cohorts, who leads their sessions, opening units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import queries, rules
from app.cohorts.enums import CohortFormat, WayIn
from app.cohorts.models import (
    Cohort,
    PolicyVersion,
    Program,
    SessionPart,
    SyllabusUnit,
    UnitOpening,
)
from app.cohorts.planning.actions import Timing, Versions, plan_units
from app.cohorts.programs import queries as programs
from app.content.enums import Origin
from app.core import audit
from app.core.errors import RefusedError
from app.packs.schema import Opening, PolicyData


@dataclass(frozen=True)
class CohortPlan:
    """What a coordinator decides when a cohort is set up. Times are the cohort's wall clock."""

    slug: str
    title: str
    zone: str
    capacity: int
    session_days: Sequence[date]
    session_time: time
    session_minutes: int
    session_link: str
    enrollment_opens_at: datetime
    closes_at: datetime
    policy: PolicyData
    opening: Opening

    @property
    def timing(self) -> Timing:
        """When its sessions begin and its units open."""
        return Timing(
            self.zone, self.session_time, self.session_minutes, self.opening, self.session_link
        )


def sync_program(
    session: Session,
    key: str,
    versions: Versions,
    *,
    origin: Origin = Origin.FILES,
    by: UUID | None = None,
    now: datetime,
) -> Program:
    """Make the program and its syllabus what its content pack says. Running cohorts stay.

    `origin` and `by`: where the pack came from, and who imported it.
    """
    version = versions.get(("program", key))
    if version is None:
        raise RefusedError(rules.NO_CONTENT(program=key))
    program = programs.program_by_key(session, key)
    if program is None:
        program = Program(key=key, title="", summary="", unit_label="")
        session.add(program)
    before = program.title
    _follow(session, program, version.data)
    facts = {"before": before, "after": program.title, "content": version.hash}
    audit.record(
        session,
        "program.synchronized",
        "program",
        program.id,
        by=by,
        now=now,
        facts=facts,
        reason=_WHY_SYNCHRONIZED[origin],
    )
    return program


def _follow(session: Session, program: Program, data: Mapping[str, Any]) -> None:
    """Give a program the words, the reminders and the syllabus that its content has."""
    program.title = data["title"]
    program.summary = data["summary"]
    program.unit_label = data["unit_label"]
    program.language = data.get("language", "en")
    program.reminders = data.get("reminders", {})
    session.flush()
    session.execute(delete(SyllabusUnit).where(col(SyllabusUnit.program_id) == program.id))
    session.add_all(
        SyllabusUnit(
            program_id=program.id,
            position=position,
            module_key=step.get("module"),
            case_key=step.get("case"),
        )
        for position, step in enumerate(data["syllabus"], start=1)
    )


_WHY_SYNCHRONIZED = {
    Origin.FILES: "Its content pack was loaded.",  # not shown
    Origin.IMPORT: "Its content pack was imported.",  # not shown
}


def create_cohort(
    session: Session,
    program: Program,
    plan: CohortPlan,
    versions: Versions,
    *,
    by: UUID | None,
    now: datetime,
) -> Cohort:
    """Set up a cohort: a unit for each step of the syllabus, with a session if it has a case."""
    content = versions["program", program.key].data
    cohort = _new_cohort(session, program, plan, content)
    session.flush()
    data = plan.policy.model_dump(mode="json")
    session.add(PolicyVersion(cohort_id=cohort.id, version=1, data=data, created_at=now, by=by))
    count = plan_units(session, cohort, plan.session_days, plan.timing, versions)
    facts = {"slug": plan.slug, "units": count}
    audit.record(session, "cohort.created", "cohort", cohort.id, by=by, now=now, facts=facts)
    return cohort


def _new_cohort(
    session: Session, program: Program, plan: CohortPlan, content: Mapping[str, Any]
) -> Cohort:
    """`content`: of its program, with what people sign in it."""
    series = content["format"] == CohortFormat.SERIES
    cohort = Cohort(
        program_id=program.id,
        slug=plan.slug,
        title=plan.title,
        zone=plan.zone,
        capacity=plan.capacity,
        enrollment_opens_at=plan.enrollment_opens_at,
        closes_at=plan.closes_at,
        unit_label=program.unit_label,
        attestation_text=content["attestation"]["text"],
        attestation_version=content["attestation"]["version"],
        format=CohortFormat(content["format"]),
        way_in=WayIn.OPEN if series else WayIn.INVITATION,
    )
    session.add(cohort)
    return cohort


def add_session_part(
    session: Session,
    case_session_id: UUID,
    person_id: UUID,
    part: str,
    *,
    by: UUID | None,
    now: datetime,
) -> SessionPart:
    """Let a person lead, co-lead or guest in one session."""
    row = SessionPart(case_session_id=case_session_id, person_id=person_id, part=part)
    session.add(row)
    audit.record(
        session,
        "session-part.added",
        "case_session",
        case_session_id,
        by=by,
        now=now,
        facts={"person": str(person_id), "part": part},
    )
    return row


def record_due_openings(session: Session, *, now: datetime) -> int:
    """Write a line for each unit that has opened by its rule since the last look."""
    due = queries.unrecorded_openings(session, now)
    for unit in due:
        opening = UnitOpening(unit_id=unit.id, opened_at=unit.opens_at, reason=rules.TIME_REACHED)
        session.add(opening)
        audit.record(
            session,
            "unit.opened",
            "unit",
            unit.id,
            by=None,
            now=now,
            facts={"opens_at": unit.opens_at.isoformat()},
            reason=rules.TIME_REACHED,
        )
    return len(due)
