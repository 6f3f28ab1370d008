"""Keeping the pictures that a version of an activity shows, and letting go those of a draft."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.collisions import flush_unique
from app.core.errors import ConflictError, RefusedError
from app.credit.models import Activity
from app.credit.pictures import queries, rules
from app.credit.pictures.models import ActivityImage, CertificateImage
from app.credit.pictures.rules import Picture


def keep(
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
    if not named:
        return
    known = queries.ids_of(session, named)
    new = {own.sha256: own for own in pictures if own.sha256 in named and own.sha256 not in known}
    for picture in new.values():
        _store(session, CertificateImage(**vars(picture), stored_at=now, by=by))
    stored = queries.ids_of(session, named) if new else known
    if named - stored.keys():
        raise RefusedError(rules.GONE)
    session.add_all(ActivityImage(activity_id=activity.id, image_id=id_) for id_ in stored.values())
    session.flush()


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


def let_go(session: Session, activity_ids: Collection[UUID]) -> None:
    """Take pictures off activities that are thrown away; what nothing else shows goes as well."""
    images = queries.images_shown_by(session, activity_ids)
    if not images:
        return
    session.execute(delete(ActivityImage).where(col(ActivityImage.activity_id).in_(activity_ids)))
    is_shown = exists().where(col(ActivityImage.image_id) == col(CertificateImage.id))
    unused = delete(CertificateImage).where(col(CertificateImage.id).in_(images), ~is_shown)
    session.execute(unused)
