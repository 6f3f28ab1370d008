"""Reads of what policies ask for after the last session: statements that depend on nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.content.models import ContentRelease, ContentReleaseItem, ContentVersion
from app.core.db import plain_rows
from app.credit.evaluations.rules import Asking, Instrument, PlannedStep, Put, why_not_put
from app.credit.models import Activity
from app.language.reasons import Reason
from app.packs.instruments.schema import InstrumentData
from app.packs.schema import PolicyData
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation

_COHORTS: BindParameter[UUID] = bindparam("cohort_ids", expanding=True)
_PUBLISHED: Select[*tuple[Any, ...]] = (
    select(
        col(Cohort.id),
        col(Cohort.closes_at),
        col(Program.key).label("program"),
        col(PolicyVersion.data),
    )
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
    .where(is_published(), col(Cohort.archived_at).is_(None), NEWEST_POLICY)
)
_OF_SOME = _PUBLISHED.where(col(Cohort.id).in_(_COHORTS))
_STEPS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Unit.opens_at),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
    )
    .outerjoin(
        CaseSession,
        and_(col(CaseSession.unit_id) == col(Unit.id), col(CaseSession.canceled_at).is_(None)),
    )
    .where(col(Unit.cohort_id).in_(_COHORTS))
)
_CLAIMS_CLOSE: Select[*tuple[Any, ...]] = (
    select(col(Activity.cohort_id), col(Activity.version), col(Activity.claims_close_at))
    .where(col(Activity.cohort_id).in_(_COHORTS))
    .order_by(col(Activity.version))
)
_IS_ITS = and_(col(Survey.purpose) == Purpose.EVALUATION, col(Survey.cohort_id).in_(_COHORTS))
_PUT: Select[*tuple[Any, ...]] = select(
    col(Survey.cohort_id),
    col(Survey.key),
    col(Survey.version_id),
    col(Survey.opens_at),
    col(Survey.closes_at),
    col(Survey.closed_at),
).where(_IS_ITS)
_IS_ASKED = exists().where(
    col(SurveyInvitation.survey_id) == col(Survey.id),
    col(SurveyInvitation.enrollment_id) == col(Enrollment.id),
)
_UNINVITED: Select[*tuple[Any, ...]] = (
    select(col(Survey.cohort_id), col(Survey.key))
    .join(Enrollment, col(Enrollment.cohort_id) == col(Survey.cohort_id))
    .where(_IS_ITS, is_enrolled(), ~_IS_ASKED)
    .distinct()
)


def asking_cohorts(session: Session, cohort_ids: Collection[UUID] | None = None) -> list[Asking]:
    """Published cohorts whose policy asks for evaluations, all or some: five statements at most."""
    found = _PUBLISHED if cohort_ids is None else _OF_SOME
    rows = plain_rows(session, found, {"cohort_ids": list(cohort_ids or ())}).all()
    surveys = {row.id: PolicyData.model_validate(row.data).surveys for row in rows}
    asking = [row for row in rows if surveys[row.id]]
    if not asking:
        return []
    asked = {"cohort_ids": [row.id for row in asking]}
    steps, put = _steps(session, asked), _put(session, asked)
    claims = {
        row.cohort_id: row.claims_close_at for row in plain_rows(session, _CLAIMS_CLOSE, asked)
    }
    uninvited = {(row.cohort_id, row.key) for row in plain_rows(session, _UNINVITED, asked)}
    return [
        Asking(
            row.id,
            row.program,
            surveys[row.id],
            steps[row.id],
            claims.get(row.id, row.closes_at),
            put[row.id],
            has_uninvited=any((row.id, key) in uninvited for key in surveys[row.id]),
        )
        for row in asking
    ]


def _steps(session: Session, asked: Mapping[str, Any]) -> Mapping[UUID, list[PlannedStep]]:
    found: defaultdict[UUID, list[PlannedStep]] = defaultdict(list)
    for row in plain_rows(session, _STEPS, asked):
        starts = row.starts_at
        ends = None if starts is None else starts + timedelta(minutes=row.minutes)
        found[row.cohort_id].append(PlannedStep(row.opens_at, ends))
    return found


def _put(session: Session, asked: Mapping[str, Any]) -> Mapping[UUID, dict[str, Put]]:
    found: defaultdict[UUID, dict[str, Put]] = defaultdict(dict)
    for cohort_id, *row in plain_rows(session, _PUT, asked):
        found[cohort_id][row[0]] = Put(*row)
    return found


def instruments_of(
    session: Session, programs: Collection[str]
) -> Mapping[str, Mapping[str, Instrument]]:
    """The instruments of some programs as they are current, by program and key: one statement."""
    newest = (
        select(col(ContentRelease.program), func.max(col(ContentRelease.number)).label("number"))
        .where(col(ContentRelease.program).in_(list(programs)))
        .group_by(col(ContentRelease.program))
        .subquery()
    )
    is_newest = and_(
        newest.c.program == col(ContentRelease.program),
        newest.c.number == col(ContentRelease.number),
    )
    rows = session.execute(
        select(
            col(ContentVersion.id),
            col(ContentVersion.program),
            col(ContentVersion.key),
            col(ContentVersion.data),
        )
        .join(ContentReleaseItem, col(ContentReleaseItem.version_id) == col(ContentVersion.id))
        .join(ContentRelease, col(ContentRelease.id) == col(ContentReleaseItem.release_id))
        .join(newest, is_newest)
        .where(col(ContentVersion.kind) == "instrument")
    )
    found: defaultdict[str, dict[str, Instrument]] = defaultdict(dict)
    for row in rows:
        data = InstrumentData.model_validate(row.data)
        found[row.program][row.key] = Instrument(row.id, data)
    return found


def due_cohorts(session: Session, now: datetime) -> list[UUID]:
    """The cohorts in which an evaluation is to be put, moved, or asked of somebody.

    Six statements at most, and one where no policy asks for any.
    """
    asking = asking_cohorts(session)
    putting = {own.program for own in asking if own.missing(now)}
    known = instruments_of(session, putting) if putting else {}
    return [
        own.cohort_id for own in asking if own.is_due(_askable(known.get(own.program, {})), now)
    ]


def _askable(known: Mapping[str, Instrument]) -> set[str]:
    return {key for key, own in known.items() if why_not_put(key, own.data) is None}


def enrolled_in(session: Session, cohort_id: UUID) -> dict[UUID, UUID]:
    """Who is in a cohort, by enrollment."""
    here = col(Enrollment.cohort_id) == cohort_id, is_enrolled()
    rows = session.execute(select(col(Enrollment.id), col(Enrollment.person_id)).where(*here))
    return {row.id: row.person_id for row in rows}


class Wanted(NamedTuple):
    """What the policy of a cohort asks for."""

    cohort_id: UUID
    program: str
    """Its key."""
    keys: Collection[str]


def cannot_be_put(session: Session, wanted: Iterable[Wanted]) -> dict[UUID, list[Reason]]:
    """Why what the policies of some cohorts ask for cannot be put, by cohort.

    Two statements; none where no policy asks for any. What was put already is asked as it is.
    """
    asking = [own for own in wanted if own.keys]
    if not asking:
        return {}
    known = instruments_of(session, {own.program for own in asking})
    put = _put(session, {"cohort_ids": [own.cohort_id for own in asking]})
    found = {
        own.cohort_id: _why_not(own, known.get(own.program, {}), put[own.cohort_id])
        for own in asking
    }
    return {cohort_id: why for cohort_id, why in found.items() if why}


def _why_not(wanted: Wanted, known: Mapping[str, Instrument], put: Collection[str]) -> list[Reason]:
    found = []
    for key in wanted.keys:
        own = known.get(key)
        why = why_not_put(key, own.data if own else None)
        if key not in put and why is not None:
            found.append(why)
    return found
