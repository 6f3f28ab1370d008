"""Reads of what learners are told of disclosures before units open, and of what they have read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.cohorts.gates.rules import NEVER
from app.cohorts.models import CaseSession, Enrollment, Unit, UnitOpening


@dataclass(frozen=True)
class TextsRead:
    """All versions of a cohort's text, the newest first, and which of them somebody read."""

    texts: Sequence[DisclosureText]
    read: dict[UUID, datetime]
    """When, by text."""

    @property
    def current(self) -> DisclosureText | None:
        """The one that holds."""
        newest = self.texts[0] if self.texts else None
        return newest if newest is not None and newest.lapsed_at is None else None

    @property
    def last_read(self) -> DisclosureText | None:
        """The newest one that they have read."""
        return next((text for text in self.texts if text.id in self.read), None)


def texts_read(session: Session, cohort_id: UUID, enrollment_id: UUID | None) -> TextsRead:
    """What a cohort's learners are told, and what one of them has read: one statement."""
    theirs = and_(
        col(DisclosureRead.text_id) == col(DisclosureText.id),
        col(DisclosureRead.enrollment_id) == enrollment_id,
    )
    rows = session.execute(
        select(DisclosureText, col(DisclosureRead.read_at))
        .outerjoin(DisclosureRead, theirs)
        .where(col(DisclosureText.cohort_id) == cohort_id)
        .order_by(col(DisclosureText.version).desc())
    ).all()
    read: dict[UUID, datetime | None] = {text.id: read_at for text, read_at in rows}
    known = {id_: read_at for id_, read_at in read.items() if read_at is not None}
    return TextsRead([text for text, _read_at in rows], known)


def unread_since(place: Any) -> Any:
    """When the first version was published that a place has not read, as a value in selects.

    `place`: a parameter for an enrollment; for none there is nothing to read.
    """
    known = aliased(DisclosureText)
    newest_read = (
        select(func.max(col(known.version)))
        .join(DisclosureRead, col(DisclosureRead.text_id) == col(known.id))
        .where(col(DisclosureRead.enrollment_id) == place)
        .scalar_subquery()
    )
    return (
        select(func.min(col(DisclosureText.published_at)))
        .join(Enrollment, col(Enrollment.cohort_id) == col(DisclosureText.cohort_id))
        .where(
            col(Enrollment.id) == place,
            col(DisclosureText.lapsed_at).is_(None),
            col(DisclosureText.version) > func.coalesce(newest_read, 0),
        )
        .scalar_subquery()
    )


def told_since(cohort_id: Any) -> Any:
    """When the text was published that holds for a cohort, as a value in selects."""
    return (
        select(func.max(col(DisclosureText.published_at)))
        .where(col(DisclosureText.cohort_id) == cohort_id, col(DisclosureText.lapsed_at).is_(None))
        .scalar_subquery()
    )


def opens_for_all() -> Any:
    """When a unit opens: not for now, while it is held."""
    never = literal(NEVER, Unit.__table__.c.opens_at.type)  # type: ignore[attr-defined]
    return case((col(Unit.held_at).is_not(None), never), else_=col(Unit.opens_at))


def link_unless_held() -> Any:
    """How a session is joined; nothing while it is held."""
    return case((col(CaseSession.held_at).is_not(None), ""), else_=col(CaseSession.link))


def opened_early_at(whose: ColumnElement[bool], *outside: Any) -> Any:
    """When a unit was opened early for somebody, as a value in selects."""
    return (
        select(func.min(col(UnitOpening.opened_at)))
        .where(col(UnitOpening.unit_id) == col(Unit.id), whose)
        .correlate(Unit, *outside)
        .scalar_subquery()
    )


def opened_by(early: Any) -> Any:
    """When a unit opens for somebody. `early`: when it was opened early for them."""
    return case((early < col(Unit.opens_at), early), else_=col(Unit.opens_at))


def has_unread(person: Any, moment: Any) -> ColumnElement[bool]:
    """That somebody has not read what learners of a unit's cohort were told by a moment."""
    return _unread(moment, col(Enrollment.person_id) == person, Unit, CaseSession)


def is_unread() -> ColumnElement[bool]:
    """That a unit waits for whose enrollment it is beside it in a select to read."""
    place = aliased(Enrollment)
    own = col(place.id) == col(Enrollment.id)
    early = opened_early_at(col(UnitOpening.enrollment_id) == col(Enrollment.id), Enrollment)
    return _unread(opened_by(early), own, Unit, Enrollment, place=place)


def _unread(
    moment: Any, whose: ColumnElement[bool], *outside: Any, place: Any = Enrollment
) -> ColumnElement[bool]:
    known = aliased(DisclosureText)
    has_read = exists().where(
        whose,
        col(place.cohort_id) == col(Unit.cohort_id),
        col(DisclosureRead.enrollment_id) == col(place.id),
        col(DisclosureRead.text_id) == col(known.id),
        col(known.version) >= col(DisclosureText.version),
    )
    unread = exists().where(
        col(DisclosureText.cohort_id) == col(Unit.cohort_id),
        col(DisclosureText.lapsed_at).is_(None),
        col(DisclosureText.published_at) <= moment,
        ~has_read.correlate(DisclosureText, *outside),
    )
    return unread.correlate(*outside)


def has_text() -> ColumnElement[bool]:
    """That learners of a unit's cohort have disclosures to read."""
    return (
        exists()
        .where(
            col(DisclosureText.cohort_id) == col(Unit.cohort_id),
            col(DisclosureText.lapsed_at).is_(None),
        )
        .correlate(Unit)
    )
