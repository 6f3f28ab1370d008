"""Reads of who said who they are."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import grouped
from app.people.models import EmailAddress, Newcomer


def newcomer_by_token(session: Session, token_hash: str) -> Newcomer | None:
    """Who was mailed the link, by the hash of its token; locked, so that it is used once."""
    return session.scalar(
        select(Newcomer).where(col(Newcomer.token_hash) == token_hash).with_for_update()
    )


def is_taken(session: Session, address: str) -> bool:
    """Whether an address is somebody's, be it of who cannot sign in any more."""
    return bool(session.scalar(select(exists().where(col(EmailAddress.address) == address))))


def unopened(now: datetime) -> ColumnElement[bool]:
    """Of whom nothing is known but what somebody said: the link was not used, and never will be."""
    return and_(col(Newcomer.consumed_at).is_(None), col(Newcomer.expires_at) <= now)


def has_unopened(session: Session, now: datetime) -> bool:
    """Whether there is one."""
    return bool(session.scalar(select(exists().where(unopened(now)))))


def links_used(session: Session, person_ids: Collection[UUID]) -> Mapping[UUID, set[datetime]]:
    """When links were used that were mailed to addresses of these people: who is new by one?

    An address moves to another person when two are merged, and who was known already gained
    nothing by the link. So only whose record was made at that moment introduced themselves.
    """
    rows = session.execute(
        select(col(EmailAddress.person_id), col(Newcomer.consumed_at))
        .join(Newcomer, col(Newcomer.address) == col(EmailAddress.address))
        .where(
            col(EmailAddress.person_id).in_(person_ids),
            col(Newcomer.consumed_at).is_not(None),
        )
    )
    return {person_id: set(filter(None, used)) for person_id, used in grouped(rows).items()}
