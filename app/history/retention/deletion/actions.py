"""Announcing that what is due of a cohort goes, and calling that off."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_without_reason
from app.core import audit, outbox
from app.core.errors import require
from app.core.outbox import Letter
from app.core.seals import seal
from app.history.retention.counts.queries import records_of
from app.history.retention.deletion import queries, rules
from app.history.retention.enums import Cause
from app.history.retention.models import DeletionAnnouncement, DeletionCallOff
from app.history.retention.queries import kept_among, years_kept
from app.history.retention.rules import CohortKept, Retained, retained
from app.language.moments import local


class Asked(NamedTuple):
    """What somebody asks for who announces that records go."""

    title: str
    """The cohort's, typed by hand."""
    goes_from: date
    """The first day on which they may go, in the zone of the cohort's provider."""
    reason: str


def announce(
    session: Session, kept: CohortKept, asked: Asked, *, by: UUID, now: datetime
) -> DeletionAnnouncement:
    """Announce that what is due of a cohort goes, and tell who answers for it.

    Raises:
        RefusedError: They are not due, are held or announced already; the title is another one;
            the day is too soon; or nobody says why.
    """
    wait_for_turn(session, kept.cohort_id)
    (again,) = kept_among(session, [kept.cohort_id])
    own = retained(again, years_kept(session), now)
    require(rules.why_not_announce(own))
    require(rules.why_not_title(own, asked.title))
    require(rules.why_not_from(own, asked.goes_from))
    require(why_not_without_reason(asked.reason))
    made = _make(session, own, asked, by, now)
    _record(session, "deletion.announced", made, made)
    told = [id_ for id_ in queries.concerned(session, kept.cohort_id, now) if id_ != by]
    _tell(session, own, made, told, now)
    return made


def _make(
    session: Session, own: Retained, asked: Asked, by: UUID, now: datetime
) -> DeletionAnnouncement:
    cohort_id = own.kept.cohort_id
    counts = records_of(session, cohort_id)
    made = DeletionAnnouncement(
        cohort_id=cohort_id,
        edition=queries.count_announcements(session, cohort_id) + 1,
        goes_from=asked.goes_from,
        years=years_kept(session),
        counts={kind.value: count for kind, count in counts.items()},
        reason=asked.reason.strip(),
        at=now,
        by=by,
    )
    session.add(made)
    session.flush()
    return made


def _tell(
    session: Session,
    own: Retained,
    made: DeletionAnnouncement,
    told: Collection[UUID],
    now: datetime,
) -> None:
    kept = own.kept
    outbox.post_all(
        session,
        kind="deletion_announced",
        letters=[Letter(f"deletion-announced:{made.id}:{id_}", id_) for id_ in told],
        now=now,
        facts={
            "cohort": kept.title,
            "since": own.due_on.isoformat(),
            "goes_from": made.goes_from.isoformat(),
            "count": sum(made.counts.values()),
            "reason": made.reason,
            "folder_path": f"/manage/cohorts/{kept.slug}/credit/audit",
            "hold_path": f"/admin/retention/{kept.slug}#hold",
        },
    )


def call_off(session: Session, cohort_id: UUID, reason: str, *, by: UUID, now: datetime) -> None:
    """Say that what was announced of a cohort does not go.

    Raises:
        RefusedError: Nothing was announced, or nobody says why.
    """
    require(why_not_without_reason(reason))
    wait_for_turn(session, cohort_id)
    announced = queries.live_announcement(session, cohort_id)
    require(rules.why_not_call_off(is_announced=announced is not None))
    assert announced is not None
    _call_off(session, announced, Cause.ASKED, reason.strip(), by=by, now=now)


def call_off_for_hold(
    session: Session, cohort_id: UUID, reason: str, *, by: UUID, now: datetime
) -> None:
    """The same where the records are held. `reason`: of the hold."""
    if announced := queries.live_announcement(session, cohort_id):
        _call_off(session, announced, Cause.HELD, reason, by=by, now=now)


def call_off_for_policy(session: Session, reason: str, *, by: UUID, now: datetime) -> None:
    """The same of every cohort that is no longer due by the policy. `reason`: of the policy."""
    announced = {own.cohort_id: own for own in queries.live_announcements(session)}
    years = years_kept(session)
    for kept in kept_among(session, list(announced)):
        if retained(kept, years, now).due_on > local(now, kept.zone).date():
            own = announced[kept.cohort_id]
            _call_off(session, own, Cause.POLICY, reason, by=by, now=now)


def _call_off(
    session: Session,
    announced: DeletionAnnouncement,
    cause: Cause,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    made = DeletionCallOff(announcement_id=announced.id, cause=cause, reason=reason, at=now, by=by)
    session.add(made)
    session.flush()
    _record(session, "deletion.called_off", announced, made)


def _record(
    session: Session,
    act: str,
    announced: DeletionAnnouncement,
    made: DeletionAnnouncement | DeletionCallOff,
) -> None:
    facts = {
        "announcement": str(announced.id),
        "goes_from": announced.goes_from.isoformat(),
        "seal": seal(made),
    }
    cohort_id, by, now = announced.cohort_id, made.by, made.at
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=made.reason)
