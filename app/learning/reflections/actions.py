"""Writing a reflection: a draft is kept while it is written, and saving it makes a version.

A draft is nobody's but its writer's and no act of the course, so it leaves no line in the history.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError
from app.learning.actions import record_work, take_turn
from app.learning.models import Reflection, ReflectionDraft
from app.learning.reflections import queries
from app.learning.reflections.rules import Seen, Words, Writing, why_not_replace


def save_reflection(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    *,
    text: str,
    shared: bool,
    seen: Seen | None = None,
    beside: bool = False,
    now: datetime,
) -> None:
    """Keep what the learner wrote, exactly as typed, as the newest version.

    The same words again make no version. `seen`: what the page showed of the reflection; None asks
    for no proof. `beside`: that a draft stood beside it which this takes the place of; it is kept
    as a version too, so that nothing is lost by choosing.

    Raises:
        ConflictError: Something newer was written elsewhere.
    """
    take_turn(session, learner, unit, now)
    before = queries.writing(session, learner.enrollment.id, unit.id)
    wanted = Words(text, shared)
    is_known = seen is None or seen == before.seen
    if not is_known and wanted == before.saved_words:
        return
    _require_seen(before, seen, wanted)
    other = before.draft_words if beside else None
    edition = before.seen.edition
    if other is not None and other != wanted and other.text.strip():
        assert before.draft is not None
        edition += 1
        earlier = Words(other.text, shared=False)
        _add(session, learner, unit, edition, earlier, at=before.draft.kept_at, now=now)
    if wanted != before.saved_words or edition != before.seen.edition:
        _add(session, learner, unit, edition + 1, wanted, at=now, now=now)
    if before.draft is not None:
        session.delete(before.draft)
    session.flush()


def keep_draft(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    *,
    text: str,
    shared: bool,
    seen: Seen,
    now: datetime,
) -> Seen:
    """Keep what the learner is writing, and say what their page has seen then.

    Raises:
        ConflictError: Something newer was written elsewhere.
    """
    take_turn(session, learner, unit, now)
    before = queries.writing(session, learner.enrollment.id, unit.id)
    wanted = Words(text, shared)
    _require_seen(before, seen, wanted)
    if wanted == before.newest:
        return before.seen
    draft = before.draft
    if draft is None:
        draft = ReflectionDraft(
            enrollment_id=learner.enrollment.id,
            unit_id=unit.id,
            number=0,
            text="",
            shared=False,
            kept_at=now,
        )
        session.add(draft)
    draft.number += 1
    draft.text, draft.shared, draft.kept_at = text, shared, now
    session.flush()
    return Seen(before.seen.edition, draft.number)


def _require_seen(before: Writing, seen: Seen | None, wanted: Words) -> None:
    unseen = why_not_replace(before, seen, wanted)
    if unseen is not None:
        raise ConflictError(unseen)


def _add(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    edition: int,
    words: Words,
    *,
    at: datetime,
    now: datetime,
) -> None:
    session.add(
        Reflection(
            enrollment_id=learner.enrollment.id,
            unit_id=unit.id,
            edition=edition,
            text=words.text,
            shared=words.shared,
            saved_at=at,
        )
    )
    facts = {"shared": words.shared, "characters": len(words.text)}
    record_work(session, "reflection.saved", learner, unit, now, **facts)
