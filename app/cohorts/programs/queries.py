"""Reads of programs and the steps that each begins with."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program, SyllabusUnit
from app.people.roles import Reach


def program_by_key(session: Session, key: str) -> Program | None:
    """The program that a content pack names."""
    return session.scalar(select(Program).where(col(Program.key) == key))


def syllabus(session: Session, program_id: UUID) -> Sequence[SyllabusUnit]:
    """The steps of a program, in order."""
    return session.scalars(
        select(SyllabusUnit)
        .where(col(SyllabusUnit.program_id) == program_id)
        .order_by(col(SyllabusUnit.position))
    ).all()


def programs(session: Session, reach: Reach) -> Sequence[Program]:
    """The programs that a role reaches as a whole, by title."""
    found = select(Program).order_by(col(Program.title))
    if not reach.everything:
        found = found.where(col(Program.id).in_(reach.programs))
    return session.scalars(found).all()
