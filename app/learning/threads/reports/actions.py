"""Reporting a post, removing one, and settling a report. Each is about what somebody else wrote."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import NotFoundError, require
from app.learning.threads import queries, rules
from app.learning.threads.actions import take_turn
from app.learning.threads.enums import PostEndKind
from app.learning.threads.models import ThreadPostEnd, ThreadReport, ThreadReportSettlement
from app.learning.threads.queries import PostRow
from app.learning.threads.reports.queries import open_report_ids, report_in
from app.learning.threads.rules import SETTLED, ThreadPlace
from app.people.rules import why_not_deal_with


def report(
    session: Session, place: ThreadPlace, post_id: UUID, reason: str, *, by: UUID, now: datetime
) -> None:
    """Ask a facilitator to look at a post. Why is for them to read, and in no line."""
    post = _taken(session, place, post_id, now)
    reported = queries.has_reported(session, post_id, by)
    require(rules.why_not_report(post.facts, reported=reported, by=by))
    require(why_not_without_reason(reason))
    made = ThreadReport(post_id=post_id, reason=reason, reported_at=now, by=by)
    session.add(made)
    session.flush()
    facts = {"unit": place.unit.position, "post": str(post_id), "report": str(made.id)}
    audit.record(session, "thread.reported", "unit", place.unit.id, by=by, now=now, facts=facts)


def remove(
    session: Session, place: ThreadPlace, post_id: UUID, reason: str, *, by: UUID, now: datetime
) -> None:
    """Take a post of somebody else out of the thread; its author sees why. Settles its reports."""
    post = _taken(session, place, post_id, now)
    require(why_not_deal_with([post.person_id], by=by))
    require(rules.why_not_remove(post.facts))
    require(why_not_without_reason(reason))
    session.add(
        ThreadPostEnd(post_id=post_id, kind=PostEndKind.REMOVED, reason=reason, ended_at=now, by=by)
    )
    for waiting in open_report_ids(session, post_id):
        session.add(_settled(waiting, reason, by, now, removed=True))
    facts = {"unit": place.unit.position, "post": str(post_id)}
    audit.record(
        session,
        "thread.removed",
        "unit",
        place.unit.id,
        by=by,
        now=now,
        facts=facts,
        reason=reason,
    )
    session.flush()


def leave(
    session: Session, place: ThreadPlace, report_id: UUID, note: str, *, by: UUID, now: datetime
) -> None:
    """Settle a report by leaving the post as it is, with a line that says why."""
    take_turn(session, place)
    require(rules.why_not_moderate(place))
    found = report_in(session, place.here.cohort.id, report_id)
    if found is None:
        raise NotFoundError
    post = _taken(session, place, found.post_id, now)
    require(why_not_deal_with([post.person_id], by=by))
    require(SETTLED if found.settled_at else None)
    require(why_not_without_reason(note))
    session.add(_settled(report_id, note, by, now, removed=False))
    facts = {"unit": place.unit.position, "post": str(post.id), "report": str(report_id)}
    audit.record(session, "thread.left", "unit", place.unit.id, by=by, now=now, facts=facts)
    session.flush()


def _taken(session: Session, place: ThreadPlace, post_id: UUID, now: datetime) -> PostRow:
    """A post as it is now, once it is this act's turn."""
    take_turn(session, place)
    require(rules.why_not_moderate(place))
    post = queries.post_in(session, place.here.cohort, place.unit.id, post_id, now)
    if post is None:
        raise NotFoundError
    return post


def _settled(
    report_id: UUID, note: str, by: UUID, now: datetime, *, removed: bool
) -> ThreadReportSettlement:
    return ThreadReportSettlement(
        report_id=report_id, removed=removed, note=note, settled_at=now, by=by
    )
