"""Which evaluations somebody was asked for, as rows of the select of what was done.

They have the columns of that select, so that they cost no statement of their own.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import plain_rows
from app.credit.facts.asked.rules import Answered, Told, is_told
from app.credit.models import Activity, Claim, ClaimWithdrawal
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation

ANSWERED, COUNTED = "answered", "counted"
"""What a row says: of somebody and an evaluation, or of an evaluation as a whole."""


def _as_driven(column: Any) -> ColumnElement[str]:
    return type_coerce(col(column), String)


def has_claimed_since(enrollment_id: Any) -> ColumnElement[bool]:
    """Whether somebody's claim holds that waited for the evaluation, as it was put before it."""
    return exists().where(
        col(Claim.enrollment_id) == enrollment_id,
        col(Claim.claimed_at) >= col(Survey.made_at),
        col(Activity.id) == col(Claim.activity_id),
        or_(col(Activity.requires_completion), col(Activity.requires_evaluation)),
        ~exists().where(col(ClaimWithdrawal.claim_id) == col(Claim.id)),
    )


_IS_EVALUATION = col(Survey.purpose) == Purpose.EVALUATION
_ANSWERED: Select[*tuple[Any, ...]] = (
    select(
        _as_driven(Enrollment.id),
        _as_driven(Survey.id),
        null(),
        col(Survey.key),
        case((col(SurveyInvitation.is_done), 1), else_=0),
        literal(ANSWERED),
        null(),
        col(Survey.closes_at),
        case((has_claimed_since(col(Enrollment.id)), 1), else_=0),
    )
    .select_from(Enrollment)
    .join(SurveyInvitation, col(SurveyInvitation.enrollment_id) == col(Enrollment.id))
    .join(Survey, and_(col(Survey.id) == col(SurveyInvitation.survey_id), _IS_EVALUATION))
)
_DONE = func.coalesce(func.sum(case((col(SurveyInvitation.is_done), 1), else_=0)), 0)
_CLOSED = case((col(Survey.closed_at).is_not(None), 1), else_=0)
_COUNTED: Select[*tuple[Any, ...]] = (
    select(
        _as_driven(Survey.id),
        _as_driven(Survey.id),
        null(),
        null(),
        _DONE,
        literal(COUNTED),
        null(),
        null(),
        _CLOSED,
    )
    .select_from(Survey)
    .outerjoin(SurveyInvitation, col(SurveyInvitation.survey_id) == col(Survey.id))
    .where(_IS_EVALUATION)
    .group_by(col(Survey.id), col(Survey.closed_at))
)


class Rows(NamedTuple):
    """Selects of both kinds of rows."""

    answered: Select[*tuple[Any, ...]]
    counted: Select[*tuple[Any, ...]]


def rows_of(among: ColumnElement[bool], cohorts: Select[UUID]) -> Rows:
    """The rows of enrollments of which this is true, and of the evaluations of their cohorts."""
    return Rows(_ANSWERED.where(among), _COUNTED.where(col(Survey.cohort_id).in_(cohorts)))


def answered_of(row: Any) -> Answered:
    """What a row says of somebody."""
    _place, _survey, _, key, is_done, _part, _, closes_at, has_claimed = row
    return Answered(key, closes_at, bool(is_done), bool(has_claimed))


def told_of(row: Any) -> Told:
    """What a row says of an evaluation as a whole."""
    return Told(row[4], closed=bool(row[8]))


_COHORTS: BindParameter[UUID] = bindparam("cohort_ids", expanding=True)
_IN_COHORTS = union_all(
    _ANSWERED.where(col(Enrollment.cohort_id).in_(_COHORTS)),
    _COUNTED.where(col(Survey.cohort_id).in_(_COHORTS)),
)


def told_done(session: Session, cohort_ids: Collection[UUID]) -> Mapping[str, frozenset[str]]:
    """The evaluations that are told to be done, by the enrollment's id as the driver has it.

    One statement; none for no cohort.
    """
    if not cohort_ids:
        return {}
    said: list[tuple[str, str, Answered]] = []
    told: dict[str, Told] = {}
    for row in plain_rows(session, _IN_COHORTS, {"cohort_ids": list(cohort_ids)}).all():
        if row[5] == COUNTED:
            told[row[1]] = told_of(row)
        else:
            said.append((row[0], row[1], answered_of(row)))
    done: defaultdict[str, set[str]] = defaultdict(set)
    for place, survey, answered in said:
        if answered.is_done and is_told(answered, told[survey]):
            done[place].add(answered.key)
    return {place: frozenset(keys) for place, keys in done.items()}


@dataclass(frozen=True)
class Evaluations:
    """Which evaluations count in some cohorts, and of which it is told who has done them."""

    asked: Collection[UUID] = ()
    told: Collection[UUID] = ()

    @property
    def named(self) -> dict[str, Any]:
        """As the selects of `tallies/counts` ask for them."""
        return {"evaluations": list(self.asked), "told": list(self.told)}


_OF_COHORTS: Select[*tuple[Any, ...]] = (
    select(
        col(Survey.id),
        col(Survey.cohort_id),
        col(Survey.key),
        _DONE.label("done"),
        _CLOSED.label("closed"),
    )
    .outerjoin(SurveyInvitation, col(SurveyInvitation.survey_id) == col(Survey.id))
    .where(_IS_EVALUATION, col(Survey.cohort_id).in_(_COHORTS))
    .group_by(col(Survey.id))
)


def evaluations_in(session: Session, surveys: Mapping[UUID, Collection[str]]) -> Evaluations:
    """The evaluations of cohorts. `surveys`: the keys that each one's policy asks for.

    One statement; none where no policy asks for any.
    """
    asking = [cohort_id for cohort_id, keys in surveys.items() if keys]
    if not asking:
        return Evaluations()
    rows = plain_rows(session, _OF_COHORTS, {"cohort_ids": asking}).all()
    counted = [row for row in rows if row.key in surveys[row.cohort_id]]
    told = [row.id for row in counted if Told(row.done, closed=bool(row.closed)).of_everybody]
    return Evaluations([row.id for row in counted], told)
