"""Reads of badges: of a certificate, by their public addresses, and which count no more."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges.models import Badge, BadgeAchievement, BadgeFile, BadgeWithdrawal
from app.certificates.badges.rules import MadeBadge, Revoked
from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.core.db import records


@dataclass(frozen=True)
class PublicBadge:
    """A badge that counts, as anybody gets it."""

    jws: str
    picture: bytes


def badge_of(session: Session, certificate_id: UUID) -> MadeBadge | None:
    """The newest badge of a certificate, be it withdrawn."""
    own = _BADGES.where(col(Badge.certificate_id) == certificate_id)
    newest = own.order_by(col(Badge.edition).desc()).limit(1)
    return next(iter(records(session.execute(newest), MadeBadge)), None)


def badge_by_file(session: Session, sha256: str) -> MadeBadge | None:
    """The badge whose signed statement has this hash."""
    named = _BADGES.where(col(Badge.sha256) == sha256)
    return next(iter(records(session.execute(named), MadeBadge)), None)


def editions(session: Session, certificate_id: UUID) -> int:
    """How many badges of a certificate were made."""
    made = select(func.count()).select_from(Badge)
    return session.scalar(made.where(col(Badge.certificate_id) == certificate_id)) or 0


def public_badge(session: Session, badge_id: UUID) -> PublicBadge | None:
    """A badge that counts; None for one that does not, and for none."""
    found: Select[*tuple[Any, ...]] = (
        select(col(BadgeFile.jws), col(BadgeAchievement.picture))
        .join(Badge, col(Badge.id) == col(BadgeFile.badge_id))
        .join(Certificate, col(Certificate.id) == col(Badge.certificate_id))
        .join(BadgeAchievement, col(BadgeAchievement.key) == col(Badge.achievement_key))
        .where(col(Badge.id) == badge_id, is_live(), ~_is_withdrawn(), ~_is_compromised())
    )
    return next(iter(records(session.execute(found), PublicBadge)), None)


def is_made(session: Session, badge_id: UUID) -> bool:
    """Whether there is such a badge, or was."""
    return bool(session.scalar(select(exists().where(col(Badge.id) == badge_id))))


def revoked_of_issuer(session: Session, issuer_key: str) -> dict[UUID, Revoked]:
    """The badges of an issuer that count no more, by their ids, and why."""
    own = (
        _BADGES.join(BadgeAchievement, col(BadgeAchievement.key) == col(Badge.achievement_key))
        .where(col(BadgeAchievement.issuer_key) == issuer_key)
        .where(~is_live() | col(BadgeWithdrawal.at).is_not(None) | _is_compromised())
        .order_by(col(Badge.id))
    )
    made = records(session.execute(own), MadeBadge)
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
    )
    .join(Certificate, col(Certificate.id) == col(Badge.certificate_id))
    .outerjoin(BadgeWithdrawal, col(BadgeWithdrawal.badge_id) == col(Badge.id))
)
