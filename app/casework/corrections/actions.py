"""Correcting marks at several sessions at once: a save of each, with one reason."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.certified.queries import BuiltOnMarks
from app.casework.corrections import queries, rules
from app.casework.corrections.queries import PersonMark
from app.casework.corrections.rules import Corrected, Correction
from app.casework.recording import Edit
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Adjusted, Amendment, why_not_amend
from app.casework.saves.writing import save_edits
from app.cohorts.rules import why_not_change
from app.core.errors import require
from app.core.ids import new_id


def correct_marks(
    session: Session,
    cohort_id: UUID,
    wanted: Correction,
    *,
    built_on: BuiltOnMarks,
    amendment: Amendment,
    by: UUID,
    now: datetime,
) -> Corrected:
    """Give people the marks that are wanted, all of them or none.

    Each session gets a save of its own, which can be undone like any other.

    Raises:
        RefusedError: Nothing is wanted, or nothing would change.
        AmendmentNeededError: It was not looked at as it is now, or nobody says why.
    """
    require(rules.why_not_correct(wanted))
    require(why_not_change(queries.lock_sessions(session, cohort_id, sorted(wanted.marks))))
    looked = queries.looked_at(session, cohort_id, wanted, built_on=built_on, by=by, now=now)
    if not looked.adjusted:
        require(looked.left_out[0].why if looked.left_out else rules.AS_IT_IS)
    if why := why_not_amend(looked.adjusted, amendment):
        raise AmendmentNeededError(why, looked.adjusted)
    pairs = sorted(
        zip(looked.marks, looked.adjusted, strict=True), key=lambda pair: pair[0].position
    )
    for _position, group in groupby(pairs, key=lambda pair: pair[0].position):
        own = list(group)
        edits = [_edit(of, mark) for of, mark in own]
        adjusted = [mark for _of, mark in own]
        held = adjusted[0].case_session_id
        save_edits(session, held, edits, adjusted, amendment.reason, by=by, now=now)
    return Corrected(new_id(), tuple(looked.adjusted))


def _edit(of: PersonMark, one: Adjusted) -> Edit:
    return Edit(of.attendance_id or new_id(), of.enrollment_id, one.before, one.after)
