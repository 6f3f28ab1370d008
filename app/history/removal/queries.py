"""What of a cohort goes, and which lines of the history tell of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Select, Table, delete, select
from sqlalchemy.orm import Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import SQLModel, col

from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.certificates.models import NameConfirmation
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.core.agreement import Disagreement, Problem
from app.core.models import AuditLine
from app.credit.disclosures.models import DisclosureDecision, DisclosureReview
from app.credit.models import Claim, ClaimExtension, ClaimExtensionWithdrawal, ClaimWithdrawal
from app.history.agreement.kinds.queries import narrowed
from app.history.agreement.queries import WITH_COHORT, astray_with_cohort
from app.history.retention.counts.queries import rows_of
from app.history.retention.models import DeletionAnnouncement
from app.history.retention.tables import KEPT_WITH_PLACE, TABLES, Goes
from app.learning.models import Attestation, AttestationWithdrawal

AT_ONCE = 500
OF_PLACES: tuple[Any, ...] = (Attestation, Attendance, CheckIn, MakeUp, DisclosureRead)
OF_PLACES_THAT_GO: tuple[Any, ...] = (Claim, ClaimExtension, EnrollmentEvent, NameConfirmation)
OF_COHORTS: tuple[Any, ...] = (DisclosureReview, DisclosureDecision, DisclosureText)
Keys = Mapping[str, Sequence[UUID]]
"""Of tables of which some rows stay: the keys of those that go."""


@cache
def going_tables() -> Sequence[Table]:
    """Tables of which rows go: none comes after one that its rows refer to."""
    ordered = reversed(SQLModel.metadata.sorted_tables)
    return [table for table in ordered if isinstance(TABLES[table.name], Goes)]


@dataclass(frozen=True)
class Agreement:
    """What the history tells of the records that go with a cohort."""

    acts: Mapping[int, str]
    """The lines that tell of one that is there, and the act of each."""
    about: Sequence[str]
    """The ids of the cohort's places and sessions: besides itself, lines are about these."""
    astray: Sequence[Disagreement]
    """Those that are not as it tells; what is gone already is not among them."""


def agreement_of(session: Session, cohort_id: UUID) -> Agreement:
    """Compare what goes with a cohort with its lines."""
    places = session.scalars(
        select(col(Enrollment.id)).where(col(Enrollment.cohort_id) == cohort_id)
    ).all()
    about = [*map(str, places), *map(str, session.scalars(_sessions(cohort_id)))]
    with narrowed(session, _narrowing(session, cohort_id, places, about)):
        lines = {line for kind in WITH_COHORT for line in kind.lines(session)}
        astray = list(astray_with_cohort(session))
    acts = {id_: act for id_, act in _acts_about(session, [str(cohort_id), *about]) if id_ in lines}
    return Agreement(acts, sorted(about), [each for each in astray if not _went_before(each)])


def _acts_about(session: Session, about: Sequence[str]) -> Iterator[tuple[int, str]]:
    lines = select(col(AuditLine.id), col(AuditLine.act))
    for row in session.execute(lines.where(col(AuditLine.object_id).in_(about))):
        yield row.id, row.act


def announced_line(session: Session, announced: DeletionAnnouncement) -> int | None:
    """The number of the line that tells of an announcement."""
    lines = select(col(AuditLine.id), col(AuditLine.facts)).where(
        col(AuditLine.object_id) == str(announced.cohort_id),
        col(AuditLine.act) == "deletion.announced",
    )
    told = (row.id for row in session.execute(lines) if _is_of(row.facts, announced))
    return next(told, None)


def _is_of(facts: Mapping[str, Any], announced: DeletionAnnouncement) -> bool:
    return facts.get("announcement") == str(announced.id)


def _went_before(each: Disagreement) -> bool:
    """Its line goes on naming it, since nothing covers that."""
    return each.problem is Problem.GONE and bool(each.line)


def going_keys(session: Session, cohort_id: UUID) -> Keys:
    """Of tables of which some rows stay with their places: the keys of those that go.

    They are looked up before anything goes: which places stay is told by other rows.
    """
    found = {}
    for name in KEPT_WITH_PLACE:
        key = _key_of(SQLModel.metadata.tables[name])
        found[name] = session.scalars(select(key).where(*rows_of(name, cohort_id))).all()
    return found


def _key_of(table: Table) -> ColumnElement[Any]:
    (key,) = table.primary_key.columns
    return key


def deletes(table: Table, cohort_id: UUID, keys: Keys) -> Iterator[Delete]:
    """What deletes the rows of a table that go with a cohort. `keys`: from `going_keys`."""
    if table.name not in KEPT_WITH_PLACE:
        yield delete(table).where(*rows_of(table.name, cohort_id))
        return
    own = keys[table.name]
    for first in range(0, len(own), AT_ONCE):
        yield delete(table).where(_key_of(table).in_(own[first : first + AT_ONCE]))


def _narrowing(
    session: Session, cohort_id: UUID, places: Sequence[UUID], about: Sequence[str]
) -> list[ExecutableOption]:
    """Only what goes with a cohort, and the lines about it."""
    ending = session.scalars(
        select(col(Enrollment.id)).where(*rows_of("enrollment", cohort_id))
    ).all()
    own = [str(cohort_id), *about]
    return [
        with_loader_criteria(AuditLine, col(AuditLine.object_id).in_(own)),
        *(_of_places(kind, places) for kind in OF_PLACES),
        *(_of_places(kind, ending) for kind in OF_PLACES_THAT_GO),
        *(with_loader_criteria(kind, kind.cohort_id == cohort_id) for kind in OF_COHORTS),
        _below(AttestationWithdrawal, "attestation_id", Attestation, places),
        _below(AttendanceChange, "attendance_id", Attendance, places),
        _below(CheckInStrike, "check_in_id", CheckIn, places),
        _below(MakeUpWithdrawal, "make_up_id", MakeUp, places),
        _below(ClaimWithdrawal, "claim_id", Claim, ending),
        _below(ClaimExtensionWithdrawal, "extension_id", ClaimExtension, ending),
    ]


def _sessions(cohort_id: UUID) -> Select[UUID]:
    held = select(col(CaseSession.id)).join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    return held.where(col(Unit.cohort_id) == cohort_id)


def _of_places(kind: Any, places: Sequence[UUID]) -> ExecutableOption:
    return with_loader_criteria(kind, kind.enrollment_id.in_(places))


def _below(kind: Any, column: str, above: Any, places: Sequence[UUID]) -> ExecutableOption:
    """By tables, since criteria would be put into selects of entities again."""
    table = above.__table__
    own = select(table.c.id).where(table.c.enrollment_id.in_(places))
    return with_loader_criteria(kind, getattr(kind, column).in_(own))
