"""Asking, answering, changing and deleting in a thread; and how somebody reads it.

Nothing is rewritten: a change is another version, a deletion a row beside it. The history names the
post by its id and never says what it said.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import queries as cohorts
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import NotFoundError, require
from app.learning.threads import queries, rules
from app.learning.threads.enums import PostEndKind
from app.learning.threads.models import (
    ThreadMute,
    ThreadPost,
    ThreadPostEnd,
    ThreadPostVersion,
    ThreadRead,
)
from app.learning.threads.queries import PostRow
from app.learning.threads.rules import ThreadPlace
from app.people.grants.queries import lock_person


def ask(session: Session, place: ThreadPlace, text: str, *, by: UUID, now: datetime) -> ThreadPost:
    """Put a question. Raises `RefusedError` where nothing can be written."""
    take_turn(session, place)
    require(rules.why_not_write(place, now))
    post = _add(session, place, None, text, by, now)
    _record(session, "thread.asked", place, post.id, by, now, edition=1)
    return post


def answer(
    session: Session, place: ThreadPlace, question_id: UUID, text: str, *, by: UUID, now: datetime
) -> ThreadPost:
    """Answer a question that is there still. Raises `RefusedError` where it cannot be answered."""
    take_turn(session, place)
    require(rules.why_not_write(place, now))
    question = _post(session, place, question_id, now)
    require(rules.why_not_answer(question.facts))
    post = _add(session, place, question_id, text, by, now)
    _record(session, "thread.answered", place, post.id, by, now, edition=1)
    return post


def edit(
    session: Session, place: ThreadPlace, post_id: UUID, text: str, *, by: UUID, now: datetime
) -> None:
    """Let a post say something else from now on; the same words again make no version."""
    take_turn(session, place)
    require(rules.why_not_write(place, now))
    post = _post(session, place, post_id, now)
    require(rules.why_not_edit(post.facts, by=by))
    if text == post.text:
        return
    edition = post.edition + 1
    session.add(ThreadPostVersion(post_id=post.id, edition=edition, text=text, written_at=now))
    _record(session, "thread.edited", place, post.id, by, now, edition=edition)


def delete_post(
    session: Session, place: ThreadPlace, post_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take one's own post out of the thread; that there was one stays to be seen."""
    take_turn(session, place)
    require(rules.why_not_write(place, now))
    post = _post(session, place, post_id, now)
    require(rules.why_not_edit(post.facts, by=by))
    session.add(ThreadPostEnd(post_id=post.id, kind=PostEndKind.DELETED, ended_at=now, by=by))
    _record(session, "thread.deleted", place, post.id, by, now, edition=post.edition)


def mute(session: Session, unit_id: UUID, person_id: UUID, *, muted: bool, now: datetime) -> None:
    """Let somebody get no mail about a thread, or get it again. No act of anybody's record."""
    lock_person(session, person_id)
    own = delete(ThreadMute).where(
        col(ThreadMute.unit_id) == unit_id, col(ThreadMute.person_id) == person_id
    )
    session.execute(own)
    if muted:
        session.add(ThreadMute(unit_id=unit_id, person_id=person_id, muted_at=now))
    session.flush()


def note_read(
    session: Session, unit_id: UUID, person_id: UUID, until: datetime, *, now: datetime
) -> None:
    """Keep up to when somebody has read a thread; it never goes back. No act of any record."""
    lock_person(session, person_id)
    until = min(until, now)
    known = queries.reading_of(session, unit_id, person_id).read_at
    if known is None or known < until:
        session.merge(ThreadRead(unit_id=unit_id, person_id=person_id, read_at=until))
        session.flush()


def switch_threads(session: Session, cohort: Cohort, *, on: bool, by: UUID, now: datetime) -> None:
    """Let a cohort have threads, or have none; what was written stays, and comes back with them.

    Raises `RefusedError` for an archived cohort.
    """
    require(why_not_change(cohorts.wait_for_turn(session, cohort.id)))
    if cohort.has_threads == on:
        return
    cohort.has_threads = on
    facts = {"cohort": cohort.slug, "threads": on}
    audit.record(
        session, "cohort.threads_switched", "cohort", cohort.id, by=by, now=now, facts=facts
    )
    session.flush()


def take_turn(session: Session, place: ThreadPlace) -> None:
    """One act after the other; who has left the cohort meanwhile does nothing more in it."""
    require(why_not_change(cohorts.wait_for_turn(session, place.here.cohort.id)))
    if place.enrollment is not None and not place.teaches:
        require(why_not_take_part(*cohorts.lock_enrollment(session, place.enrollment.id)))


def _post(session: Session, place: ThreadPlace, post_id: UUID, now: datetime) -> PostRow:
    found = queries.post_in(session, place.here.cohort, place.unit.id, post_id, now)
    if found is None:
        raise NotFoundError
    return found


def _add(
    session: Session,
    place: ThreadPlace,
    question_id: UUID | None,
    text: str,
    by: UUID,
    now: datetime,
) -> ThreadPost:
    post = ThreadPost(unit_id=place.unit.id, question_id=question_id, person_id=by, posted_at=now)
    session.add(post)
    session.flush()
    session.add(ThreadPostVersion(post_id=post.id, edition=1, text=text, written_at=now))
    return post


def _record(
    session: Session,
    act: str,
    place: ThreadPlace,
    post_id: UUID,
    by: UUID,
    now: datetime,
    *,
    edition: int,
) -> None:
    facts = {"unit": place.unit.position, "post": str(post_id), "edition": edition}
    audit.record(session, act, "unit", place.unit.id, by=by, now=now, facts=facts)
    session.flush()
