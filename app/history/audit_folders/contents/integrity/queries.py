"""Reads all that is recorded of disclosures for one cohort: as many statements for any number."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.cohorts.models import Cohort, Enrollment
from app.credit.disclosures.models import (
    ContentController,
    DisclosedRelationship,
    Disclosure,
    DisclosureRequest,
    DisclosureReview,
    ReviewedRelationship,
)
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.disclosures.queries import controllers_of
from app.credit.disclosures.rules import Controller
from app.history.audit_folders.contents.disclosed import Disclosed, ReviewPart
from app.people.models import Person


def read_disclosed(session: Session, cohort: Cohort, now: datetime) -> Disclosed:
    """Who controls content, what each disclosed, how it was reviewed, what learners were told."""
    controllers = controllers_of(session, cohort.id, now)
    entered = _of_cohort(session, ContentController, cohort.id, col(ContentController.added_at))
    requests = _of_cohort(session, DisclosureRequest, cohort.id, col(DisclosureRequest.asked_at))
    whose = {own.id for own in controllers} | {own.person_id or own.id for own in entered}
    given = _given(session, cohort, controllers, whose | {own.person_id for own in requests}, now)
    return Disclosed(
        controllers=controllers,
        entered=entered,
        requests=requests,
        given=given,
        relationships=_relationships(session, [own.id for own in given]),
        reviews=_reviews(session, cohort.id),
        decisions=decisions_of(session, cohort.id)[::-1],
        texts=_of_cohort(session, DisclosureText, cohort.id, col(DisclosureText.version)),
        readings=_readings(session, cohort.id),
    )


def _of_cohort(session: Session, kind: Any, cohort_id: UUID, order: Any) -> Sequence[Any]:
    own = select(kind).where(col(kind.cohort_id) == cohort_id)
    return session.scalars(own.order_by(order, col(kind.id))).all()


def _given(
    session: Session,
    cohort: Cohort,
    controllers: Collection[Controller],
    whose: Collection[UUID],
    now: datetime,
) -> Sequence[Disclosure]:
    """What concerns this activity: people disclose once for all of them, for years."""
    reviewed = select(col(DisclosureReview.disclosure_id)).where(
        col(DisclosureReview.cohort_id) == cohort.id
    )
    theirs = or_(col(Disclosure.person_id).in_(whose), col(Disclosure.controller_id).in_(whose))
    newest = col(Disclosure.id).in_([own.given.id for own in controllers if own.given])
    held = or_(newest, _held_while(cohort.published_at or now, cohort.closes_at))
    found = select(Disclosure).where(
        or_(col(Disclosure.id).in_(reviewed), and_(theirs, held))
    )  # fmt: skip
    return session.scalars(
        found.order_by(col(Disclosure.signed_at), col(Disclosure.id))
    ).all()  # fmt: skip


def _held_while(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    return and_(col(Disclosure.signed_at) < ends, col(Disclosure.valid_until) > begins)


def _relationships(
    session: Session, disclosures: Collection[UUID]
) -> dict[UUID, DisclosedRelationship]:
    own = DisclosedRelationship
    found = (
        select(own)
        .join(Disclosure, col(Disclosure.id) == col(own.disclosure_id))
        .where(col(own.disclosure_id).in_(disclosures))
        .order_by(col(Disclosure.signed_at), col(Disclosure.id), col(own.number))
    )
    return {row.id: row for row in session.scalars(found)}


def _reviews(session: Session, cohort_id: UUID) -> list[ReviewPart]:
    said = ReviewedRelationship
    found = (
        select(DisclosureReview, said)
        .outerjoin(said, col(said.review_id) == col(DisclosureReview.id))
        .outerjoin(
            DisclosedRelationship, col(DisclosedRelationship.id) == col(said.relationship_id)
        )
        .where(col(DisclosureReview.cohort_id) == cohort_id)
        .order_by(
            col(DisclosureReview.reviewed_at),
            col(DisclosureReview.disclosure_id),
            col(DisclosureReview.edition),
            col(DisclosedRelationship.number),
        )
    )
    return [ReviewPart(review, part) for review, part in session.execute(found)]


def _readings(session: Session, cohort_id: UUID) -> Sequence[DisclosureRead]:
    found = (
        select(DisclosureRead)
        .join(DisclosureText, col(DisclosureText.id) == col(DisclosureRead.text_id))
        .join(Enrollment, col(Enrollment.id) == col(DisclosureRead.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(DisclosureText.cohort_id) == cohort_id)
        .order_by(col(Person.search_name), col(Person.id), col(DisclosureText.version))
    )
    return session.scalars(found).all()
