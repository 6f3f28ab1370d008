"""Reads of what learners did with a unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    and_,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Unit
from app.learning.models import (
    Attestation,
    AttestationWithdrawal,
    CheckAnswer,
    ReadingDone,
    Reflection,
)


@dataclass(frozen=True)
class WorkDone:
    """Everything one learner has recorded in one unit."""

    readings: frozenset[str] = frozenset()
    answers: Mapping[str, int] = field(default_factory=dict)
    reflection: Reflection | None = None
    attestation: Attestation | None = None
    withdrawn: int = 0
    """How many attestations were taken back: the next one's edition is one more."""


def is_live() -> ColumnElement[bool]:
    """The condition that an attestation was not withdrawn."""
    return ~exists().where(col(AttestationWithdrawal.attestation_id) == col(Attestation.id))


def work_done(session: Session, enrollment_id: UUID, unit_id: UUID) -> WorkDone:
    """What a learner did in a unit, in two statements."""
    ticked = select(literal("reading"), col(ReadingDone.reading_key), null().label("option")).where(
        col(ReadingDone.enrollment_id) == enrollment_id, col(ReadingDone.unit_id) == unit_id
    )
    answered = select(
        literal("answer"), col(CheckAnswer.question_id), col(CheckAnswer.option)
    ).where(col(CheckAnswer.enrollment_id) == enrollment_id, col(CheckAnswer.unit_id) == unit_id)
    both: CompoundSelect[Any] = union_all(answered, ticked)
    rows = [(str(row[0]), str(row[1]), row[2]) for row in session.execute(both)]
    found = session.execute(
        select(Unit, Reflection, Attestation, _withdrawn(enrollment_id, unit_id))
        .outerjoin(
            Reflection,
            and_(
                col(Reflection.unit_id) == col(Unit.id),
                col(Reflection.enrollment_id) == enrollment_id,
            ),
        )
        .outerjoin(
            Attestation,
            and_(
                col(Attestation.unit_id) == col(Unit.id),
                col(Attestation.enrollment_id) == enrollment_id,
                is_live(),
            ),
        )
        .where(col(Unit.id) == unit_id)
    ).one()
    return WorkDone(
        readings=frozenset(key for kind, key, _ in rows if kind == "reading"),
        answers={key: option for kind, key, option in rows if kind == "answer"},
        reflection=found[1],
        attestation=found[2],
        withdrawn=found[3] or 0,
    )


def _withdrawn(enrollment_id: UUID, unit_id: UUID) -> ScalarSelect[int]:
    taken_back = col(AttestationWithdrawal.attestation_id) == col(Attestation.id)
    return (
        select(func.count())
        .select_from(Attestation)
        .join(AttestationWithdrawal, taken_back)
        .where(col(Attestation.enrollment_id) == enrollment_id, col(Attestation.unit_id) == unit_id)
        .scalar_subquery()
    )


def reflection(session: Session, enrollment_id: UUID, unit_id: UUID) -> Reflection | None:
    """What a learner wrote in a unit."""
    return session.scalar(
        select(Reflection).where(
            col(Reflection.enrollment_id) == enrollment_id, col(Reflection.unit_id) == unit_id
        )
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
    return session.scalar(
        select(ReadingDone).where(
            col(ReadingDone.enrollment_id) == enrollment_id,
            col(ReadingDone.unit_id) == unit_id,
            col(ReadingDone.reading_key) == reading_key,
        )
    )


def attested_positions(session: Session, enrollment_id: UUID) -> frozenset[int]:
    """The positions of the units that a learner has signed."""
    signed = (
        select(col(Unit.position))
        .join(Attestation, col(Attestation.unit_id) == col(Unit.id))
        .where(col(Attestation.enrollment_id) == enrollment_id, is_live())
    )
    return frozenset(session.scalars(signed))


def ticked(session: Session, enrollment_id: UUID, unit_id: UUID) -> tuple[frozenset[str], bool]:
    """The readings a learner ticked in a unit, and whether the reflection is written."""
    readings = select(col(ReadingDone.reading_key)).where(
        col(ReadingDone.enrollment_id) == enrollment_id, col(ReadingDone.unit_id) == unit_id
    )
    written = select(null()).where(
        exists().where(
            col(Reflection.enrollment_id) == enrollment_id, col(Reflection.unit_id) == unit_id
        )
    )
    both: CompoundSelect[Any] = union_all(readings, written)
    keys = set(session.scalars(both))
    return frozenset(key for key in keys if key is not None), None in keys
