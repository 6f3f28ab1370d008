"""Reads of credit systems."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.models import CreditSystem

_NEWER = aliased(CreditSystem)


def newest_systems(session: Session) -> list[CreditSystem]:
    """The newest version of each system, in the order in which somebody's is looked for."""
    newer = exists().where(
        col(_NEWER.key) == col(CreditSystem.key), col(_NEWER.version) > col(CreditSystem.version)
    )
    newest = select(CreditSystem).where(~newer).order_by(col(CreditSystem.position))
    return list(session.scalars(newest))
