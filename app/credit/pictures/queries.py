"""Reads of pictures on certificates."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.credit.models import Activity
from app.credit.pictures.models import ActivityImage, CertificateImage
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


def images_shown_by(session: Session, activity_ids: Collection[UUID]) -> list[UUID]:
    """Which pictures some versions of activities show."""
    shown = select(col(ActivityImage.image_id)).where(
        col(ActivityImage.activity_id).in_(activity_ids)
    )
    return list(session.scalars(shown.distinct()))


def pictures_of(session: Session, activity: Activity | None) -> Mapping[str, bytes]:
    """The bytes of all that the certificates of an activity show."""
    if activity is None:
        return {}
    return contents(session, named_by(activity.signatories, activity.logos))


def hashes_in_program(session: Session, program_id: UUID) -> frozenset[str]:
    """Which pictures the activities of a program show, or showed: whoever sets one up sees them."""
    return frozenset(session.scalars(_in_program(program_id)))


def picture_in_program(session: Session, program_id: UUID, sha256: str) -> bytes | None:
    """The bytes of such a picture; None if the program has no such."""
    if sha256 not in hashes_in_program(session, program_id):
        return None
    return contents(session, [sha256])[sha256]


def _in_program(program_id: UUID) -> Select[str]:
    return (
        select(col(CertificateImage.sha256))
        .join(ActivityImage, col(ActivityImage.image_id) == col(CertificateImage.id))
        .join(Activity, col(Activity.id) == col(ActivityImage.activity_id))
        .join(Cohort, col(Cohort.id) == col(Activity.cohort_id))
        .where(col(Cohort.program_id) == program_id)
        .distinct()
    )
