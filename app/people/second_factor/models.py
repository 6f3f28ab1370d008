"""What proves that somebody has their phone, or the codes that they kept for its loss."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class SecondFactor(SQLModel, table=True):
    """The secret that somebody's phone shares with us, sealed with the installation's key.

    It counts once a code of it was typed here; until then it is `pending`.
    """

    __tablename__ = "second_factor"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    sealed: bytes | None = None
    confirmed_at: datetime | None = None
    """Since when it is asked for."""
    last_step: int | None = None
    """The step of time whose code was used last: a code works once, and so does none before it."""
    pending: bytes | None = None
    """The secret of a phone that is being set up, beside the one that counts until then."""
    pending_at: datetime | None = None


class RecoveryCode(SQLModel, table=True):
    """A code for the day on which the phone is gone; stored as a keyed hash, and used once."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    code_hash: str
    created_at: datetime
    used_at: datetime | None = None
