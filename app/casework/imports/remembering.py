"""What people are called in files, as somebody said it: kept for the next ones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.imports import queries
from app.casework.imports.facts import Question, Review
from app.casework.imports.matching.names import alias_of
from app.casework.imports.models import AttendanceAlias


def remember(
    session: Session, case_session_id: UUID, review: Review, *, by: UUID | None, now: datetime
) -> int:
    """Keep what people are called, where somebody said it; how much of that is new."""
    if by is None:
        return 0  # the command line chooses nobody
    people = {str(known.enrollment_id): known.enrollment_id for known in review.roster.people}
    said = {
        queries.Remembered(key, alias)
        for question in review.questions
        if (key := people.get(question.chosen))
        for alias in _aliases(question)
    }
    new = said - queries.aliases_of(session, [key for key, _alias in said])
    session.add_all(
        AttendanceAlias(
            enrollment_id=key, case_session_id=case_session_id, alias=alias, by=by, at=now
        )
        for key, alias in sorted(new, key=lambda alias: (alias[1], str(alias[0])))
    )
    session.flush()
    return len(new)


def _aliases(question: Question) -> list[str]:
    """An address is one person's; a name is unless two people share it, or many devices."""
    if question.participant.address:
        return [question.participant.address]
    alias = alias_of(question.participant.name)
    return [alias] if alias and not question.is_shared else []
