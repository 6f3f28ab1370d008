"""Announcing that what is due of a cohort goes, and calling that off."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
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
            the day is too soon; nobody says why; or nobody answers for them who could be told.
    """
    wait_for_turn(session, kept.cohort_id)
    (again,) = kept_among(session, [kept.cohort_id])
    own = retained(again, years_kept(session), now)
    require(rules.why_not_announce(own))
    require(rules.why_not_title(own, asked.title))
    require(rules.why_not_from(own, asked.goes_from))
    require(why_not_without_reason(asked.reason))
    concerned = queries.concerned(session, kept.cohort_id, now)
    require(rules.why_not_tell(concerned))
    told = {id_: may_hold for id_, may_hold in concerned.items() if id_ != by}
    _call_off_outdated(session, kept.cohort_id, by=by, now=now)
    made = _make(session, own, asked, by, now)
    _record(session, "deletion.announced", made, made, told=told)
    _tell(session, own, made, told, now)
    return made


def _call_off_outdated(session: Session, cohort_id: UUID, *, by: UUID, now: datetime) -> None:
    """What was announced before the records became due later: it counts no more."""
    if before := queries.live_announcement(session, cohort_id):
        _call_off(session, before, Cause.OUTDATED, "", by=by, now=now)


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
    told: Mapping[UUID, bool],
    now: datetime,
) -> None:
    """`told`: to whom, and whether they may hold the records."""
    kept = own.kept
    hold_path = f"/admin/retention/{kept.slug}#hold"
    outbox.post_all(
        session,
        kind="deletion_announced",
        letters=[
            Letter(
                f"deletion-announced:{made.id}:{id_}",
                id_,
                facts={"hold_path": hold_path if may_hold else ""},
            )
            for id_, may_hold in told.items()
        ],
        now=now,
        facts={
            "cohort": kept.title,
            "since": own.due_on.isoformat(),
            "goes_from": made.goes_from.isoformat(),
            "count": sum(made.counts.values()),
            "reason": made.reason,
            "folder_path": f"/manage/cohorts/{kept.slug}/credit/audit",
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


def wait_for_announced(session: Session) -> None:
    """Take the turn at every cohort whose records are announced to go, until commit."""
    for announced in queries.live_announcements(session):
        wait_for_turn(session, announced.cohort_id)


def call_off_for_policy(session: Session, reason: str, *, by: UUID, now: datetime) -> None:
    """The same of every cohort that is no longer due by the policy. `reason`: of the policy.

    Whoever asks has taken their turns (`wait_for_announced`) before.
    """
    announced = {own.cohort_id: own for own in queries.live_announcements(session)}
    years = years_kept(session)
    for kept in kept_among(session, list(announced)):
        if retained(kept, years, now).due_on > local(now, kept.zone).date():
            own = announced[kept.cohort_id]
            _call_off(session, own, Cause.POLICY, reason, by=by, now=now)


def call_off_for_study(
    session: Session, cohort_ids: Collection[UUID], *, by: UUID, now: datetime
) -> None:
    """The same of cohorts that a study has taken: also if it leaves them later."""
    for cohort_id in sorted(cohort_ids):
        wait_for_turn(session, cohort_id)
        if announced := queries.live_announcement(session, cohort_id):
            _call_off(session, announced, Cause.STUDIED, "", by=by, now=now)


def call_off_restored(session: Session, *, now: datetime) -> int:
    """The same of all that a restored backup has, and how many these were."""
    live = queries.live_announcements(session)
    for announced in live:
        _call_off(session, announced, Cause.RESTORED, "", by=None, now=now)
    return len(live)


def _call_off(
    session: Session,
    announced: DeletionAnnouncement,
    cause: Cause,
    reason: str,
    *,
    by: UUID | None,
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
    *,
    told: Iterable[UUID] | None = None,
) -> None:
    """`told`: who gets a letter of it; the letters go with the cohort, and this stays."""
    facts: dict[str, Any] = {
        "announcement": str(announced.id),
        "goes_from": announced.goes_from.isoformat(),
        "seal": seal(made),
    }
    if told is not None:
        facts["told"] = [str(id_) for id_ in told]
    cohort_id, by, now = announced.cohort_id, made.by, made.at
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=made.reason)
