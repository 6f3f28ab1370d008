"""Archiving a cohort, and taking it back.

Seats, orders of certificates and policies wait for the cohort's lock. A learner's act or a mark
that was begun before can still end right after.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.archive import rules
from app.cohorts.drafts.queries import lock_cohort
from app.cohorts.jobs.queries import tasks_under_way
from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import require
from app.language.moments import local
from app.language.reasons import Reason


def archive(session: Session, cohort: Cohort, *, reason: str, by: UUID, now: datetime) -> None:
    """From now on nothing in a cohort changes any more; it stays where it is listed.

    A second click changes nothing. Raises `RefusedError` with the rule's reason.
    """
    here = lock_cohort(session, cohort.id)
    if here.archived_at is not None:
        return
    require(_why_not_archive(here, tasks_under_way(session, here.id), now))
    require(why_not_without_reason(reason))
    here.archived_at = now
    _record(session, "cohort.archived", here, reason, by=by, now=now)


def _why_not_archive(cohort: Cohort, under_way: int, now: datetime) -> Reason | None:
    return rules.why_not_archive(
        archived_at=cohort.archived_at,
        closes_at=local(cohort.closes_at, cohort.zone),
        is_draft=cohort.is_draft,
        under_way=under_way,
        now=now,
    )


def take_back(session: Session, cohort: Cohort, *, reason: str, by: UUID, now: datetime) -> None:
    """Take a cohort out of the archive: it is as it was before.

    A second click changes nothing. Raises `RefusedError` without a reason.
    """
    here = lock_cohort(session, cohort.id)
    if here.archived_at is None:
        return
    require(why_not_without_reason(reason))
    here.archived_at = None
    _record(session, "cohort.archive-undone", here, reason, by=by, now=now)


def _record(
    session: Session, act: str, cohort: Cohort, reason: str, *, by: UUID, now: datetime
) -> None:
    session.flush()
    facts = {"slug": cohort.slug}
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts, reason=reason)
