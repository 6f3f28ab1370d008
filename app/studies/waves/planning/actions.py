"""A coordinator adds, changes and removes waves of a project."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.releases.queries import current_versions
from app.core import audit
from app.core.errors import NotFoundError, require
from app.packs.instruments.schema import InstrumentData
from app.studies.models import Wave, WaveInstrument
from app.studies.queries import lock_project, program_of, relied_on
from app.studies.rules import why_fixed
from app.studies.waves.planning.rules import Asks, Planned, why_not_ask_these
from app.studies.waves.queries import WavePlan, waves_of
from app.studies.waves.rules import why_not_plan


def plan_wave(
    session: Session,
    project_id: UUID,
    planned: Planned,
    *,
    months: int | None = None,
    by: UUID,
    now: datetime,
) -> None:
    """Add a wave, or change the one of so many `months`.

    Raises:
        NotFoundError: There is no such wave.
        RefusedError: With the rule's reason.
    """
    plans = _plans(session, project_id)
    others = [plan.wave.months for plan in plans if plan.wave.months != months]
    require(why_not_plan(planned.months, planned.first_day, planned.last_day, others))
    require(why_not_ask_these(planned.asks, _instruments(session, project_id)))
    if months is None:
        wave = Wave(project_id=project_id, months=0, first_day=0, last_day=0)
    else:
        wave = _of(plans, months).wave
    wave.months = planned.months
    wave.first_day, wave.last_day = planned.first_day, planned.last_day
    session.add(wave)
    session.flush()
    _ask(session, wave.id, planned.asks)
    _record(session, "wave.planned", project_id, planned.months, by=by, now=now)


def remove_wave(
    session: Session, project_id: UUID, months: int, *, by: UUID, now: datetime
) -> None:
    """Take a wave out of the plan. Raises as of `plan_wave`."""
    wave = _of(_plans(session, project_id), months).wave
    _ask(session, wave.id, ())
    session.delete(wave)
    _record(session, "wave.removed", project_id, months, by=by, now=now)


def _plans(session: Session, project_id: UUID) -> list[WavePlan]:
    """The waves of a project that can change still, once nobody else changes them."""
    lock_project(session, project_id)
    require(why_fixed(relied_on(session, project_id)))
    return waves_of(session, [project_id])[project_id]


def _instruments(session: Session, project_id: UUID) -> dict[str, InstrumentData]:
    """Those of the project's program as they are now, by key."""
    current = current_versions(session, program_of(session, project_id).key)
    return {
        key: InstrumentData.model_validate(version.data)
        for (kind, key), version in current.items()
        if kind == "instrument"
    }


def _of(plans: Collection[WavePlan], months: int) -> WavePlan:
    found = next((plan for plan in plans if plan.wave.months == months), None)
    if found is None:
        raise NotFoundError
    return found


def _ask(session: Session, wave_id: UUID, asks: Collection[Asks]) -> None:
    session.execute(delete(WaveInstrument).where(col(WaveInstrument.wave_id) == wave_id))
    session.add_all(
        WaveInstrument(
            wave_id=wave_id,
            instrument=own.instrument,
            respondent=own.respondent,
            asks_then=own.asks_then,
        )
        for own in sorted(asks)
    )
    session.flush()


def _record(
    session: Session, act: str, project_id: UUID, months: int, *, by: UUID, now: datetime
) -> None:
    facts = {"months": months}
    audit.record(session, act, "project", project_id, by=by, now=now, facts=facts)
    session.flush()
