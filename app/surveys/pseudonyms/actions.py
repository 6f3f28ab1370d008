"""Giving somebody a pseudonym, and looking at whose they are, which leaves a line."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import require
from app.surveys.models import Pseudonym, Survey, SurveyInvitation
from app.surveys.pseudonyms import queries
from app.surveys.pseudonyms.queries import KeyLine
from app.surveys.pseudonyms.rules import pseudonym

TRIES = 8
"""How many are thought of at once; that all are taken will not happen."""


def given(session: Session, survey: Survey, invitation: SurveyInvitation) -> str:
    """The pseudonym that somebody answers under in this study; a new one the first time.

    `invitation`: locked, so that nobody is given two. No line is left, since it would be the key.
    """
    before = queries.of_invitation(session, survey, invitation)
    if before is not None:
        return before
    thought_of = {pseudonym(secrets.choice) for _number in range(TRIES)}
    free = thought_of - queries.taken(session, survey.scope_id, thought_of)
    new = Pseudonym(
        scope_id=survey.scope_id,
        enrollment_id=invitation.enrollment_id,
        rater_id=invitation.rater_id,
        pseudonym=free.pop(),
    )
    session.add(new)
    session.flush()
    return new.pseudonym


def look_up(
    session: Session, scope_id: UUID, *, why: str, by: UUID, now: datetime
) -> list[KeyLine]:
    """Whose the pseudonyms of a study are: all of them, since one look at one is a look.

    Raises `RefusedError` for who does not say why. Their line is in the history for good.
    """
    require(why_not_without_reason(why))
    act = "pseudonyms.opened"
    audit.record(session, act, "study", scope_id, by=by, now=now, reason=why.strip())
    return queries.key_lines(session, scope_id)
