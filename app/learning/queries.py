"""Reads of what learners did with a unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import ContentMove, Enrollment, Unit
from app.core.db import plain_rows, record_of, records
from app.learning.models import (
    Attestation,
    AttestationWithdrawal,
    CheckAnswer,
    ReadingDone,
    ReadingPlace,
    Reflection,
    ReflectionDraft,
)
from app.learning.signatures.queries import is_live
from app.people.models import Person


@dataclass(frozen=True)
class Answer:
    """The option chosen of a question, and the text that asked it."""

    option: int
    module_version_id: UUID


@dataclass(frozen=True)
class WorkDone:
    """Everything one learner has recorded in one unit."""

    readings: frozenset[str] = frozenset()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    reflection: Reflection | None = None
    """The newest version of it."""
    draft: ReflectionDraft | None = None
    place: ReadingPlace | None = None
    """Where they were in its text."""
    attestation: Attestation | None = None
    withdrawn: int = 0
    """How many attestations were taken back: the next one's edition is one more."""
    moved_at: datetime | None = None
    """When the unit was last given another version of its module, for everybody."""

    @property
    def reflected(self) -> bool:
        """Whether a reflection is saved; a draft is none."""
        return self.reflection is not None


Fact = (
    type[ReadingDone]
    | type[CheckAnswer]
    | type[Reflection]
    | type[ReflectionDraft]
    | type[ReadingPlace]
    | type[Attestation]
)


def _in_unit(kind: Fact) -> ColumnElement[bool]:
    """The condition that a fact belongs to the enrollment and the unit that were asked for."""
    return and_(
        col(kind.enrollment_id) == bindparam("enrollment_id"),
        col(kind.unit_id) == bindparam("unit_id"),
    )


def is_newest() -> ColumnElement[bool]:
    """The condition that a version of a reflection is its writer's last one."""
    any_version = aliased(Reflection)
    newest = (
        select(func.max(col(any_version.edition)))
        .where(
            col(any_version.enrollment_id) == col(Reflection.enrollment_id),
            col(any_version.unit_id) == col(Reflection.unit_id),
        )
        .correlate(Reflection)
        .scalar_subquery()
    )
    return col(Reflection.edition) == newest


_TICKS_AND_ANSWERS: CompoundSelect[Any] = union_all(
    select(
        literal("answer").label("kind"),
        col(CheckAnswer.question_id).label("key"),
        col(CheckAnswer.option),
        col(CheckAnswer.module_version_id),
    ).where(_in_unit(CheckAnswer)),
    select(
        literal("reading"),
        col(ReadingDone.reading_key),
        null().label("option"),
        null().label("module_version_id"),
    ).where(_in_unit(ReadingDone)),
)
_WITHDRAWN = (
    select(func.count())
    .select_from(Attestation)
    .join(AttestationWithdrawal, col(AttestationWithdrawal.attestation_id) == col(Attestation.id))
    .where(_in_unit(Attestation))
    .scalar_subquery()
)
_MOVED_AT = (
    select(func.max(col(ContentMove.moved_at)))
    .where(col(ContentMove.unit_id) == bindparam("unit_id"), col(ContentMove.kind) == "module")
    .scalar_subquery()
)
_WRITTEN_AND_SIGNED: Select[
    Reflection, ReflectionDraft, ReadingPlace, Attestation, int, datetime
] = (
    select(Reflection, ReflectionDraft, ReadingPlace, Attestation, _WITHDRAWN, _MOVED_AT)
    .select_from(Unit)
    .outerjoin(Reflection, and_(_in_unit(Reflection), is_newest()))
    .outerjoin(ReflectionDraft, _in_unit(ReflectionDraft))
    .outerjoin(ReadingPlace, _in_unit(ReadingPlace))
    .outerjoin(Attestation, and_(_in_unit(Attestation), is_live()))
    .where(col(Unit.id) == bindparam("unit_id"))
)


def work_done(session: Session, enrollment_id: UUID, unit_id: UUID) -> WorkDone:
    """What a learner did in a unit, in two statements."""
    here = {"enrollment_id": enrollment_id, "unit_id": unit_id}
    found = plain_rows(session, _TICKS_AND_ANSWERS, here)
    answer_of, rows = record_of(found, Answer), found.all()
    written = session.execute(_WRITTEN_AND_SIGNED, here).one()
    reflection, draft, place, signed, withdrawn, moved_at = written
    return WorkDone(
        readings=frozenset(row.key for row in rows if row.kind == "reading"),
        answers={row.key: answer_of(row) for row in rows if row.kind == "answer"},
        reflection=reflection,
        draft=draft,
        place=place,
        attestation=signed,
        withdrawn=withdrawn or 0,
        moved_at=moved_at,
    )


def answer(
    session: Session, enrollment_id: UUID, unit_id: UUID, question_id: str
) -> CheckAnswer | None:
    """A learner's latest answer to a question."""
    return session.scalar(
        select(CheckAnswer).where(
            col(CheckAnswer.enrollment_id) == enrollment_id,
            col(CheckAnswer.unit_id) == unit_id,
            col(CheckAnswer.question_id) == question_id,
        )
    )


def reading_done(
    session: Session, enrollment_id: UUID, unit_id: UUID, reading_key: str
) -> ReadingDone | None:
    """A learner's tick at a reading."""
    here = {"enrollment_id": enrollment_id, "unit_id": unit_id, "reading_key": reading_key}
    return session.scalar(_TICK, here)


_TICK = select(ReadingDone).where(
    _in_unit(ReadingDone), col(ReadingDone.reading_key) == bindparam("reading_key")
)


@dataclass(frozen=True)
class WrittenReflection:
    """A reflection, and who wrote it."""

    person: Person
    reflection: Reflection


def shared_reflections(session: Session, unit_id: UUID) -> list[WrittenReflection]:
    """The reflections on a unit that their writers share now, by family name; no earlier one."""
    found = (
        select(Person, Reflection)
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .join(Reflection, col(Reflection.enrollment_id) == col(Enrollment.id))
        .where(
            col(Reflection.unit_id) == unit_id,
            is_newest(),
            col(Reflection.shared),
            is_enrolled(),
        )
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found), WrittenReflection)
