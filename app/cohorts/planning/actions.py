"""Units and sessions made, and made again, from a program's syllabus and the days of a cohort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import queries, rules
from app.cohorts.models import CaseSession, Cohort, SessionPart, SyllabusUnit, Unit
from app.cohorts.planning.queries import session_rows
from app.cohorts.programs import queries as programs
from app.content.models import ContentVersion
from app.core.errors import RefusedError
from app.packs.schema import Opening

Versions = Mapping[tuple[str, str], ContentVersion]
"""The current content of a program by (kind, key)."""


@dataclass(frozen=True)
class Timing:
    """When sessions begin and units open, on the cohort's wall clock."""

    zone: str
    at: time
    minutes: int
    opening: Opening
    link: str = ""
    """For sessions that are new; others keep theirs."""

    def opens(self, day: date) -> datetime:
        """When the unit whose session is on a day opens."""
        return rules.opening(
            day,
            self.zone,
            weekday=self.opening.weekday,
            wall=self.opening.local_time,
            weeks_before=self.opening.weeks_before,
        )


def plan_units(
    session: Session, cohort: Cohort, days: Sequence[date], timing: Timing, versions: Versions
) -> int:
    """Give a cohort a unit for each step of the syllabus, with a session if it has a case.

    Units that are there already get the current texts and their new days, and keep who leads them
    and how to join; those beyond the syllabus go. Only for cohorts in which nobody is: a text that
    somebody signed comes to another version by a `ContentMove` only. Returns how many units it has.
    """
    there = {unit.position: unit for unit in queries.lock_units(session, cohort.id)}
    sessions = {row.unit_id: row for row in session_rows(session, cohort.id)}
    for step, day in zip(programs.syllabus(session, cohort.program_id), days, strict=True):
        unit = there.pop(step.position, None)
        held = sessions.pop(unit.id, None) if unit else None
        _plan_unit(session, unit or _new_unit(cohort, step), held, step, day, timing, versions)
    _remove(session, list(there.values()), list(sessions.values()))
    session.flush()
    return len(days)


def _new_unit(cohort: Cohort, step: SyllabusUnit) -> Unit:
    unset = cohort.enrollment_opens_at
    return Unit(
        cohort_id=cohort.id, position=step.position, title="", short_title="", opens_at=unset
    )


def _plan_unit(
    session: Session,
    unit: Unit,
    held: CaseSession | None,
    step: SyllabusUnit,
    day: date,
    timing: Timing,
    versions: Versions,
) -> None:
    _give_texts(unit, step, versions)
    unit.opens_at = timing.opens(day)
    session.add(unit)
    session.flush()
    if unit.case_version_id is None:
        _remove(session, [], [held] if held else [])
    else:
        _plan_session(session, unit, held, day, timing)


def _give_texts(unit: Unit, step: SyllabusUnit, versions: Versions) -> None:
    """Let a unit have the current texts of its step, and be called as they are."""
    module = versions.get(("module", step.module_key or ""))
    case = versions.get(("case", step.case_key or ""))
    guide = versions.get(("guide", step.case_key or ""))
    titled = module or case
    if titled is None:
        raise RefusedError(rules.EMPTY_UNIT(position=step.position))
    unit.title = titled.title
    unit.short_title = titled.data.get("short_title", titled.title)
    unit.module_version_id = module.id if module else None
    unit.case_version_id = case.id if case else None
    unit.guide_version_id = guide.id if guide else None


def _plan_session(
    session: Session, unit: Unit, held: CaseSession | None, day: date, timing: Timing
) -> None:
    when: dict[str, Any] = {
        "local_date": day,
        "local_time": timing.at,
        "zone": timing.zone,
        "starts_at": rules.to_utc(day, timing.at, timing.zone),
        "minutes": timing.minutes,
    }
    if held is None:
        session.add(CaseSession(unit_id=unit.id, link=timing.link, **when))
        return
    for name, value in when.items():
        setattr(held, name, value)


def _remove(session: Session, units: Sequence[Unit], sessions: Sequence[CaseSession]) -> None:
    held = [row.id for row in sessions]
    session.execute(delete(SessionPart).where(col(SessionPart.case_session_id).in_(held)))
    session.execute(delete(CaseSession).where(col(CaseSession.id).in_(held)))
    session.execute(delete(Unit).where(col(Unit.id).in_([unit.id for unit in units])))
