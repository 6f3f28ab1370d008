"""Making the groups of a session, and moving somebody to another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.breakouts import queries, rules
from app.casework.breakouts.enums import Among
from app.casework.breakouts.models import Breakout, BreakoutPlace, BreakoutWish
from app.casework.breakouts.queries import Grouped
from app.casework.breakouts.rules import Formed, Wished
from app.casework.locks.queries import LockedSession, lock_session
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import ConflictError, NotFoundError, RefusedError, require


@dataclass(frozen=True)
class Wanted:
    """How groups are to be made."""

    size: int
    seed: int
    among: Among
    wishes: Sequence[Wished] = ()


def make_groups(
    session: Session, case_session_id: UUID, wanted: Wanted, *, by: UUID, now: datetime
) -> Formed:
    """Make the groups of a session, in the place of those before.

    Raises `RefusedError` where nobody could be in one, of everybody in a series, and for an
    archived cohort.
    """
    held = _take_turn(session, case_session_id)
    require(rules.why_not_among(wanted.among, is_series=held.is_series))
    people = among(queries.people(session, held.cohort_id, held.id, None), wanted.among)
    if not people:
        raise RefusedError(rules.NOBODY_YET if held.is_series else rules.NOBODY)
    candidates = [person.candidate for person in people]
    formed = rules.form(candidates, wanted.size, wanted.wishes, seed=wanted.seed)
    before = queries.newest(session, case_session_id)
    made = Breakout(
        case_session_id=case_session_id,
        edition=before.edition + 1 if before else 1,
        size=wanted.size,
        seed=wanted.seed,
        among=wanted.among,
        made_at=now,
        by=by,
    )
    session.add(made)
    session.flush()
    _add_rows(session, made.id, formed, wanted.wishes)
    facts = {"edition": made.edition, "groups": len(formed.groups), "people": len(people)}
    _record(session, "session.groups_made", held, facts, by=by, now=now)
    return formed


def move_to_group(
    session: Session,
    case_session_id: UUID,
    enrollment_id: UUID,
    number: int,
    *,
    seen: int,
    by: UUID,
    now: datetime,
) -> None:
    """Move somebody to another group by hand; who is in none yet comes into one.

    `seen`: the edition that the page showed.

    Raises:
        ConflictError: The groups were made anew since.
    """
    held = _take_turn(session, case_session_id)
    made = queries.newest(session, case_session_id)
    if made is None or made.edition != seen:
        raise ConflictError(rules.MADE_ANEW)
    people = {
        person.enrollment_id: person
        for person in queries.people(session, held.cohort_id, held.id, made.id)
    }
    if enrollment_id not in people:
        raise NotFoundError
    groups = {person.number for person in people.values() if person.number is not None}
    require(rules.why_not_move(number, groups))
    if people[enrollment_id].number == number:
        return
    session.merge(BreakoutPlace(breakout_id=made.id, enrollment_id=enrollment_id, number=number))
    facts = {"edition": made.edition, "group": number}
    _record(session, "session.group_changed", held, facts, by=by, now=now)


def among(people: Sequence[Grouped], whom: Among) -> list[Grouped]:
    """Who of a cohort is put into groups."""
    return [person for person in people if person.is_there or whom is Among.ENROLLED]


def _take_turn(session: Session, case_session_id: UUID) -> LockedSession:
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    return held


def _add_rows(
    session: Session, breakout_id: UUID, formed: Formed, wishes: Sequence[Wished]
) -> None:
    session.add_all(
        BreakoutPlace(breakout_id=breakout_id, enrollment_id=key, number=number)
        for number, group in enumerate(formed.groups, start=1)
        for key in group
    )
    session.add_all(
        BreakoutWish(
            breakout_id=breakout_id,
            number=number,
            wish=own.wish,
            one_id=own.one,
            other_id=own.other,
        )
        for number, own in enumerate(wishes, start=1)
    )
    session.flush()


def _record(
    session: Session,
    act: str,
    held: LockedSession,
    facts: dict[str, int],
    *,
    by: UUID,
    now: datetime,
) -> None:
    audit.record(session, act, "session", held.id, by=by, now=now, facts=facts)
    session.flush()
