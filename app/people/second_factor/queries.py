"""Reads of somebody's second step; no secret is read but to compare with what was typed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.sealing import unseal
from app.people.models import EmailAddress
from app.people.second_factor.models import RecoveryCode, SecondFactor
from app.people.second_factor.rules import is_being_set_up


@dataclass(frozen=True)
class FactorState:
    """Since when somebody is asked for a second step, and how many recovery codes are left."""

    since: datetime | None
    codes_left: int


@dataclass(frozen=True)
class SetUp:
    """What a phone that is being set up has to know."""

    secret: str
    """In base 32, as it is typed."""
    address: str
    """Whose it is, as the phone lists it."""


def key_of(installation: str, person_id: UUID) -> str:
    """What the secret of one person is sealed with. `installation`: its `SECRET_KEY`.

    In somebody else's row it does not open.
    """
    return f"{installation} second factor of {person_id}"  # not shown


def factor_of(session: Session, person_id: UUID) -> SecondFactor | None:
    """Somebody's, whether it counts yet or not."""
    return session.scalar(select(SecondFactor).where(col(SecondFactor.person_id) == person_id))


def lock_factor(session: Session, person_id: UUID) -> SecondFactor | None:
    """The same as it is stored now, kept from every other session until this one ends."""
    own = select(SecondFactor).where(col(SecondFactor.person_id) == person_id)
    latest = own.with_for_update().execution_options(populate_existing=True)
    return session.scalar(latest)


def state_of(session: Session, person_id: UUID) -> FactorState:
    """What its owner is told of it."""
    factor = factor_of(session, person_id)
    left = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None))
    )
    return FactorState(factor.confirmed_at if factor else None, session.scalar(left) or 0)


def set_up_of(session: Session, person_id: UUID, *, key: str, now: datetime) -> SetUp | None:
    """What somebody's new phone has to know; None where none is being set up."""
    factor = factor_of(session, person_id)
    if factor is None or factor.pending is None or not is_being_set_up(factor.pending_at, now):
        return None
    secret = unseal(key_of(key, person_id), factor.pending)
    address = session.scalar(
        select(col(EmailAddress.address)).where(
            col(EmailAddress.person_id) == person_id, col(EmailAddress.is_primary)
        )
    )
    return SetUp(secret, address or "") if secret else None


def unused_code(session: Session, person_id: UUID, code_hash: str) -> RecoveryCode | None:
    """A recovery code that was not used yet; locked, so that it is used once."""
    return session.scalar(
        select(RecoveryCode)
        .where(
            col(RecoveryCode.person_id) == person_id,
            col(RecoveryCode.code_hash) == code_hash,
            col(RecoveryCode.used_at).is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
