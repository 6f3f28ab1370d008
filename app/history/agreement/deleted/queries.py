"""What was announced to go, called off and deleted, beside its lines; what went so by right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.deleted.queries import DONE
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.models import AuditLine
from app.core.seals import seal
from app.history.agreement.deleted.rules import (
    CLOCKS_DIFFER,
    ToldLine,
    are_all_there,
    ids_of,
    named_lines,
    was_waited_for,
)
from app.history.agreement.kinds.queries import Facts, Kind, streamed
from app.history.retention.models import Deletion, DeletionAnnouncement, DeletionCallOff

_ANNOUNCED, _CALLED_OFF = "deletion.announced", "deletion.called_off"
_ACTS = (_ANNOUNCED, _CALLED_OFF, DONE)
_KEY = ("announcement",)


def _announcements(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(DeletionAnnouncement)):
        yield _told(row, row) | {"by": row.by}


def _call_offs(session: Session) -> Iterator[Facts]:
    for announced, row in streamed(session, _with_announcement(DeletionCallOff)):
        yield _told(announced, row) | {"by": row.by}


def _deletions(session: Session) -> Iterator[Facts]:
    for announced, row in streamed(session, _with_announcement(Deletion)):
        yield _told(announced, row)


def _with_announcement(kind: type[DeletionCallOff | Deletion]) -> Select[*tuple[Any, ...]]:
    announced = col(DeletionAnnouncement.id) == col(kind.announcement_id)
    found: Select[*tuple[Any, ...]] = select(DeletionAnnouncement, kind).join(kind, announced)
    return found


def _told(
    announced: DeletionAnnouncement, row: DeletionAnnouncement | DeletionCallOff | Deletion
) -> Facts:
    return {
        "object": str(announced.cohort_id),
        "at": row.at,
        "announcement": str(announced.id),
        "seal": seal(row),
    }


@dataclass(frozen=True)
class Gone:
    """A deletion that the records tell of, and which lines it says that records went of."""

    cohort: str
    """As addresses name it."""
    at: datetime
    lines: frozenset[int]
    """None where it counts for nothing: what it names is missing without a right."""


def covered_lines(session: Session) -> set[int]:
    """The lines of which the records went by right."""
    return {line for own in deletions(session) for line in own.lines}


def deletions(session: Session) -> list[Gone]:
    """Every deletion, the oldest first."""
    told = _told_lines(session)
    found = (
        select(Deletion, DeletionAnnouncement, col(Cohort.slug))
        .join(DeletionAnnouncement, col(DeletionAnnouncement.id) == col(Deletion.announcement_id))
        .join(Cohort, col(Cohort.id) == col(DeletionAnnouncement.cohort_id))
        .order_by(col(Deletion.at), col(Deletion.announcement_id))
    )
    return [
        Gone(slug, row.at, _covered(session, told, announced, row))
        for row, announced, slug in session.execute(found)
    ]


def _told_lines(session: Session) -> Mapping[str, Sequence[ToldLine]]:
    """The lines about deletions, by act."""
    columns = (AuditLine.act, AuditLine.id, AuditLine.object_id, AuditLine.at, AuditLine.facts)
    lines = select(*map(col, columns)).where(col(AuditLine.act).in_(_ACTS))
    found = defaultdict(list)
    for row in session.execute(lines.order_by(col(AuditLine.id))):
        found[row.act].append(ToldLine(row.id, row.object_id, row.at, row.facts))
    return found


def _covered(
    session: Session,
    told: Mapping[str, Sequence[ToldLine]],
    announced: DeletionAnnouncement,
    row: Deletion,
) -> frozenset[int]:
    """The lines of which a deletion is the reason that their records are missing."""
    done = _line_of(told[DONE], announced, row)
    before = _line_of(told[_ANNOUNCED], announced, announced)
    if done is None or before is None or before.id != row.announced_line:
        return frozenset()
    ended = any(line.facts.get("announcement") == str(announced.id) for line in told[_CALLED_OFF])
    if ended or not was_waited_for(before, done, announced.goes_from):
        return frozenset()
    if not _is_in_order(session, before, done) or not _is_own(session, announced.cohort_id, row):
        return frozenset()
    return _own_lines(session, announced.cohort_id, row, done)


def _line_of(
    lines: Sequence[ToldLine],
    announced: DeletionAnnouncement,
    row: DeletionAnnouncement | Deletion,
) -> ToldLine | None:
    sealed, cohort = seal(row), str(announced.cohort_id)
    own = (each for each in lines if each.says(str(announced.id), sealed))
    return next((each for each in own if each.object_id == cohort), None)


def _is_in_order(session: Session, announced: ToldLine, done: ToldLine) -> bool:
    """Whether no line shows that the first was dated back, or the other ahead."""
    id_, at = col(AuditLine.id), col(AuditLine.at)
    back = (id_ < announced.id) & (at > announced.at + CLOCKS_DIFFER)
    ahead = (id_ > done.id) & (at < done.at - CLOCKS_DIFFER)
    return not session.scalar(select(exists().where(or_(back, ahead))))


def _is_own(session: Session, cohort_id: UUID, row: Deletion) -> bool:
    """Whether no place or session that it names is known as another cohort's."""
    ids = ids_of(row.about)
    held = select(col(CaseSession.id)).join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    others = union_all(
        held.where(col(CaseSession.id).in_(ids), col(Unit.cohort_id) != cohort_id),
        select(col(Enrollment.id)).where(
            col(Enrollment.id).in_(ids), col(Enrollment.cohort_id) != cohort_id
        ),
    )
    return session.execute(others).first() is None


def _own_lines(session: Session, cohort_id: UUID, row: Deletion, done: ToldLine) -> frozenset[int]:
    """Those it names, if they are all about its cohort and as many of each act as it says."""
    named = named_lines(row.lines, done.id)
    about = col(AuditLine.object_id).in_([str(cohort_id), *row.about])
    lines = session.execute(select(col(AuditLine.id), col(AuditLine.act)).where(about))
    acts = {line.id: line.act for line in lines if line.id in named}
    whole = len(acts) == len(named) and are_all_there(row.acts, acts.values())
    return named if whole else frozenset()


DELETED = (
    Kind("announced deletion", _announcements, (_ANNOUNCED,), _KEY),  # not shown
    Kind("deletion called off", _call_offs, (_CALLED_OFF,), _KEY),  # not shown
    Kind("deletion", _deletions, (DONE,), _KEY),
)
