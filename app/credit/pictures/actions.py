"""Keeping the pictures that an activity shows, or would show, and letting go those of a draft."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.collisions import flush_unique
from app.core.errors import ConflictError, RefusedError
from app.credit.models import Activity
from app.credit.pictures import queries, rules
from app.credit.pictures.models import ActivityImage, CertificateImage, ProposalImage
from app.credit.pictures.rules import Picture


def keep_for_activity(
    session: Session,
    activity: Activity,
    pictures: Sequence[Picture],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """Keep all pictures that a version of an activity names, each once.

    `pictures`: those that may not be stored yet.

    Raises `RefusedError` if one is not here.
    """
    named = rules.named_by(activity.signatories, activity.logos)
    images = _kept(session, named, pictures, by=by, now=now)
    session.add_all(ActivityImage(activity_id=activity.id, image_id=id_) for id_ in images)
    session.flush()


def keep_for_proposal(
    session: Session,
    proposal_id: UUID,
    named: Collection[str],
    pictures: Sequence[Picture],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """The same of what an officer is asked to approve, which shows them as long as it is there."""
    images = _kept(session, named, pictures, by=by, now=now)
    session.add_all(ProposalImage(proposal_id=proposal_id, image_id=id_) for id_ in images)
    session.flush()


def _kept(
    session: Session,
    named: Collection[str],
    pictures: Sequence[Picture],
    *,
    by: UUID | None,
    now: datetime,
) -> Collection[UUID]:
    """The rows of all that are named. Raises `RefusedError` if one is not here."""
    known = queries.ids_of(session, named)
    new = {own.sha256: own for own in pictures if own.sha256 in named and own.sha256 not in known}
    for picture in new.values():
        _store(session, CertificateImage(**vars(picture), stored_at=now, by=by))
    stored = queries.ids_of(session, named) if new else known
    if set(named) - stored.keys():
        raise RefusedError(rules.GONE)
    return stored.values()


def _store(session: Session, image: CertificateImage) -> None:
    """Store one, unless somebody else does so in this moment: then theirs is as good."""
    savepoint = session.begin_nested()
    try:
        session.add(image)
        flush_unique(session, CertificateImage, "sha256", rules.STORED_MEANWHILE)
    except ConflictError:
        savepoint.rollback()
    else:
        savepoint.commit()


def let_go(
    session: Session, activity_ids: Collection[UUID], proposal_ids: Collection[UUID] = ()
) -> None:
    """Take pictures off what is thrown away; what nothing else shows goes as well."""
    images = queries.images_shown_by(session, activity_ids, proposal_ids)
    if not images:
        return
    session.execute(delete(ActivityImage).where(col(ActivityImage.activity_id).in_(activity_ids)))
    session.execute(delete(ProposalImage).where(col(ProposalImage.proposal_id).in_(proposal_ids)))
    image = col(CertificateImage.id)
    is_shown = or_(
        exists().where(col(ActivityImage.image_id) == image),
        exists().where(col(ProposalImage.image_id) == image),
    )
    session.execute(delete(CertificateImage).where(image.in_(images), ~is_shown))
