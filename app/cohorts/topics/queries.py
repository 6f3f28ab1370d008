"""Reads of what the sessions of a cohort are about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.models import Unit
from app.cohorts.topics.rules import Topic, topic_of
from app.content.models import ContentVersion
from app.core.db import plain_rows

_TOPICS: Select[*tuple[Any, ...]] = (
    select(col(Unit.position), col(ContentVersion.data))
    .join(ContentVersion, col(ContentVersion.id) == col(Unit.case_version_id))
    .where(col(Unit.cohort_id) == bindparam("cohort_id"))
)


def topics_of(session: Session, here: CohortContext) -> Mapping[int, Topic]:
    """The topic of each unit of a series, by position: one statement, and none for a cohort.

    In a series they are an announcement, which may be read by everybody at any time; the case of a
    cohort is told once its unit opens.
    """
    if not here.cohort.is_series:
        return {}
    rows = plain_rows(session, _TOPICS, {"cohort_id": here.cohort.id})
    told = {row.position: topic_of(row.data, here.program.language) for row in rows}
    return {position: topic for position, topic in told.items() if topic is not None}
