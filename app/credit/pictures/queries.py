"""Reads of pictures on certificates."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.models import Activity
from app.credit.pictures.models import ActivityImage, CertificateImage, ProposalImage
from app.credit.pictures.rules import named_by


def ids_of(session: Session, hashes: Collection[str]) -> dict[str, UUID]:
    """The rows of pictures by hash, without their bytes."""
    if not hashes:
        return {}
    stored = select(col(CertificateImage.sha256), col(CertificateImage.id)).where(
        col(CertificateImage.sha256).in_(hashes)
    )
    return dict(session.execute(stored).all())


def contents(session: Session, hashes: Collection[str]) -> Mapping[str, bytes]:
    """The bytes of pictures by hash; no statement where none is asked for."""
    if not hashes:
        return {}
    stored = select(col(CertificateImage.sha256), col(CertificateImage.content)).where(
        col(CertificateImage.sha256).in_(hashes)
    )
    return dict(session.execute(stored).all())


def images_shown_by(
    session: Session, activity_ids: Collection[UUID], proposal_ids: Collection[UUID]
) -> set[UUID]:
    """Which pictures some versions of activities show, and some of what was asked for."""
    by_activities = select(col(ActivityImage.image_id)).where(
        col(ActivityImage.activity_id).in_(activity_ids)
    )
    by_proposals = select(col(ProposalImage.image_id)).where(
        col(ProposalImage.proposal_id).in_(proposal_ids)
    )
    return set(session.scalars(union(by_activities, by_proposals)))


def pictures_of(session: Session, activity: Activity | None) -> Mapping[str, bytes]:
    """The bytes of all that the certificates of an activity show."""
    if activity is None:
        return {}
    return contents(session, named_by(activity.signatories, activity.logos))
