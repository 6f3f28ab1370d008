"""Anonymous answers come: they wait, and go to the others by fives.

Nothing of one sending is told to the history: a line has a moment, and who looked at the survey's
page then would be known. When some have gone to the others, a line says how many.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.surveys import rules
from app.surveys.anonymous.sheets import Sheet, in_order, opened, parted, sealed
from app.surveys.models import AnonymousAnswers, Survey, WaitingAnswers


def keep(session: Session, survey: Survey, own: Sheet, *, secret: str, now: datetime) -> None:
    """Let a sheet wait, and those go to the others that can. `survey`: locked."""
    waiting = [*_waiting(session, survey, secret), own]
    count = rules.count_moved(len(waiting), is_closed=survey.closed_at is not None)
    _move(session, survey, waiting, count, secret=secret, by=None, now=now)


def release(
    session: Session, survey: Survey, *, secret: str, by: UUID | None, now: datetime
) -> None:
    """Let those that wait go to the others, since nobody is waited for any more.

    `survey`: locked. Fewer than five stay where they are.
    """
    waiting = _waiting(session, survey, secret)
    count = rules.count_moved_at_close(len(waiting))
    if count:
        _move(session, survey, waiting, count, secret=secret, by=by, now=now)


def _waiting(session: Session, survey: Survey, secret: str) -> list[Sheet]:
    row = session.get(WaitingAnswers, survey.id, populate_existing=True)
    return opened(secret, survey.id, row.sheets) if row is not None else []


def _move(
    session: Session,
    survey: Survey,
    waiting: list[Sheet],
    count: int,
    *,
    secret: str,
    by: UUID | None,
    now: datetime,
) -> None:
    going, staying = parted(waiting, count)
    _set(session, WaitingAnswers, survey, sealed(secret, survey.id, staying))
    if going:
        row = session.get(AnonymousAnswers, survey.id, populate_existing=True)
        _set(session, AnonymousAnswers, survey, in_order([*(row.sheets if row else ()), *going]))
        facts = {"survey": survey.key, "count": count}
        audit.record(session, "survey.came", "survey", survey.id, by=by, now=now, facts=facts)
    session.flush()


def _set(
    session: Session,
    table: type[AnonymousAnswers] | type[WaitingAnswers],
    survey: Survey,
    sheets: list[Sheet],
) -> None:
    row = session.get(table, survey.id)
    if row is None:
        session.add(table(survey_id=survey.id, mode=survey.mode, sheets=sheets))
    else:
        row.sheets = sheets
