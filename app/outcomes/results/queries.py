"""The surveys of cohorts, with what was asked, and the answers that may be read of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.models import Cohort
from app.content.models import ContentVersion
from app.core.db import records
from app.outcomes.results.records import AnsweredSurvey, SurveyRead
from app.outcomes.results.rules import settled
from app.packs.instruments.schema import InstrumentData
from app.surveys.answering.queries import Sheet
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.queries import answer_sets, count_done
from app.surveys.rules import FEWEST

PURPOSES = (Purpose.EVALUATION, Purpose.OTHER)
"""Of a cohort's own surveys; the waves of a project are read there."""


@dataclass(frozen=True)
class AskedSurvey:
    """A survey of a cohort, and which instrument it asks."""

    survey: Survey
    instrument: str
    """The key of the instrument."""
    hash: str
    """Of its version."""
    title: str


@dataclass(frozen=True)
class SurveyWithInstrument(AskedSurvey):
    """The same with all of the instrument."""

    data: dict[str, Any]
    cohort: str
    """The cohort's title."""

    @cached_property
    def questions(self) -> InstrumentData:
        """The instrument as it was asked."""
        return InstrumentData.model_validate(self.data)


@dataclass(frozen=True)
class NewResults:
    """A survey whose answers can be read since not long ago."""

    survey_id: UUID
    cohort_id: UUID
    key: str
    title: str
    closed_at: datetime


def surveys_in(session: Session, cohort_id: UUID) -> list[AskedSurvey]:
    """The surveys of a cohort, the newest first."""
    found = _asked().where(col(Survey.cohort_id) == cohort_id)
    newest = col(Survey.opens_at).desc(), col(Survey.key)
    return records(session.execute(found.order_by(*newest)), AskedSurvey)


def survey_in(session: Session, cohort_id: UUID, key: str) -> SurveyWithInstrument | None:
    """One survey of a cohort."""
    own = col(Survey.cohort_id) == cohort_id, col(Survey.key) == key
    rows = session.execute(_with_instrument().where(*own))
    return next(iter(records(rows, SurveyWithInstrument)), None)


def alike(
    session: Session, here: CohortContext, own: SurveyWithInstrument
) -> list[SurveyWithInstrument]:
    """The closed surveys of the program that asked the same instrument before, the oldest first."""
    found = _with_instrument().where(
        col(Cohort.program_id) == here.program.id,
        col(ContentVersion.key) == own.instrument,
        col(Survey.id) != own.survey.id,
        col(Survey.opens_at) < own.survey.opens_at,
        col(Survey.closed_at).is_not(None),
    )
    oldest = col(Survey.opens_at), col(Survey.id)
    return records(session.execute(found.order_by(*oldest)), SurveyWithInstrument)


def closed_evaluations(
    session: Session, cohort_ids: Collection[UUID]
) -> list[SurveyWithInstrument]:
    """The closed evaluations of some cohorts, the newest first: one statement."""
    found = _with_instrument().where(
        col(Survey.cohort_id).in_(list(cohort_ids)),
        col(Survey.purpose) == Purpose.EVALUATION,
        col(Survey.closed_at).is_not(None),
    )
    newest = col(Survey.opens_at).desc(), col(Survey.id)
    return records(session.execute(found.order_by(*newest)), SurveyWithInstrument)


def answered_in(session: Session, surveys: Sequence[SurveyWithInstrument]) -> list[AnsweredSurvey]:
    """Closed surveys with the answers that count, in the same order."""
    sheets = answer_sets(session, [own.survey.id for own in surveys])
    return [_answered(own, sheets[own.survey.id]) for own in surveys]


def read_survey(session: Session, here: CohortContext, own: SurveyWithInstrument) -> SurveyRead:
    """A closed survey with its answers, and those it stands beside: as many statements always."""
    others = alike(session, here, own)
    sheets = answer_sets(session, [own.survey.id, *(other.survey.id for other in others)])
    read = {other.survey.id: _answered(other, sheets[other.survey.id]) for other in (own, *others)}
    response = count_done(session, [own.survey.id])[own.survey.id]
    mine = read[own.survey.id]
    newest = {other.survey.cohort_id: other.survey.id for other in others}
    before = newest.pop(here.cohort.id, None)
    return SurveyRead(
        own=mine,
        earlier=[read[survey_id] for survey_id in newest.values()],
        before=read[before].sheets if before else (),
        asked=response.asked,
        late=max(0, response.done - len(mine.sheets)),
    )


def _answered(survey: SurveyWithInstrument, sheets: Sequence[Sheet]) -> AnsweredSurvey:
    closed_at = survey.survey.closed_at
    assert closed_at is not None  # nobody reads an open one
    counted = settled(sheets, closed_at)
    return AnsweredSurvey(survey.cohort, survey.questions, survey.survey.asks_then, counted)


def newly_closed(
    session: Session, cohort_ids: Collection[UUID], *, since: datetime
) -> dict[UUID, list[NewResults]]:
    """By cohort, the surveys that closed since then with answers to read: one statement.

    Of who is named, answers of fewer than five are not shown either; so nothing waits there.
    """
    answered = (
        select(func.count())
        .where(
            col(SurveyInvitation.survey_id) == col(Survey.id),
            col(SurveyInvitation.is_done).is_(True),
        )
        .scalar_subquery()
    )
    found: Select[*tuple[Any, ...]] = (
        select(
            col(Survey.id).label("survey_id"),
            col(Survey.cohort_id),
            col(Survey.key),
            col(ContentVersion.title),
            col(Survey.closed_at),
        )
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .where(
            col(Survey.cohort_id).in_(list(cohort_ids)),
            col(Survey.purpose).in_(PURPOSES),
            col(Survey.closed_at) >= since,
            answered >= FEWEST,
        )
        .order_by(col(Survey.closed_at), col(Survey.key))
    )
    by_cohort: dict[UUID, list[NewResults]] = {}
    for new in records(session.execute(found), NewResults):
        by_cohort.setdefault(new.cohort_id, []).append(new)
    return by_cohort


def _asked() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Survey,
            col(ContentVersion.key).label("instrument"),
            col(ContentVersion.hash),
            col(ContentVersion.title),
        )
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .where(col(Survey.purpose).in_(PURPOSES))
    )


def _with_instrument() -> Select[*tuple[Any, ...]]:
    cohort = col(Cohort.id) == col(Survey.cohort_id)
    more = _asked().add_columns(col(ContentVersion.data), col(Cohort.title).label("cohort"))
    return more.join(Cohort, cohort)
