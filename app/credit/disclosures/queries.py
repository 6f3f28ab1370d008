"""Reads of who controls content, and of what each disclosed: five statements for any cohorts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.disclosures.models import (
    DisclosedRelationship,
    Disclosure,
    DisclosureRequest,
    DisclosureReview,
    ReviewedRelationship,
)
from app.credit.disclosures.rules import (
    Controller,
    Given,
    Relationship,
    Reviewed,
    Verdict,
)
from app.credit.disclosures.who.queries import people_in
from app.credit.providers.queries import providers_of
from app.people.providers.queries import officers_of_any


class Of(NamedTuple):
    """A cohort, and a disclosure or a person before it."""

    cohort_id: UUID
    id: UUID


class _Held(NamedTuple):
    review: DisclosureReview
    verdicts: dict[UUID, Verdict]


def controllers_of(session: Session, cohort_id: UUID, now: datetime) -> list[Controller]:
    """Who controls the content of one cohort's activity, by family name."""
    return controllers_in(session, [cohort_id], now).get(cohort_id, [])


def controllers_in(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> dict[UUID, list[Controller]]:
    """The same of several cohorts; no statement for none."""
    if not cohort_ids:
        return {}
    found = people_in(session, cohort_ids, now)
    given = _given(session, found)
    reviews = _reviews(session, cohort_ids, [own.id for own in given.values()])
    letters = _letters(session, cohort_ids)
    return {
        cohort_id: sorted(
            (_with(own, given.get(own.id), cohort_id, reviews, letters) for own in people.values()),
            key=lambda own: (own.sort_name, own.id),
        )
        for cohort_id, people in found.items()
    }


def _given(session: Session, found: Mapping[UUID, Mapping[UUID, Controller]]) -> dict[UUID, Given]:
    """What each disclosed last, by whose it is."""
    whose = {own for people in found.values() for own in people}
    return newest_disclosures(session, whose)


def newest_disclosures(session: Session, whose: Collection[UUID]) -> dict[UUID, Given]:
    """What some people, or rows of people without an account, disclosed last: two statements."""
    theirs = or_(col(Disclosure.person_id).in_(whose), col(Disclosure.controller_id).in_(whose))
    rows = session.scalars(select(Disclosure).where(theirs, is_newest())).all()
    relationships = _relationships(session, [row.id for row in rows])
    return {
        row.person_id or row.controller_id: given_of(row, relationships)  # type: ignore[misc]
        for row in rows
    }


def is_newest() -> ColumnElement[bool]:
    """That nobody disclosed anything after this."""
    newer = aliased(Disclosure)
    later = or_(
        col(newer.signed_at) > col(Disclosure.signed_at),
        and_(col(newer.signed_at) == col(Disclosure.signed_at), col(newer.id) > col(Disclosure.id)),
    )
    same = or_(
        col(newer.person_id) == col(Disclosure.person_id),
        col(newer.controller_id) == col(Disclosure.controller_id),
    )
    return ~select(col(newer.id)).where(same, later).exists()


def given_of(row: Disclosure, relationships: Mapping[UUID, list[Relationship]]) -> Given:
    """A row with what belongs to it."""
    return Given(
        id=row.id,
        has_none=row.has_none,
        typed_name=row.typed_name,
        source=row.source,
        signed_at=row.signed_at,
        valid_until=row.valid_until,
        relationships=tuple(relationships.get(row.id, ())),
    )


def own_disclosures(session: Session, person_id: UUID) -> list[Given]:
    """All that somebody ever disclosed, the newest first: two statements."""
    found = select(Disclosure).where(col(Disclosure.person_id) == person_id)
    rows = session.scalars(
        found.order_by(col(Disclosure.signed_at).desc(), col(Disclosure.id).desc())
    ).all()
    relationships = _relationships(session, [row.id for row in rows])
    return [given_of(row, relationships) for row in rows]


def _relationships(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Relationship]]:
    of = col(DisclosedRelationship.disclosure_id)
    rows = session.scalars(
        select(DisclosedRelationship)
        .where(of.in_(ids))
        .order_by(of, col(DisclosedRelationship.number))
    )
    found: defaultdict[UUID, list[Relationship]] = defaultdict(list)
    for row in rows:
        own = Relationship(row.id, row.company, row.nature, row.has_ended)
        found[row.disclosure_id].append(own)
    return found


def _reviews(
    session: Session, cohort_ids: Collection[UUID], disclosures: Collection[UUID]
) -> dict[Of, Reviewed]:
    """The reviews that hold, by cohort and disclosure."""
    rows = session.execute(
        select(DisclosureReview, ReviewedRelationship)
        .outerjoin(
            ReviewedRelationship, col(ReviewedRelationship.review_id) == col(DisclosureReview.id)
        )
        .where(
            col(DisclosureReview.cohort_id).in_(cohort_ids),
            col(DisclosureReview.disclosure_id).in_(disclosures),
        )
        .order_by(col(DisclosureReview.edition))
    )
    found: dict[Of, _Held] = {}
    for review, said in rows:
        key = Of(review.cohort_id, review.disclosure_id)
        if key not in found or found[key].review.id != review.id:
            found[key] = _Held(review, {})
        if said is not None:
            verdict = Verdict(said.is_relevant, said.mitigation, said.word, said.mitigated_on)
            found[key].verdicts[said.relationship_id] = verdict
    return {
        key: Reviewed(held.review.reviewed_at, held.review.by, held.verdicts)
        for key, held in found.items()
    }


def _letters(session: Session, cohort_ids: Collection[UUID]) -> dict[Of, list[datetime]]:
    rows = session.execute(
        select(
            col(DisclosureRequest.cohort_id),
            col(DisclosureRequest.person_id),
            col(DisclosureRequest.asked_at),
        )
        .where(col(DisclosureRequest.cohort_id).in_(cohort_ids))
        .order_by(col(DisclosureRequest.asked_at))
    )
    found: defaultdict[Of, list[datetime]] = defaultdict(list)
    for row in rows:
        found[Of(row.cohort_id, row.person_id)].append(row.asked_at)
    return found


def _with(
    own: Controller,
    given: Given | None,
    cohort_id: UUID,
    reviews: Mapping[Of, Reviewed],
    letters: Mapping[Of, list[datetime]],
) -> Controller:
    """Somebody with their disclosure and its review, and how often they were asked since."""
    since = given.signed_at if given else None
    asked = [at for at in letters.get(Of(cohort_id, own.id), ()) if since is None or at > since]
    if given is not None:
        given = replace(given, reviewed=reviews.get(Of(cohort_id, given.id)))
    last = asked[-1] if asked else None
    return replace(own, given=given, asked_at=last, letters=len(asked))


def officers_for(session: Session, cohort_id: UUID, now: datetime) -> frozenset[UUID]:
    """The officers of the provider of a cohort's activity, by id: two statements."""
    providers = providers_of(session, cohort_id)
    return frozenset(own.id for own in officers_of_any(session, providers, now))
