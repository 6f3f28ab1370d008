"""Reads of badges: of a certificate, by their public addresses, and which count no more."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.queries import is_altered
from app.certificates.badges.models import Badge, BadgeAchievement, BadgeFile, BadgeWithdrawal
from app.certificates.badges.rules import MadeBadge, Revoked
from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.certificates.verification.doubts import Paper, doubts
from app.core.db import records


@dataclass(frozen=True)
class PublicBadge:
    """A badge that counts, as anybody gets it."""

    jws: str
    picture: bytes


def badge_of(session: Session, certificate_id: UUID, *, doubtful: bool) -> MadeBadge | None:
    """The newest badge of a certificate, be it withdrawn. `doubtful`: whether that is."""
    own = _BADGES.where(col(Badge.certificate_id) == certificate_id)
    newest = own.order_by(col(Badge.edition).desc()).limit(1)
    made = next(iter(records(session.execute(newest), MadeBadge)), None)
    return replace(made, doubtful=doubtful) if made else None


def with_badges(session: Session, certificate_ids: Collection[UUID]) -> set[UUID]:
    """Those of these certificates that have a badge that nobody withdrew."""
    own = col(Badge.certificate_id).in_(certificate_ids)
    return set(session.scalars(select(col(Badge.certificate_id)).where(own, ~_is_withdrawn())))


def badge_by_file(session: Session, sha256: str) -> MadeBadge | None:
    """The badge whose signed statement has this hash."""
    named = _BADGES.where(col(Badge.sha256) == sha256)
    return next(iter(_judged(session, named)), None)


def badge_by_id(session: Session, badge_id: UUID) -> MadeBadge | None:
    """The badge at a public address, whether or not it counts."""
    return next(iter(_judged(session, _BADGES.where(col(Badge.id) == badge_id))), None)


def _judged(session: Session, asked: Select[*tuple[Any, ...]]) -> list[MadeBadge]:
    """Badges with what is known against the signatures of their certificates.

    Two statements, and one more where a key leaves room for doubt.
    """
    made = records(session.execute(asked), MadeBadge)
    papers = [
        Paper(own.certificate_id, own.pdf_sha256, own.issued_at, own.altered)
        for own in made
        if own.withdrawn_at is None and own.certificate_holds
    ]
    doubtful = doubts(session, papers)
    return [replace(own, doubtful=own.certificate_id in doubtful) for own in made]


def editions(session: Session, certificate_id: UUID) -> int:
    """How many badges of a certificate were made."""
    made = select(func.count()).select_from(Badge)
    return session.scalar(made.where(col(Badge.certificate_id) == certificate_id)) or 0


def public_badge(session: Session, badge_id: UUID) -> PublicBadge | None:
    """What is given out of a badge; None where nothing is left. Whether it counts is not asked."""
    found: Select[*tuple[Any, ...]] = (
        select(col(BadgeFile.jws), col(BadgeAchievement.picture))
        .join(Badge, col(Badge.id) == col(BadgeFile.badge_id))
        .join(BadgeAchievement, col(BadgeAchievement.key) == col(Badge.achievement_key))
        .where(col(Badge.id) == badge_id)
    )
    return next(iter(records(session.execute(found), PublicBadge)), None)


def revoked_of_issuer(session: Session, issuer_key: str) -> dict[UUID, Revoked]:
    """The badges of an issuer that count no more, by their ids, and why."""
    own = (
        _BADGES.join(BadgeAchievement, col(BadgeAchievement.key) == col(Badge.achievement_key))
        .where(col(BadgeAchievement.issuer_key) == issuer_key)
        .order_by(col(Badge.id))
    )
    made = _judged(session, own)
    return {badge.id: badge.revoked for badge in made if badge.revoked is not None}


def issuer_of(session: Session, issuer_key: str) -> str | None:
    """What an issuer is called."""
    named = select(col(BadgeAchievement.issuer)).where(
        col(BadgeAchievement.issuer_key) == issuer_key
    )
    return session.scalar(named.limit(1))


def achievement_by_key(session: Session, key: str) -> BadgeAchievement | None:
    """What badges have in common."""
    return session.get(BadgeAchievement, key)


def _is_withdrawn() -> ColumnElement[bool]:
    return exists().where(col(BadgeWithdrawal.badge_id) == col(Badge.id))


def _is_compromised() -> ColumnElement[bool]:
    """Also since a later moment: whoever has the key writes badges that no list names."""
    return exists().where(
        col(SigningKey.fingerprint) == col(Badge.fingerprint),
        col(SigningKeyCompromise.key_id) == col(SigningKey.id),
    )


_BADGES: Select[*tuple[Any, ...]] = (
    select(
        col(Badge.id),
        col(Badge.certificate_id),
        col(Badge.achievement_key),
        col(Badge.made_at),
        col(BadgeWithdrawal.at).label("withdrawn_at"),
        is_live().label("certificate_holds"),
        _is_compromised().label("key_compromised"),
        col(Certificate.pdf_sha256),
        col(Certificate.issued_at),
        is_altered().label("altered"),
        false().label("doubtful"),
    )
    .join(Certificate, col(Certificate.id) == col(Badge.certificate_id))
    .outerjoin(BadgeWithdrawal, col(BadgeWithdrawal.badge_id) == col(Badge.id))
)
