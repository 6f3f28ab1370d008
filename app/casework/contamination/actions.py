"""Logging that somebody was at a session that was not theirs. They get no mark by it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.contamination import queries, rules
from app.casework.contamination.enums import SeenIn
from app.casework.contamination.models import Contamination
from app.casework.locks.queries import lock_session
from app.cohorts.arms.queries import bars_of
from app.cohorts.models import Enrollment
from app.core import audit
from app.core.errors import require
from app.people.rules import why_not_deal_with


def log_seen(
    session: Session,
    case_session_id: UUID,
    seen: Mapping[UUID, int | None],
    *,
    by: UUID | None,
    now: datetime,
) -> int:
    """Log who is in the files of a session that is not theirs, by place, with their minutes.

    Whoever is logged already stays as they are. Returns how many are new.
    """
    new = seen.keys() - queries.logged_at(session, case_session_id, seen) if seen else set()
    for place in sorted(new):
        _add(session, place, case_session_id, SeenIn.FILE, minutes=seen[place], by=by, now=now)
    return len(new)


def log_told(
    session: Session,
    place: Enrollment,
    case_session_id: UUID,
    *,
    note: str,
    by: UUID,
    now: datetime,
) -> None:
    """Log that somebody was seen at a session that is not theirs.

    Raises `RefusedError`: it is theirs, it has not begun, it is logged, or they are `by`.
    """
    held = lock_session(session, case_session_id)
    require(why_not_deal_with([place.person_id], by=by))
    bar = bars_of(session, [place.id]).get(place.id)
    logged = bool(queries.logged_at(session, held.id, [place.id]))
    require(rules.why_not_log(bar, held.starts_at, now, logged=logged))
    _add(session, place.id, held.id, SeenIn.TOLD, note=note, by=by, now=now)


def _add(
    session: Session,
    place: UUID,
    case_session_id: UUID,
    seen_in: SeenIn,
    *,
    minutes: int | None = None,
    note: str = "",
    by: UUID | None,
    now: datetime,
) -> None:
    own = Contamination(
        enrollment_id=place,
        case_session_id=case_session_id,
        seen_in=seen_in,
        minutes=minutes,
        note=note,
        at=now,
        by=by,
    )
    session.add(own)
    session.flush()
    facts = {"enrollment": str(place), "seen_in": seen_in.value, "minutes": minutes}
    about = "case_session", case_session_id
    audit.record(session, "contamination.logged", *about, by=by, now=now, facts=facts)
