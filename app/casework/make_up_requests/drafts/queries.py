"""Reads of what somebody is writing to make a session up."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.make_up_requests.models import MakeUpDraft
from app.casework.make_up_requests.queries import Asked


def draft_of(session: Session, asked: Asked) -> MakeUpDraft | None:
    """What somebody is writing about one session, if anything is kept of it."""
    return session.scalar(
        select(MakeUpDraft).where(
            col(MakeUpDraft.enrollment_id) == asked.enrollment_id,
            col(MakeUpDraft.case_session_id) == asked.case_session_id,
        )
    )
