"""Deletes what was announced of a cohort, whole or not at all."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.queries import wait_for_turn
from app.core import audit, outbox
from app.core.errors import NotFoundError, RefusedError, require
from app.core.letting_go import letting_go, why_not_let_go
from app.core.seals import seal
from app.credit.queries import standings
from app.history.removal import queries
from app.history.retention.deletion.queries import at_work, live_announcement
from app.history.retention.deletion.rules import (
    ASTRAY,
    NOT_ANNOUNCED,
    UNTOLD,
    as_ranges,
    why_not_delete,
)
from app.history.retention.models import Deletion, DeletionAnnouncement
from app.history.retention.queries import kept_of, years_kept
from app.history.retention.rules import CohortKept, retained
from app.history.retention.tables import is_counted


class Going(NamedTuple):
    """What goes with a cohort now, once nothing is against it."""

    kept: CohortKept
    announced: DeletionAnnouncement
    announced_line: int
    agreement: queries.Agreement


def delete_records(session: Session, here: CohortContext, *, now: datetime) -> Deletion:
    """Delete what is due of a cohort, with one line of how much went. Who owns the tables can.

    Everything is asked again, with the tables locked: nobody writes to them meanwhile.

    Raises:
        RefusedError: It was not announced, its day has not come, it is no longer due or is at
            work; its records are not as the history tells; or this role does not own the tables.
    """
    cohort_id = here.cohort.id
    audit.continue_chain(session, cohort_id)
    wait_for_turn(session, cohort_id)
    with letting_go(session, [table.name for table in queries.going_tables()]):
        going = _require_going(session, here, now)
        completed = _completed(session, here, now)
        outbox.end_deliveries(session, cohort_id, now=now)
        numbers = _delete_rows(session, cohort_id)
    return _record(session, going, completed, numbers, now)


def require_deletable(session: Session, here: CohortContext, *, now: datetime) -> None:
    """Ask all that `delete_records` asks, and change nothing.

    Raises:
        RefusedError: As it would.
    """
    require(why_not_let_go(session, [table.name for table in queries.going_tables()]))
    _require_going(session, here, now)


def _require_going(session: Session, here: CohortContext, now: datetime) -> Going:
    kept = kept_of(session, here.cohort.slug)
    if kept is None:
        raise NotFoundError
    own = retained(kept, years_kept(session), now)
    require(why_not_delete(own, at_work=at_work(session, kept.cohort_id)))
    announced = live_announcement(session, kept.cohort_id)
    if announced is None:
        raise RefusedError(NOT_ANNOUNCED)
    line = queries.announced_line(session, announced)
    if line is None:
        raise RefusedError(UNTOLD)
    agreement = queries.agreement_of(session, kept.cohort_id)
    require(ASTRAY(count=len(agreement.astray)) if agreement.astray else None)
    return Going(kept, announced, line, agreement)


def _completed(session: Session, here: CohortContext, now: datetime) -> int:
    found = standings(session, here.cohort.id, here.policy, now)
    return sum(standing.completion.complete for standing in found.values())


def _delete_rows(session: Session, cohort_id: UUID) -> Mapping[str, int]:
    """How many rows went, by table; of answers that is told by nobody but the survey."""
    keys = queries.going_keys(session, cohort_id)
    numbers: Counter[str] = Counter()
    for table in queries.going_tables():
        numbers[table.name] += _delete_of(session, table, cohort_id, keys)
    session.expire_all()
    return {name: number for name, number in sorted(numbers.items()) if number and is_counted(name)}


def _delete_of(session: Session, table: Table, cohort_id: UUID, keys: queries.Keys) -> int:
    connection = session.connection()
    return sum(
        connection.execute(statement).rowcount
        for statement in queries.deletes(table, cohort_id, keys)
    )


def _record(
    session: Session, going: Going, completed: int, numbers: Mapping[str, int], now: datetime
) -> Deletion:
    kept, acts = going.kept, going.agreement.acts
    made = Deletion(
        announcement_id=going.announced.id,
        people=kept.people,
        completed=completed,
        certificates=kept.certificates,
        numbers=dict(numbers),
        lines=as_ranges(acts),
        announced_line=going.announced_line,
        acts=dict(sorted(Counter(acts.values()).items())),
        about=list(going.agreement.about),
        at=now,
    )
    session.add(made)
    session.flush()
    facts = {
        "announcement": str(made.announcement_id),
        "records": sum(numbers.values()),
        "people": kept.people,
        "seal": seal(made),
    }
    cohort_id = kept.cohort_id
    audit.record(session, "deletion.done", "cohort", cohort_id, by=None, now=now, facts=facts)
    return made
