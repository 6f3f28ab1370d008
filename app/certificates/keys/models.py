"""Which keys have signed here, by their certificates. No key itself is in any database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class SigningKey(SQLModel, table=True):
    """The public half of a key that has signed here. Nothing of it is ever changed."""

    __tablename__ = "signing_key"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    fingerprint: str = Field(unique=True)
    """SHA-256 of its certificate, as hexadecimal digits."""
    subject: str
    """The name in its certificate, which anybody can give themselves."""
    certificate: str
    """Its certificate and those above it, in PEM; its own first."""
    valid_from: datetime
    valid_until: datetime
    learned_at: datetime


class SigningKeyCompromise(SQLModel, table=True):
    """From some moment on somebody else may have had a key. The earliest of these counts."""

    __tablename__ = "signing_key_compromise"
    __table_args__ = (UniqueConstraint("key_id", "since"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key_id: UUID = Field(foreign_key="signing_key.id")
    since: datetime
    reason: str
    at: datetime
