"""Reads of what studies ask of one person now, and what of a study they have answered or missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.content.models import ContentVersion
from app.core.db import plain_rows, records
from app.studies.models import (
    Consent,
    ConsentWithdrawal,
    Project,
    ProjectCohort,
    Wave,
    WaveInstrument,
    WaveSurvey,
)
from app.studies.opening.queries import is_open
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.rules import CAME


@dataclass(frozen=True)
class StudyAsking:
    """A study that waits for somebody: for their answer to it, or to its surveys."""

    key: str
    title: str
    surveys: int
    """How many are open; 0: they have not said yet whether they take part."""
    closes_at: datetime | None
    """When the first of those closes."""


@dataclass(frozen=True)
class OwnSurvey:
    """A survey of a study that somebody was asked, once it is open."""

    invitation_id: UUID
    months: int
    """Of its wave."""
    title: str
    language: str
    minutes: int
    closes_at: datetime
    is_done: bool


def studies_asking(session: Session, person_id: UUID, now: datetime) -> list[StudyAsking]:
    """The studies that wait for somebody, those with open surveys first: one statement.

    Surveys also of who has left the course; none of who has said no since. Whether they take part
    is asked while their cohort runs, of a study that will ask something.
    """
    return records(plain_rows(session, _ASKING, {"person_id": person_id, "now": now}), StudyAsking)


def own_surveys(
    session: Session, project_id: UUID, person_id: UUID, now: datetime
) -> list[OwnSurvey]:
    """What of a study somebody was asked so far, what closes first at first: one statement."""
    asked = {"project_id": project_id, "person_id": person_id, "now": now}
    return records(plain_rows(session, _OWN_SURVEYS, asked), OwnSurvey)


_NEWER = aliased(Consent)
_NOW: ColumnElement[Any] = bindparam("now", type_=Survey.opens_at.type)  # type: ignore[attr-defined]
_PERSON: ColumnElement[Any] = bindparam("person_id", type_=Enrollment.person_id.type)  # type: ignore[attr-defined]
_OPENS = func.coalesce(col(SurveyInvitation.opens_at), col(Survey.opens_at))
_CLOSES = func.coalesce(col(SurveyInvitation.closes_at), col(Survey.closes_at))
_HAS_BEGUN = and_(
    col(Enrollment.person_id) == _PERSON, col(Enrollment.status).in_(CAME), _OPENS <= _NOW
)


def _answered() -> Exists:
    return exists().where(
        col(Consent.project_id) == col(Project.id),
        col(Consent.enrollment_id) == col(Enrollment.id),
    )


def _said_no() -> ColumnElement[bool]:
    """That their newest answer is a no, or was taken back."""
    newer = exists().where(
        col(_NEWER.project_id) == col(Consent.project_id),
        col(_NEWER.enrollment_id) == col(Consent.enrollment_id),
        col(_NEWER.edition) > col(Consent.edition),
    )
    withdrawn = exists().where(col(ConsentWithdrawal.consent_id) == col(Consent.id))
    return _answered().where(~newer, or_(col(Consent.declined_at).is_not(None), withdrawn))


def _put(*columns: Any) -> Select[*tuple[Any, ...]]:
    """The surveys of waves that somebody was asked, and that have begun for them."""
    return (
        select(*columns)
        .select_from(SurveyInvitation)
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(Survey.id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .join(Project, col(Project.id) == col(Wave.project_id))
        .join(Enrollment, col(Enrollment.id) == col(SurveyInvitation.enrollment_id))
        .where(_HAS_BEGUN)
    )


def _unanswered() -> Select[*tuple[Any, ...]]:
    """The studies that somebody is told of and has said nothing to, while their cohort runs."""
    asks = exists().where(
        col(Wave.project_id) == col(Project.id), col(WaveInstrument.wave_id) == col(Wave.id)
    )
    return (
        select(
            *(col(Project.key), col(Project.title), literal(0).label("surveys")),
            type_coerce(null(), Survey.closes_at.type).label("closes_at"),  # type: ignore[attr-defined]
            col(Project.made_at).label("made_at"),
        )
        .join(ProjectCohort, col(ProjectCohort.project_id) == col(Project.id))
        .join(Cohort, col(Cohort.id) == col(ProjectCohort.cohort_id))
        .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
        .where(
            *(col(Enrollment.person_id) == _PERSON, is_enrolled(), ~_answered(), is_open(), asks),
            *(col(Cohort.closes_at) > _NOW, col(Cohort.archived_at).is_(None)),
        )
    )


def _asking() -> Select[*tuple[Any, ...]]:
    own = col(Project.key), col(Project.title), col(Project.made_at)
    open_ = (
        _put(
            *own[:2],
            func.count().label("surveys"),
            func.min(_CLOSES).label("closes_at"),
            own[2].label("made_at"),
        )
        .where(_CLOSES > _NOW, col(SurveyInvitation.is_done).is_(False), ~_said_no())
        .group_by(*own)
    )
    both = union_all(open_, _unanswered()).subquery("asking")
    waits = both.c.surveys == 0
    found = select(both.c.key, both.c.title, both.c.surveys, both.c.closes_at)
    return found.order_by(waits, both.c.closes_at, both.c.made_at.desc(), both.c.key)


_ASKING = _asking()
_OWN_SURVEYS = (
    _put(
        col(SurveyInvitation.id).label("invitation_id"),
        col(Wave.months),
        col(ContentVersion.title),
        col(ContentVersion.data)["language"].as_string().label("language"),
        col(ContentVersion.data)["minutes"].as_integer().label("minutes"),
        _CLOSES.label("closes_at"),
        col(SurveyInvitation.is_done),
    )
    .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
    .where(col(Project.id) == bindparam("project_id"))
    .order_by(_CLOSES, col(Wave.months), col(ContentVersion.title))
)
